import { PersonGroupIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useOthersWriting } from './use-presence.ts';

/** Who else writes in the record now. Nobody waits for anybody: what both write in one field is settled afterwards. */
export function PresenceNote() {
  const { t } = useTranslation();
  const others = useOthersWriting();
  return (
    <div role="status">
      {others.length > 0 && (
        <p className="ej-notice" data-kind="neutral">
          <PersonGroupIcon aria-hidden />
          <span>
            {t('presence.writes', {
              who: others
                .map(({ name, where }) =>
                  t('presence.who', { name, what: t(`presence.where.${where === 'note' ? 'note' : 'other'}`) }),
                )
                .join(', '),
            })}
          </span>
        </p>
      )}
    </div>
  );
}

import { CloudSlashIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { isOfDraft, useLive } from '../../shared/record/live.ts';

/** Says aloud that something new came, and shows when the stream is broken. Calm: reading goes on. */
export function LiveNotice() {
  const { t } = useTranslation();
  const { connection, changes } = useLive();
  const count = [...changes.values()].filter((change) => !isOfDraft(change)).length;
  return (
    <div role="status" className="ej-live ej-noprint">
      {connection === 'down' && (
        <p className="ej-notice" data-kind="neutral">
          <CloudSlashIcon aria-hidden /> {t('record.live.down')}
        </p>
      )}
      {count > 0 && <span className="ej-sr">{t('record.live.new', { count })}</span>}
    </div>
  );
}

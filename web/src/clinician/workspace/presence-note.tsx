import { PersonGroupIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Present } from '../../shared/record/live.ts';
import { titleOf } from './template-order.ts';
import { useTemplates } from './templates.ts';
import { useOthersWriting } from './use-presence.ts';

/** Who else writes in the record now, and what kind of note. Nobody waits for anybody: what both write in one field is settled afterwards. */
export function PresenceNote() {
  const { t } = useTranslation();
  const others = useOthersWriting();
  const sayWhat = useSayWhat(others.length > 0);
  return (
    <div role="status">
      {others.length > 0 && (
        <p className="ej-notice" data-kind="neutral">
          <PersonGroupIcon aria-hidden />
          <span>
            {t('presence.writes', {
              who: others.map((one) => t('presence.who', { name: one.name, what: sayWhat(one) })).join(', '),
            })}
          </span>
        </p>
      )}
    </div>
  );
}

/** What somebody writes, in the reader's language: the template by its title, else only that it is a note or something else. */
function useSayWhat(isAsked: boolean): (one: Present) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: templates } = useTemplates(isAsked);
  return ({ template, where }) => {
    const title = titleOf(
      template === undefined ? undefined : templates?.find(({ url }) => url === template),
      language,
    );
    return title.toLocaleLowerCase(language) || t(`presence.where.${where === 'note' ? 'note' : 'other'}`);
  };
}

import { PencilWritingIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { Questionnaire } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { titleOf } from '../workspace/template-order.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';

/** The user's own forms that are not finished, each one press from going on. */
export function FormDrafts({ forms }: { forms: readonly Questionnaire[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { drafts, open, show } = useWorkspace();
  const byUrl = new Map(forms.map((form) => [form.url, form]));
  const own = drafts.flatMap((keeper) => {
    const { response } = keeper.current();
    const form = byUrl.get((response.questionnaire ?? '').split('|')[0]);
    return form && keeper.key !== open ? [{ keeper, form, response }] : [];
  });
  if (own.length === 0) return null;
  return (
    <Card title={t('forms.drafts')} count={own.length} foot={t('forms.draftsHelp')}>
      <div className="ej-card-body">
        <ul className="ej-plain">
          {own.map(({ keeper, form, response }) => (
            <li key={keeper.key}>
              <button
                type="button"
                className="ej-link ej-form-draft"
                aria-label={t('forms.goOn', { title: titleOf(form, language) })}
                onClick={() => show(keeper.key)}
              >
                <PencilWritingIcon aria-hidden /> {titleOf(form, language)}{' '}
                <span className="ej-meta ej-num">{shortDateTime(response.authored, language)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

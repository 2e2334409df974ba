import { MagnifyingGlassIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { translated } from '../../shared/fhir/translated.ts';
import type { Extension, Questionnaire } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Waiting } from '../../shared/ui/part.tsx';
import { useRole, useUser } from '../bar/use-user.ts';
import { newResponse } from '../workspace/new-response.ts';
import { prefill } from '../workspace/prefill.ts';
import { findTemplates, isForRole, titleOf } from '../workspace/template-order.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';

/** Every form there is, those for the user's own role first; one press begins it beside the record. */
export function NewForm({ id, forms, isWaiting }: { id: string; forms: readonly Questionnaire[]; isWaiting: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = useRole();
  const { isOffered } = useWorkspace();
  const [typed, setTyped] = useKept('form typed', '');
  const begin = useBeginForm(id);
  if (!isOffered) return null;
  const byTitle = [...findTemplates(forms, typed, language)].sort((a, b) =>
    titleOf(a, language).localeCompare(titleOf(b, language), language),
  );
  const groups = [
    { label: t('forms.forRole'), forms: byTitle.filter((one) => isForRole(one, role)) },
    { label: t('forms.others'), forms: byTitle.filter((one) => !isForRole(one, role)) },
  ].filter(({ forms }) => forms.length > 0);
  return (
    <Card title={t('forms.new')}>
      <div className="ej-card-body ej-noprint">
        <label className="ej-form-find">
          <MagnifyingGlassIcon aria-hidden fontSize="1.125rem" />
          <span className="ej-sr">{t('forms.search')}</span>
          <input
            type="search"
            autoComplete="off"
            placeholder={t('forms.search')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              const first = groups[0]?.forms[0];
              if (event.key === 'Enter' && first && typed.trim() !== '') begin(first);
            }}
          />
        </label>
        {isWaiting && <Waiting what={t('forms.what')} rows={3} />}
        {!isWaiting && groups.length === 0 && (
          <p className="ej-meta" role="status">
            {t('forms.noneFound', { text: typed.trim() })}
          </p>
        )}
        {groups.map(({ label, forms }) => (
          <section key={label} aria-label={label}>
            <h3 className="ej-meta">{label}</h3>
            <ul className="ej-plain ej-form-choice">
              {forms.map((form) => (
                <li key={form.url}>
                  <button
                    type="button"
                    className="ej-form-start"
                    aria-label={t('forms.start', { title: titleOf(form, language) })}
                    onClick={() => begin(form)}
                  >
                    <span className="ej-strong">{titleOf(form, language)}</span>
                    <span className="ej-meta">{descriptionOf(form, language)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

const descriptionOf = (form: Questionnaire, language: 'nb' | 'nn' | 'en'): string =>
  translated(form.description, (form as { _description?: { extension?: Extension[] } })._description, language);

/** Begins a form as a draft in the workspace, with what the record knows filled in. */
function useBeginForm(id: string): (form: Questionnaire) => void {
  const { start } = useWorkspace();
  const user = useUser();
  const patient = usePatient(id).data;
  return (form) => {
    if (patient) void prefill(start(newResponse(form, patient, user)), form, patient);
  };
}

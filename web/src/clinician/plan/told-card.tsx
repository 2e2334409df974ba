import { useTranslation } from 'react-i18next';
import { translated } from '../../shared/fhir/translated.ts';
import { shortDate } from '../../shared/format/date.ts';
import { DraftForm } from '../../shared/forms/draft-form.tsx';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ToldAnswers } from '../../shared/own-words/told-answers.tsx';
import { useOwnForms, useToldForms } from '../../shared/own-words/use-own-forms.ts';
import { Card } from '../../shared/ui/card.tsx';

/** The citizen's life story, and choices they have thought through, in their own words. Not there where nothing is told. */
export function ToldCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const stories = useOwnForms('life-story').data;
  const choices = useOwnForms('decision-aid').data;
  const forms = stories && choices && [...stories, ...choices];
  const { told } = useToldForms(id, forms);
  if (told.length === 0) return null;
  return (
    <Card title={t('plan.told')}>
      {told.map(({ form, newest }) => (
        <details key={form.id} className="ej-told-one">
          <summary>
            {translated(form.title, form._title, language)}{' '}
            <span className="ej-meta">
              {t('plan.told.by', { who: newest.author?.display ?? '', date: shortDate(newest.authored, language) })}
            </span>
          </summary>
          <DraftForm form={form} />
          <div className="ej-told-said">
            <ToldAnswers form={form} response={newest} />
          </div>
        </details>
      ))}
    </Card>
  );
}

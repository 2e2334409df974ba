import { useTranslation } from 'react-i18next';
import { translated } from '../../shared/fhir/translated.ts';
import { shortDate } from '../../shared/format/date.ts';
import { DraftForm } from '../../shared/forms/draft-form.tsx';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ToldAnswers } from '../../shared/own-words/told-answers.tsx';
import { toldBy } from '../../shared/own-words/told-by.ts';
import { useOwnForms, useToldForms } from '../../shared/own-words/use-own-forms.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Waiting } from '../../shared/ui/part.tsx';
import { useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';

const WriteStory = later(() => import('./write-story.tsx'));

/**
 * The citizen's life story, and choices they have thought through, in their own words. Where it `isWritten`, personnel write the story
 * down for who tells it; else it is not there where nothing is told.
 */
export function ToldCard({ id, isWritten = false }: { id: string; isWritten?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const stories = useOwnForms('life-story').data;
  const choices = useOwnForms('decision-aid').data;
  const forms = stories && choices && [...stories, ...choices];
  const { query, told } = useToldForms(id, forms);
  const [isWriting, setWriting] = useKept('life story down', false);
  const story = stories?.[0];
  const mayWrite = useWriter()?.role !== undefined && isWritten && story !== undefined && query.data !== undefined;
  if (told.length === 0 && !mayWrite) return null;
  return (
    <Card
      title={t('plan.told')}
      action={
        mayWrite && (
          <WriteButton isOpen={isWriting} onOpen={() => setWriting(true)}>
            {t('plan.told.write')}
          </WriteButton>
        )
      }
    >
      {told.length === 0 && !isWriting && (
        <div className="ej-card-body">
          <p>{t('plan.told.none')}</p>
        </div>
      )}
      {told.map(({ form, newest }) => (
        <details key={form.id} className="ej-told-one">
          <summary>
            {translated(form.title, form._title, language)}{' '}
            <span className="ej-meta">
              {t(`plan.told.${toldBy(newest)}`, {
                who: newest.author?.display ?? '',
                source: newest.source?.display ?? '',
                date: shortDate(newest.authored, language),
              })}
            </span>
          </summary>
          <DraftForm form={form} />
          <div className="ej-told-said">
            <ToldAnswers form={form} response={newest} />
          </div>
        </details>
      ))}
      {mayWrite && isWriting && (
        <WriteStory
          id={id}
          form={story}
          told={told.find(({ form }) => form.id === story.id)}
          onDone={() => setWriting(false)}
          waiting={<Waiting what={t('plan.told')} rows={6} />}
        />
      )}
    </Card>
  );
}

import '../dialogue/dialogue.css';
import '../plan/plan.css';
import { useTranslation } from 'react-i18next';
import type { Questionnaire } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ToldAnswers } from '../../shared/own-words/told-answers.tsx';
import { toldBy } from '../../shared/own-words/told-by.ts';
import { useOwnForms, useToldForms } from '../../shared/own-words/use-own-forms.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { AnswerQuestions } from '../forms/answer-form.tsx';
import { RecordPart } from '../journal/record-part.tsx';
import { useSubject } from '../subject.ts';

/** What the citizen, or who acts for them, wants those who help to know of who they are. */
export default function LifeStoryPage() {
  const { t } = useTranslation();
  const forms = useOwnForms('life-story');
  return (
    <RecordPart title={t('told.story')} lead={t('told.story.lead')}>
      <Part of={forms} what={t('told.what')} rows={6}>
        {([form]) => form && <Story form={form} />}
      </Part>
    </RecordPart>
  );
}

function Story({ form }: { form: Questionnaire }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient, isSelf, name } = useSubject();
  const { query, told } = useToldForms(patient, [form]);
  const [times, setTimes] = useKept('life story saved', 0);
  const [isChanging, setChanging] = useKept('life story changing', false);
  return (
    <section className="ej-c-card ej-c-own ej-c-form" aria-label={t('told.story')}>
      <div role="status">{times > 0 && !isChanging && <p className="ej-c-said">{t('told.saved')}</p>}</div>
      <Part of={query} what={t('told.what')} rows={6}>
        {() => {
          const [one] = told;
          if (one === undefined || isChanging)
            return (
              <div className="ej-c-form">
                <AnswerQuestions
                  key={times}
                  patient={patient}
                  form={form.url ?? ''}
                  before={one?.newest}
                  name={`life story ${times}`}
                  send={t('told.save')}
                  headingLevel={2}
                  onSent={() => {
                    setTimes(times + 1);
                    setChanging(false);
                  }}
                />
                {one !== undefined && (
                  <button type="button" className="ej-c-button" onClick={() => setChanging(false)}>
                    {t('told.back')}
                  </button>
                )}
              </div>
            );
          const { author, authored, source } = one.newest;
          const by = toldBy(one.newest);
          return (
            <div className="ej-c-form">
              <ToldAnswers form={form} response={one.newest} />
              <p className="ej-meta">
                {t(by === 'down' && !isSelf ? 'told.down.other' : `told.${by}`, {
                  who: author?.display ?? '',
                  source: source?.display ?? '',
                  name,
                  date: longDate(authored, language),
                })}
              </p>
              <div className="ej-c-acts">
                <button type="button" className="ej-c-button" onClick={() => setChanging(true)}>
                  {t('told.change')}
                </button>
              </div>
            </div>
          );
        }}
      </Part>
    </section>
  );
}

import '../dialogue/dialogue.css';
import './choices.css';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { translated } from '../../shared/fhir/translated.ts';
import type { Extension, Questionnaire } from '../../shared/fhir/types.ts';
import { longDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { ToldAnswers } from '../../shared/own-words/told-answers.tsx';
import { useOwnForms, useToldForms } from '../../shared/own-words/use-own-forms.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { AnswerQuestions } from '../forms/answer-form.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';

const here = '/valg';

/** Choices of treatment to think through: the ways beside each other, what matters, and where one leans. */
export default function ChoicesPage() {
  const { t } = useTranslation();
  const { patient } = useSubject();
  const navigate = useNavigate();
  const shown = useRouterState({ select: ({ location }) => location.hash });
  const [times, setTimes] = useKept('choices shared', 0);
  const forms = useOwnForms('decision-aid');
  const titleOf = useTitle();
  return (
    <Page title={t('told.choices')} lead={t('told.choices.lead')}>
      <div role="status">{times > 0 && shown === '' && <p className="ej-c-said">{t('told.choices.shared')}</p>}</div>
      <Part of={forms} what={t('told.what')} rows={5}>
        {(all) => {
          const form = all.find(({ id }) => id === shown);
          if (form === undefined) return <Choices forms={all} />;
          return (
            <section className="ej-c-card ej-c-form ej-c-choice-form" aria-labelledby="choice">
              <Link to={here as never} hash="" className="ej-c-more">
                {t('told.choices.back')}
              </Link>
              <h2 id="choice">{titleOf(form)}</h2>
              <Draft form={form} />
              <AnswerQuestions
                key={`${form.id} ${times}`}
                patient={patient}
                form={form.url ?? ''}
                name={`choice ${form.id} ${times}`}
                send={t('told.choices.send')}
                onSent={() => {
                  setTimes(times + 1);
                  void navigate({ to: here as never, hash: '' } as never);
                }}
              />
            </section>
          );
        }}
      </Part>
    </Page>
  );
}

function Choices({ forms }: { forms: readonly Questionnaire[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const { told } = useToldForms(patient, forms);
  const titleOf = useTitle();
  return (
    <div className="ej-c-columns">
      {[...forms]
        .sort((a, b) => titleOf(a).localeCompare(titleOf(b), language))
        .map((form) => {
          const { _description } = form as Questionnaire & { _description?: { extension?: Extension[] } };
          const answer = told.find((one) => one.form.id === form.id)?.newest;
          return (
            <section key={form.id} className="ej-c-card ej-c-form" aria-label={titleOf(form)}>
              <h2>{titleOf(form)}</h2>
              <p>{translated(form.description, _description, language)}</p>
              {answer && (
                <details>
                  <summary>{t('told.choices.answered', { date: longDate(answer.authored, language) })}</summary>
                  <ToldAnswers form={form} response={answer} />
                </details>
              )}
              <div className="ej-c-acts">
                <Link to={here as never} hash={form.id ?? ''} className="ej-c-button">
                  {t('told.choices.open')}
                  <span className="ej-sr">: {titleOf(form)}</span>
                </Link>
              </div>
            </section>
          );
        })}
    </div>
  );
}

function Draft({ form }: { form: Questionnaire }) {
  const { t } = useTranslation();
  return form.experimental === true && <p className="ej-c-said">{t('told.choices.draft')}</p>;
}

function useTitle(): (form: Questionnaire) => string {
  const language = useLanguage();
  return (form) => translated(form.title, form._title, language);
}

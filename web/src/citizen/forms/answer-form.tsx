import { completedResponse, formState } from '@enjournal/server/care/forms';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../../shared/fhir/client.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Extension, Questionnaire, QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { QuestionnaireForm } from '../../shared/forms/questionnaire-form.tsx';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong, focusSoon } from '../../shared/keyboard/focus.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Failed } from '../dialogue/failed.tsx';
import { sendAnswers, useBegun } from './use-asked.ts';

type Props = {
  patient: string;
  /** The Questionnaire's canonical. */
  form: string;
  /** What was answered before, to go on from. */
  before?: QuestionnaireResponse | undefined;
  /** Under which what is typed is kept. */
  name: string;
  send: string;
  headingLevel?: 2 | 3;
  onSent: () => void;
};

/** A form for the citizen, with what is known filled in; sent when all that must be answered is. */
export function AnswerQuestions(props: Props) {
  const { t } = useTranslation();
  const begun = useBegun(props.patient, props.form);
  if (begun.error instanceof FhirFailure && begun.error.kind === 'absent') return <p>{t('asks.notHere')}</p>;
  return (
    <Part of={begun} what={t('asks.form.what')} rows={6}>
      {({ questionnaire, response }) => {
        const item = props.before?.item;
        const begun = item === undefined ? response : { ...response, item };
        return <Filling {...props} questionnaire={questionnaire} begun={begun} />;
      }}
    </Part>
  );
}

function Filling({
  patient,
  name,
  send,
  headingLevel = 3,
  onSent,
  questionnaire,
  begun,
}: Props & { questionnaire: Questionnaire; begun: QuestionnaireResponse }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [response, setResponse] = useKept(`answers ${name}`, begun);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const sending = useMutation({
    mutationFn: (given: QuestionnaireResponse) => sendAnswers(given, patient),
    async onSuccess() {
      queries.removeQueries({ queryKey: ['begun-form', patient] });
      await queries.invalidateQueries({ queryKey: ['record', patient] });
      onSent();
    },
  });
  const submit = () => {
    setTried(true);
    if (sending.isPending) return;
    const state = formState(questionnaire as never, response as never);
    const isEmpty = !JSON.stringify(response.item ?? []).includes('"answer"');
    if (state.issues.length > 0) focusSoon(() => form.current?.querySelector<HTMLElement>('.ej-wrongs'));
    if (state.issues.length > 0 || isEmpty) return;
    // what is typed and is no number or day is in no answer, and would not be sent
    if (form.current?.querySelector('[aria-invalid="true"]')) return focusFirstWrong(form.current);
    sending.mutate(completedResponse(state) as unknown as QuestionnaireResponse);
  };
  const isEmpty = isTried && !JSON.stringify(response.item ?? []).includes('"answer"');
  const outcome = sending.error instanceof FhirFailure ? sending.error.outcome : undefined;
  const titleOf = questionnaire as Questionnaire & { _description?: { extension?: Extension[] } };
  return (
    <form
      ref={form}
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{translated(questionnaire.description, titleOf._description, language)}</p>
      <QuestionnaireForm
        questionnaire={questionnaire}
        response={response}
        onChange={setResponse}
        subject={patient}
        headingLevel={headingLevel}
        showMissing={isTried}
        {...(outcome?.issue === undefined ? {} : { issues: outcome.issue })}
      />
      {isEmpty && (
        <p className="ej-c-said" data-kind="wrong" role="alert">
          {t('meas.empty')}
        </p>
      )}
      <Failed error={sending.error} />
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={sending.isPending}>
          {sending.isPending ? t('talk.sending') : send}
        </button>
      </div>
    </form>
  );
}

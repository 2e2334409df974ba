import {
  askedResponse,
  type FormState,
  formState,
  type Questionnaire,
  type QuestionnaireResponse,
} from '@enjournal/server/care/forms';
import { useCallback, useRef } from 'react';

type Change = (edit: (before: FormState) => QuestionnaireResponse) => void;
type Held = { state: FormState; environment: unknown; told: QuestionnaireResponse };

/**
 * The state of a form as its answers change. Made from the state before, so that a key press costs only what it touches; the ref is
 * that memory and nothing that is shown. Answers to what is not asked any more are not told, for they are no part of the form; they are
 * remembered here, in case it is asked again.
 */
export function useForm(
  questionnaire: Questionnaire,
  response: QuestionnaireResponse,
  environment: Readonly<Record<string, unknown>>,
  onChange: ((response: QuestionnaireResponse) => void) | undefined,
): { state: FormState; change: Change; told: QuestionnaireResponse } {
  const held = useRef<Held>(undefined);
  const stands = held.current;
  const isForm = stands?.state.form.questionnaire === questionnaire;
  if (!isForm || stands.told !== response || stands.environment !== environment) {
    // saved since: it has an id and a version now, and the same answers
    const isOurs = isForm && stands.told.item === response.item;
    const given = isOurs ? withItems(response, stands.state.response.item) : response;
    const state = formState(questionnaire, given, { environment }, stands?.state);
    held.current = { state, environment, told: response };
  }
  const tell = useRef(onChange);
  tell.current = onChange;
  const change = useCallback<Change>(
    (edit) => {
      const before = held.current!.state;
      const state = formState(questionnaire, edit(before), { environment }, before);
      const told = askedResponse(state);
      held.current = { state, environment, told };
      tell.current?.(told);
    },
    [questionnaire, environment],
  );
  return { state: held.current!.state, change, told: held.current!.told };
}

function withItems(response: QuestionnaireResponse, item: QuestionnaireResponse['item']): QuestionnaireResponse {
  const { item: _item, ...rest } = response;
  return item === undefined ? rest : { ...rest, item };
}

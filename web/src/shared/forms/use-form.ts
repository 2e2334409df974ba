import {
  type FormState,
  formState,
  type Questionnaire,
  type QuestionnaireResponse,
} from '@enjournal/server/care/forms';
import { useCallback, useRef } from 'react';

type Change = (edit: (before: FormState) => QuestionnaireResponse) => void;

/**
 * The state of a form as its answers change. Made from the state before, so that a key press costs only what it touches; the ref is
 * that memory and nothing that is shown.
 */
export function useForm(
  questionnaire: Questionnaire,
  response: QuestionnaireResponse,
  environment: Readonly<Record<string, unknown>>,
  onChange: ((response: QuestionnaireResponse) => void) | undefined,
): { state: FormState; change: Change } {
  const held = useRef<{ state: FormState; environment: unknown }>(undefined);
  const stands = held.current;
  const isSame =
    stands?.state.form.questionnaire === questionnaire &&
    stands.state.response === response &&
    stands.environment === environment;
  if (!isSame)
    held.current = { state: formState(questionnaire, response, { environment }, stands?.state), environment };
  const tell = useRef(onChange);
  tell.current = onChange;
  const change = useCallback<Change>(
    (edit) => {
      const before = held.current!.state;
      const state = formState(questionnaire, edit(before), { environment }, before);
      held.current = { state, environment };
      tell.current?.(state.response);
    },
    [questionnaire, environment],
  );
  return { state: held.current!.state, change };
}

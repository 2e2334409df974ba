import './form.css';
import {
  type Answer,
  expressionOf,
  type FormNode,
  type FormState,
  withAnswers,
  withGroup,
  withoutGroup,
} from '@enjournal/server/care/forms';
import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useEffect, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePatient } from '../record/record-queries.ts';
import { ErrorList } from './error-list.tsx';
import { type FormTools, FormToolsProvider } from './form-context.ts';
import { FormNodes } from './form-nodes.tsx';
import type { QuestionnaireFormProps } from './types.ts';
import { useForm } from './use-form.ts';
import { usePrevious } from './use-previous.ts';

const nothing: NonNullable<QuestionnaireFormProps['conflicts']> = new Map();

/** The form itself; loaded when the first one is shown, for it brings FHIRPath with it. */
export default function FormBody({
  questionnaire,
  response,
  onChange,
  subject,
  readOnly = false,
  issues,
  showMissing = false,
  previous,
  conflicts = nothing,
  environment,
  headingLevel = 3,
  autoFocus,
}: QuestionnaireFormProps) {
  const { t } = useTranslation();
  const uid = useId();
  const patient = usePatient(subject ?? '', subject !== undefined).data;
  const variables = useMemo(() => ({ ...(patient ? { patient } : {}), ...environment }), [patient, environment]);
  const { state, change, told } = useForm(questionnaire, response, variables, onChange);
  const lastValues = usePrevious(readOnly || previous ? undefined : subject, state.form);
  const refused = useMemo(() => refusedBy(issues, state), [issues, state]);
  const isTold = showMissing || (issues?.length ?? 0) > 0;

  const begun = useRef<unknown>(undefined);
  useEffect(() => {
    // what the questionnaire calculates from the start belongs to the answers; later ones come with each change
    if (begun.current === variables) return;
    begun.current = variables;
    if (!readOnly && state.response !== told) change((before) => before.response);
  }, [change, readOnly, state, told, variables]);

  const tools = useMemo<FormTools>(
    () => ({
      answer: (node: FormNode, answers: readonly Answer[]) =>
        change((before) => withAnswers(before.response, before.form.items, node, answers)),
      addGroup: (node) => change((before) => withGroup(before.response, before.form.items, node)),
      removeGroup: (node, index) => change((before) => withoutGroup(before.response, before.form.items, node, index)),
      idOf: (key) => `${uid}${key}`,
      subject,
      readOnly,
      showMissing: isTold,
      refused,
      previous: (node) => (previous ? previous(node.item.code) : lastValues(node.item.code)),
      conflicts,
      autoFocus,
    }),
    [change, uid, subject, readOnly, isTold, refused, previous, lastValues, conflicts, autoFocus],
  );

  return (
    <FormToolsProvider value={tools}>
      <div className="ej-answer-form" data-readonly={readOnly}>
        {isTold && !readOnly && <ErrorList state={state} refused={refused} idOf={tools.idOf} />}
        {state.faults.length > 0 && !readOnly && (
          <p className="ej-notice">
            <ExclamationmarkTriangleIcon aria-hidden /> {t('form.fault')}
          </p>
        )}
        <FormNodes nodes={state.nodes} level={headingLevel} />
      </div>
    </FormToolsProvider>
  );
}

/** The server's words at the fields that its issues name; it names them by linkIds, as the form does. */
function refusedBy(issues: QuestionnaireFormProps['issues'], state: FormState): FormTools['refused'] {
  const refused = new Map<string, string[]>();
  const keyOf = new Map([...state.byKey.values()].map((node) => [expressionOf(node), node.key]));
  for (const { expression, details, diagnostics } of issues ?? []) {
    const field = expression?.[0]?.replace(/^Bundle\.entry\[\d+\]\.resource/, 'QuestionnaireResponse');
    const key = keyOf.get((field ?? '').replace(/\.answer\[\d+\]$/, ''));
    const text = details?.text ?? diagnostics;
    if (key !== undefined && text !== undefined) refused.set(key, [...(refused.get(key) ?? []), text]);
  }
  return refused;
}

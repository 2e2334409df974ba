import { useQuery } from '@tanstack/react-query';
import { callOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import type { CodeableConcept, Resource } from '../../shared/fhir/types.ts';
import { recordKey } from '../../shared/record/record-queries.ts';

export type Grade = 'info' | 'warning' | 'critical';
export type Hook = 'patient-view' | 'order-select' | 'order-sign' | 'encounter-discharge';

/** A change that one click makes. */
export type Suggestion = {
  id: string;
  title: string;
  /** What is written; nothing of a suggestion that only takes a draft out. */
  resources: readonly Resource[];
};

export type Advice = {
  /** Of our own rules; a service of others has none. */
  card: string | undefined;
  key: string | undefined;
  grade: Grade;
  title: string;
  detail: string | undefined;
  source: string;
  sourceUrl: string | undefined;
  /** Whose advice it is, when it is not our own. */
  service: string | undefined;
  suggestions: readonly Suggestion[];
  override: { reason: CodeableConcept; by: string; at: string } | undefined;
};

/** What changes when one of these does. */
const types = ['MedicationRequest', 'Observation', 'Condition', 'AllergyIntolerance', 'Flag', 'DetectedIssue'];

const text = (part: Parameter[] | undefined, name: string): string | undefined => {
  const one = parameterOf(part, name);
  return one?.valueString ?? one?.valueCode ?? one?.valueUri ?? one?.valueUuid;
};

function adviceOf({ part }: Parameter): Advice {
  const override = parameterOf(part, 'override')?.part;
  return {
    card: text(part, 'card'),
    key: parameterOf(part, 'key')?.valueIdentifier?.value,
    grade: (text(part, 'grade') ?? 'info') as Grade,
    title: text(part, 'title') ?? '',
    detail: text(part, 'detail'),
    source: text(part, 'source') ?? '',
    sourceUrl: text(part, 'link') ?? text(part, 'sourceUrl'),
    service: text(part, 'service'),
    suggestions: parametersNamed(part, 'suggestion').map(({ part: of }) => ({
      id: text(of, 'id') ?? '',
      title: text(of, 'title') ?? '',
      resources: parametersNamed(of, 'action').flatMap(
        ({ part: action }) => parameterOf(action, 'resource')?.resource ?? [],
      ),
    })),
    override:
      override === undefined
        ? undefined
        : {
            reason: parameterOf(override, 'reason')?.valueCodeableConcept ?? {},
            by: text(override, 'by') ?? '',
            at: parameterOf(override, 'at')?.valueDateTime ?? '',
          },
  };
}

const asked = (hook: Hook, drafts: readonly Resource[]): Parameter[] => [
  { name: 'hook', valueCode: hook },
  ...drafts.map((resource) => ({ name: 'draft', resource })),
];

/** What advice depends on in a draft: not when it was begun, nor what for. */
const essence = (drafts: readonly Resource[]): string =>
  JSON.stringify(
    drafts.map((one) => {
      const { medicationCodeableConcept, dosageInstruction, priorPrescription, code } = one as unknown as Record<
        string,
        unknown
      >;
      return [medicationCodeableConcept, dosageInstruction, priorPrescription, code];
    }),
  );

export type Told = { advice: Advice[]; rules: number; failed: number };

/** What the rules say of a record, or of what is about to be ordered in it. */
export function useAdvice(id: string, hook: Hook, drafts: readonly Resource[] = []) {
  return useQuery({
    queryKey: recordKey(id, types, 'advice', hook, essence(drafts)),
    queryFn: async (): Promise<Told> => {
      const told = await callOperation(`Patient/${id}/$advice`, asked(hook, drafts));
      return {
        advice: parametersNamed(told, 'advice').map(adviceOf),
        rules: parameterOf(told, 'rules')?.valueInteger ?? 0,
        failed: parameterOf(told, 'failed')?.valueInteger ?? 0,
      };
    },
    placeholderData: (before) => before,
  });
}

/** What services of others say, that the organisation has approved. They may be slow, and hold up nothing. */
export function useOutsideAdvice(id: string, hook: Hook, drafts: readonly Resource[] = []) {
  return useQuery({
    queryKey: recordKey(id, types, 'outside advice', hook, essence(drafts)),
    retry: false,
    queryFn: async () => {
      const told = await callOperation(`Patient/${id}/$outside-advice`, asked(hook, drafts));
      return {
        advice: parametersNamed(told, 'advice').map(adviceOf),
        unanswered: parametersNamed(told, 'unanswered').flatMap(({ valueString }) => valueString ?? []),
      };
    },
  });
}

/** Counted for the rule; that it could not be told is nothing to the user. */
export function tellOutcome(card: string | undefined, outcome: 'accepted' | 'overridden', reason?: string): void {
  if (card === undefined) return;
  const given: Parameter[] = [
    { name: 'card', valueUuid: card },
    { name: 'outcome', valueCode: outcome },
    ...(reason === undefined ? [] : [{ name: 'reason', valueCode: reason }]),
  ];
  callOperation('$advice-feedback', given).catch(() => undefined);
}

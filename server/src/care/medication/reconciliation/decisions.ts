import { type Issue, problem } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { parametersNamed, refused } from '../../process.ts';

/**
 * What is decided of one medicine. Of one that is on the list: `keep`, `change`, `stop`, or `ask` (it goes on as it is until
 * somebody has answered). Of one that is not: `add`, `leave` (it stays off), or `ask`.
 */
export const decisions = ['keep', 'change', 'stop', 'add', 'leave', 'ask'] as const;
export type Decision = (typeof decisions)[number];

export type Line = {
  decision: Decision;
  /** `MedicationRequest/id`, of one on the list. */
  order: string | undefined;
  /** The version that the decider has seen. */
  version: string | undefined;
  medication: JsonObject | undefined;
  dosages: readonly JsonObject[];
  indication: JsonObject | undefined;
  use: JsonObject | undefined;
  /** Why, in words. */
  reason: string | undefined;
  /** Volven 7494. */
  stopReason: string | undefined;
  /** `MedicationStatement/id` that this decision has taken account of. */
  statements: readonly string[];
};

/** Admission, discharge, moving in, and the general practitioner after a discharge. */
export const transitions = ['admission', 'discharge', 'moving-in', 'after-discharge'] as const;

/** @throws Problem invalid, for what cannot be read at all */
export function linesIn(parameters: Resource): Line[] {
  return parametersNamed(parameters, 'line').map((value, index) => {
    const parts = (Array.isArray(value) ? value : []) as JsonObject[];
    const all = (name: string): unknown[] =>
      parts
        .filter((one) => one.name === name)
        .map((one) => Object.entries(one).find(([member]) => member.startsWith('value'))?.[1]);
    const [decision] = all('decision');
    if (!decisions.some((one) => one === decision)) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `decision is one of ${decisions.join(', ')}.`,
        expression: `${placeOf(index)}.part.where(name = 'decision')`,
      });
    }
    const text = (name: string) => all(name)[0] as string | undefined;
    const reference = (one: unknown) => String((one as { reference?: string })?.reference ?? one);
    return {
      decision: decision as Decision,
      order: all('order').map(reference)[0],
      version: text('version'),
      medication: all('medication')[0] as JsonObject | undefined,
      dosages: all('dosage') as JsonObject[],
      indication: all('indication')[0] as JsonObject | undefined,
      use: all('use')[0] as JsonObject | undefined,
      reason: text('reason'),
      stopReason: text('stopReason'),
      statements: all('statement').map(reference),
    };
  });
}

const placeOf = (index: number): string => `Parameters.parameter.where(name = 'line')[${index}]`;

/**
 * All that hinders that decisions become the list. Nothing that stands is passed over: what nobody decided would otherwise go
 * on unseen.
 * @param standing what is on the list now, by `MedicationRequest/id`
 */
export function decisionIssues(lines: readonly Line[], standing: ReadonlyMap<string, Resource>): Issue[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const { decision, order, dosages, medication, stopReason } = line;
    const wrong = (key: string, part: string, diagnostics: string) =>
      void issues.push(refused(key, `${placeOf(index)}.part.where(name = '${part}')`, diagnostics));
    const isOnList = decision === 'keep' || decision === 'change' || decision === 'stop';
    if (order === undefined ? isOnList : !standing.has(order) || decision === 'add' || decision === 'leave') {
      wrong('reconcile-order', 'order', 'keep, change and stop name an order that stands; add and leave name none.');
      continue;
    }
    if (order !== undefined && seen.has(order)) wrong('reconcile-twice', 'order', 'One order is decided once.');
    if (order !== undefined) seen.add(order);
    if (decision === 'change' && dosages.length === 0 && medication === undefined)
      wrong('change-nothing', 'dosage', 'A change says the new dosage, the medication, or both.');
    if (decision === 'stop' && !/^[AILMSX]$/.test(stopReason ?? ''))
      wrong('stop-reason', 'stopReason', 'Why it is stopped: a code of Volven 7494.');
    if (decision === 'add' && (dosages.length === 0 || medication === undefined))
      wrong('reconcile-add', 'dosage', 'What is added has a medication and a dosage.');
  }
  const left = [...standing.keys()].filter((order) => !seen.has(order));
  if (left.length > 0) {
    issues.push(
      refused('reconcile-undecided', "Parameters.parameter.where(name = 'line')", `Not decided: ${left.join(', ')}.`),
    );
  }
  return issues;
}

/** The orders that others have changed, or taken off the list, since the decider saw them. */
export function changedMeanwhile(lines: readonly Line[], standing: ReadonlyMap<string, Resource>): string[] {
  return lines.flatMap(({ order, version }) => {
    const now = standing.get(order ?? '')?.meta?.versionId;
    return order !== undefined && version !== undefined && String(now) !== version ? [order] : [];
  });
}

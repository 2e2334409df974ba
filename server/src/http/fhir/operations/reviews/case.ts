import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { findCurrent } from '../../../../record/index.ts';
import { findMatches } from '../../../../record/search/index.ts';
import { taskCodeSystem } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';

/**
 * What is brought before whoever controls the log: an emergency opening, a look that the gate itself asks about or that the
 * citizen does, and an unlawful look at what the enterprise wrote, which is to be reported.
 */
export const caseKinds = [
  ...(['emergency-review', 'access-alert', 'access-review', 'log-question', 'unlawful-access'] as const),
] as const;
export type CaseKind = (typeof caseKinds)[number];

export const outcomes = ['justified', 'unlawful'] as const;
/** What came of an unlawful look, towards the supervisory authority. */
export const breachOutcomes = ['reported', 'not-reported'] as const;
export type OutcomeCode = (typeof outcomes)[number] | (typeof breachOutcomes)[number];

/** A review as its Task tells it. */
export type ReviewCase = {
  id: string;
  version: number;
  record: bigint;
  kind: CaseKind;
  /** Organization id of the legal entity that reviews. */
  owner: string;
  /** Practitioner id, and name as it was, of who looked. */
  person: string;
  personName?: string;
  patient: string;
  /** Task id of the review that found an unlawful look, of a matter that came of it. */
  foundBy?: string;
  /** Coded reason, or what kind of look the gate asks about. */
  reason?: string;
  text?: string;
  from: number;
  until: number;
  deadline?: number;
  isWaiting: boolean;
  outcome?: { code: OutcomeCode; at: number; by: string; byName?: string };
  notes: { at: number; by: string; byName?: string; text: string }[];
};

const system = 'https://enjournal.no/fhir/CodeSystem/review';
export const coded = (code: string): JsonObject => ({ coding: [{ system, code }] });

/** Reviews are made by the gate alone, so what they say is in this shape. */
type ReviewTask = {
  id: string;
  status: string;
  code?: { coding?: { system?: string; code?: string }[] };
  businessStatus?: { coding?: { code?: string }[] };
  description?: string;
  for?: { reference?: string };
  focus?: { reference?: string };
  authoredOn?: string;
  requester?: { reference?: string; display?: string };
  owner?: { reference?: string };
  reasonCode?: { coding?: { code?: string }[] };
  restriction?: { period?: { start?: string; end?: string } };
  executionPeriod?: { end?: string };
  input?: { valueReference?: { reference?: string; display?: string } }[];
  output?: {
    type?: { coding?: { code?: string }[] };
    valueCode?: string;
    valueDateTime?: string;
    valueReference?: { reference?: string; display?: string };
  }[];
  note?: { authorReference?: { reference?: string; display?: string }; time?: string; text?: string }[];
};

const idOf = (reference: string | undefined, type: string): string =>
  reference?.startsWith(`${type}/`) ? reference.slice(type.length + 1) : '';

/** @returns undefined for a Task that is no review */
export function caseIn(resource: Resource, record: bigint, version: number): ReviewCase | undefined {
  const task = resource as unknown as ReviewTask;
  const code = task.code?.coding?.find((one) => one.system === taskCodeSystem)?.code;
  const kind = caseKinds.find((one) => one === code);
  if (kind === undefined || task.status === 'entered-in-error') return undefined;
  const who = kind === 'emergency-review' ? task.requester : task.input?.[0]?.valueReference;
  const at = Date.parse(task.restriction?.period?.start ?? task.authoredOn ?? '');
  const end = Date.parse(task.restriction?.period?.end ?? '');
  const found: ReviewCase = {
    id: task.id,
    version,
    record,
    kind,
    owner: idOf(task.owner?.reference, 'Organization'),
    person: idOf(who?.reference, 'Practitioner'),
    patient: idOf(task.for?.reference, 'Patient'),
    from: at,
    // a look that was no opening is judged by the day it was seen
    until: Number.isNaN(end) ? at + 60_000 : end,
    isWaiting: task.businessStatus?.coding?.[0]?.code === 'awaiting-explanation',
    notes: (task.note ?? []).flatMap(({ authorReference, time, text }) =>
      text === undefined
        ? []
        : [
            {
              at: Date.parse(time ?? ''),
              by: authorReference?.reference ?? '',
              ...(authorReference?.display === undefined ? {} : { byName: authorReference.display }),
              text,
            },
          ],
    ),
  };
  const foundBy = kind === 'unlawful-access' ? idOf(task.focus?.reference, 'Task') : '';
  if (foundBy !== '') found.foundBy = foundBy;
  if (who?.display !== undefined) found.personName = who.display;
  const reason = task.reasonCode?.coding?.[0]?.code;
  if (reason !== undefined) found.reason = reason;
  if (task.description !== undefined) found.text = task.description;
  const deadline = Date.parse(task.executionPeriod?.end ?? '');
  if (!Number.isNaN(deadline)) found.deadline = deadline;
  else if (!Number.isNaN(at)) found.deadline = at + 7 * 86_400_000;
  const outcome = outcomeIn(task);
  if (outcome !== undefined) found.outcome = outcome;
  return found;
}

function outcomeIn({ status, output = [] }: ReviewTask): ReviewCase['outcome'] {
  if (status !== 'completed') return undefined;
  const part = (name: string) => output.find(({ type }) => type?.coding?.[0]?.code === name);
  const code = [...outcomes, ...breachOutcomes].find((one) => one === part('outcome')?.valueCode);
  if (code === undefined) return undefined;
  const by = part('reviewer')?.valueReference;
  return {
    code,
    at: Date.parse(part('time')?.valueDateTime ?? ''),
    by: by?.reference ?? '',
    ...(by?.display === undefined ? {} : { byName: by.display }),
  };
}

const MOST = 1_000;

/** The reviews of legal entities, by criteria of Task. */
export async function findCases(
  service: FhirService,
  owners: readonly string[],
  criteria: Readonly<Record<string, string>>,
): Promise<ReviewCase[]> {
  const code = caseKinds.map((kind) => `${taskCodeSystem}|${kind}`).join(',');
  const owner = owners.map((one) => `Organization/${one}`).join(',');
  const query = new URLSearchParams({ code, owner, ...criteria }).toString();
  return casesOf(service, query);
}

/** Those about what one person has done. */
export async function findCasesAbout(service: FhirService, person: string): Promise<ReviewCase[]> {
  const query = new URLSearchParams({
    code: `${taskCodeSystem}|emergency-review`,
    requester: `Practitioner/${person}`,
    status: 'requested',
  });
  return casesOf(service, query.toString());
}

async function casesOf(service: FhirService, query: string): Promise<ReviewCase[]> {
  const { database, base, terminology, conformance } = service;
  const [found] = await findMatches(database.reader, [{ type: 'Task', query }], {
    base,
    terminology,
    custom: conformance.searchable,
    most: MOST,
  });
  if (!Array.isArray(found)) throw found;
  return readCases(
    service,
    found.map(({ id }) => id),
  );
}

export async function readCases(service: FhirService, ids: readonly string[]): Promise<ReviewCase[]> {
  const keys = ids.map((id) => ({ type: 'Task', id }));
  const current = await findCurrent(service.database.reader, keys, false);
  return current.flatMap((one) =>
    one.state === 'current' ? (caseIn(JSON.parse(one.content) as Resource, one.record, one.version) ?? []) : [],
  );
}

/** Names of persons, by `Type/id`: what a case is told with, and no more of who it is about. */
export async function namesOf(
  service: FhirService,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = [...new Set(references)].filter((one) => /^(Patient|Practitioner|Organization)\/./.test(one));
  const keys = all.map((one) => ({ type: one.split('/')[0]!, id: one.split('/')[1]! }));
  const found = await findCurrent(service.database.reader, keys, false);
  const names = new Map<string, string>();
  for (const [i, one] of found.entries()) {
    if (one.state !== 'current') continue;
    const { name } = JSON.parse(one.content) as { name?: string | HumanName[] };
    const text = typeof name === 'string' ? name : humanName(name ?? []);
    if (text !== '') names.set(all[i]!, text);
  }
  return names;
}

type HumanName = { use?: string; given?: string[]; family?: string; text?: string };

function humanName(names: readonly HumanName[]): string {
  const name = names.find(({ use }) => use === 'official') ?? names.find(({ use }) => use !== 'old') ?? names[0];
  if (name === undefined) return '';
  return [...(name.given ?? []), name.family].filter(Boolean).join(' ') || (name.text ?? '');
}

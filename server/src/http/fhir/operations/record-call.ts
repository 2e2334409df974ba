import type { Interaction } from '../../../access/facts.ts';
import type { Opened } from '../../../access/gate/gate.ts';
import type { KnownRecord } from '../../../access/gate/record-facts.ts';
import { type Language, type ReasonKey, textOf } from '../../../access/reasons.ts';
import { type Issue, Problem, problem } from '../../../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../../../fhir/resource.ts';
import { typeOfNumber } from '../../../fhir/types.ts';
import { guessRecord, type StoredFact } from '../../../record/index.ts';
import {
  accessLine,
  askFor,
  type Line,
  launchRecord,
  MOST_ATTEMPTS,
  reasonIssue,
  refusal,
  refuseScope,
  refuseUncovered,
  stands,
} from '../asking.ts';
import { notFound } from '../disclose.ts';
import { type FhirResponse, resource } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { OperationCall } from './operation.ts';

/** A record that an operation of the gate is about, and what was decided. */
export type Called = Opened & { patient: NonNullable<Opened['patient']>; known: KnownRecord };

/**
 * Decides about the record that an operation is called on.
 * @param needsOpen whether a record that is not open to the caller is refused, with why, and the offer of emergency access
 * @throws Problem absent when there is no such patient, or the caller may not know of one; forbidden
 */
export async function called(
  service: FhirService,
  { request, id = '' }: OperationCall,
  interaction: Interaction,
  line: Line,
  needsOpen: boolean,
): Promise<Called> {
  const letter = interaction === 'read' ? 'r' : 'u';
  await refuseUncovered(service, request, letter, 'Patient', line);
  const record = guessRecord('Patient', id);
  // an app is for the record that it was launched in, whatever else its user may open
  const launched = launchRecord(request);
  if (launched !== undefined && launched !== record) await refuseScope(service, request, letter, 'Patient', line);
  const ask = askFor(request);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const [opened, known] = await Promise.all([
      service.gate.open(ask, record, interaction),
      service.gate.factsOf(record),
    ]);
    const { patient } = known;
    const { verdict } = opened;
    const isHere = patient?.id === id;
    const isDenied = 'deny' in verdict && (needsOpen || verdict.opening === 404);
    if (isHere && !isDenied) return { ...opened, patient, known };
    if (!(await stands(service, request, opened, { ...line, ...deniedLine(opened) }))) continue;
    if (!isHere || !('deny' in verdict) || verdict.opening === 404) throw notFound();
    throw refusal(request, verdict, verdict.opening);
  }
  throw problem('conflict', 'changed-meanwhile');
}

/** What the log says of what is refused. */
export function deniedLine({ verdict }: Opened): Partial<Line> {
  if ('permit' in verdict) return { outcome: 8 };
  return { decision: `deny:${verdict.deny}`, basis: verdict.deny, stream: verdict.stream };
}

/**
 * Answers from what is known of a record, once that is in the log; again when the facts have changed meanwhile.
 * @param make the answer, and what it shows for the log line
 */
export async function answeredFrom(
  service: FhirService,
  call: OperationCall,
  line: Line,
  needsOpen: boolean,
  make: (opened: Called) => Promise<{ parameters: readonly JsonObject[]; line?: Partial<Line> }>,
): Promise<FhirResponse> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const opened = await called(service, call, 'read', line, needsOpen);
    const { parameters, line: more } = await make(opened);
    if (await stands(service, call.request, opened, { ...line, ...more })) return parametersAnswer(parameters);
  }
  throw problem('conflict', 'changed-meanwhile');
}

/** @throws Problem with why, once it is in the log: for what would be refused though the record is open */
export async function refuseDenied(
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  line: Line,
): Promise<void> {
  const { verdict } = opened;
  if ('permit' in verdict) return;
  await service.log.append(accessLine(request, opened, { ...line, ...deniedLine(opened) }));
  throw verdict.opening === 404 ? notFound() : refusal(request, verdict, verdict.opening);
}

/** @throws Problem forbidden, once it is in the log */
export async function refuseFor(
  service: FhirService,
  { request }: OperationCall,
  opened: Called,
  reason: ReasonKey,
  line: Line,
): Promise<never> {
  await service.log.append(accessLine(request, opened, { ...line, decision: `deny:${reason}`, basis: reason }));
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
}

/** The resource that a fact was made of. */
export const sourceOf = ({ type, id }: StoredFact): string => `${typeOfNumber(type)}/${id}`;

/** The answer of an operation. */
export const parametersAnswer = (parameter: readonly JsonObject[]): FhirResponse =>
  resource(200, { resourceType: 'Parameters', parameter } as unknown as Resource);

export const reasonSystem = 'https://enjournal.no/fhir/CodeSystem/access-reason';

const languages: readonly Language[] = ['nb', 'nn', 'en'];

export const reasonCoding = (reason: ReasonKey): JsonObject => ({
  system: reasonSystem,
  code: reason,
  display: textOf(reason, 'nb'),
});

/** The reason in the three languages, as parts. */
export const explanationsOf = (reason: ReasonKey): JsonObject[] =>
  languages.map((language) => ({
    name: 'explanation',
    part: [
      { name: 'language', valueCode: language },
      { name: 'text', valueString: textOf(reason, language) },
    ],
  }));

/** A parameter that must be there. */
export function required(name: string): Problem {
  return problem('invalid', 'parameter-required', {
    diagnostics: `The operation needs the parameter ${name}.`,
    code: 'required',
    expression: `Parameters.parameter.where(name = '${name}')`,
  });
}

export function wrongValue(name: string, diagnostics: string): Problem {
  const issue: Issue = { severity: 'error', code: 'value', key: 'parameter-value', diagnostics };
  issue.expression = `Parameters.parameter.where(name = '${name}')`;
  return new Problem('invalid', [issue]);
}

/** References of a parameter that may be given several times, as `Type/id`. @throws Problem invalid */
export function referencesIn(values: readonly Json[], name: string, types: readonly string[]): string[] {
  return values.map((value) => {
    const reference = typeof value === 'string' ? value : (value as JsonObject).reference;
    const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(String(reference)) ?? [];
    if (type === undefined || id === undefined || (types.length > 0 && !types.includes(type))) {
      throw wrongValue(name, `${name} is a reference${types.length > 0 ? ` to ${types.join(' or ')}` : ''}.`);
    }
    return `${type}/${id}`;
  });
}

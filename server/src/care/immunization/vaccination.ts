import type { Issue } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';

export const ATC = 'http://www.whocc.no/atc';
export const statusReason = 'https://enjournal.no/fhir/StructureDefinition/status-reason';

/**
 * Who gives vaccines and records that they were given. Others may write what is told of vaccines from elsewhere.
 * @source hpl §§ 4–5; FOR-2009-10-02-1229; our own reading of who does it without delegation
 */
export const VACCINATORS: ReadonlySet<string> = new Set([
  ...['lege', 'kommuneoverlege', 'sykepleier', 'helsesykepleier', 'jordmor', 'vernepleier'],
]);

/** Clocks of phones may be ahead. */
const AHEAD_MS = 5 * 60_000;

/** ATC codes of a vaccination. */
export const codesOf = ({ vaccineCode }: Resource): string[] =>
  (((vaccineCode as JsonObject | undefined)?.coding ?? []) as JsonObject[]).flatMap(({ system, code }) =>
    system === ATC && typeof code === 'string' ? code : [],
  );

export type VaccinationChange = Pick<Governed, 'resource' | 'before' | 'actor' | 'now'>;

/** Whether it was given by whoever records it, here and now, and is not told of from elsewhere. */
export const isGivenHere = ({ status, primarySource }: Resource): boolean =>
  status === 'completed' && primarySource !== false;

/**
 * What is wrong with a vaccination by itself. What systems bring in of what was given elsewhere is held only to what would make
 * it count as what it is not.
 */
export function vaccinationIssues({ resource, before, actor, now }: VaccinationChange): Issue[] {
  const isPerson = actor.kind !== 'system';
  if (resource === undefined) {
    return isPerson
      ? [refused('vaccine-kept', 'Immunization', 'A vaccination is marked as an error, and stays readable.')]
      : [];
  }
  if (resource.status === 'entered-in-error') return errorIssues(resource, before);
  const issues: Issue[] = [];
  if (before?.status === 'entered-in-error') {
    issues.push(refused('vaccine-over', 'Immunization.status', 'What was entered in error stays so.'));
  }
  if (before !== undefined && (!isSame(before, resource, 'patient') || !sameCodes(before, resource))) {
    issues.push(refused('vaccine-is-another', 'Immunization', 'It is corrected, not made another.'));
  }
  const at = Date.parse(String(resource.occurrenceDateTime));
  if (at > now + AHEAD_MS) {
    issues.push(refused('vaccine-in-future', 'Immunization.occurrence', 'It has not been that late yet.'));
  }
  if (resource.status === 'not-done' && resource.statusReason === undefined) {
    issues.push(refused('vaccine-why-not', 'Immunization.statusReason', 'Why it was not given is told.'));
  }
  if (isPerson && !codesOf(resource).some((code) => code.startsWith('J07'))) {
    issues.push(refused('vaccine-unknown', 'Immunization.vaccineCode', 'A vaccine has an ATC code below J07.'));
  }
  const doses = ((resource.protocolApplied ?? []) as JsonObject[]).map((one) => one.doseNumberPositiveInt);
  if (doses.some((dose) => dose !== undefined && Number(dose) > 20)) {
    issues.push(refused('vaccine-dose', 'Immunization.protocolApplied.doseNumber', 'No series has so many doses.'));
  }
  return isPerson && isGivenHere(resource) ? [...issues, ...givenIssues(resource, before, actor, at)] : issues;
}

/** What must be told of a vaccine that one gives oneself, so that a batch can be called back. */
function givenIssues(resource: Resource, before: Resource | undefined, actor: Governed['actor'], at: number): Issue[] {
  const issues: Issue[] = [];
  if (actor.kind === 'staff' && before === undefined && !VACCINATORS.has(actor.role ?? '')) {
    issues.push(refused('vaccine-giver', 'Immunization.performer', 'The role does not give vaccines.'));
  }
  if (!/\S/.test(String(resource.lotNumber ?? ''))) {
    issues.push(refused('vaccine-batch', 'Immunization.lotNumber', 'The batch of a vaccine that is given is told.'));
  }
  const expires = resource.expirationDate as string | undefined;
  if (expires !== undefined && !Number.isNaN(at) && dayInNorway(at) > lastDayOf(expires)) {
    issues.push(refused('vaccine-expired', 'Immunization.expirationDate', 'It had expired on the day it was given.'));
  }
  return issues;
}

/** Packages tell often only a month: it is good until its end. */
const lastDayOf = (date: string): string => (date.length === 10 ? date : `${date}-99`);

function errorIssues(resource: Resource, before: Resource | undefined): Issue[] {
  if (before === undefined || before.status === 'entered-in-error') return [];
  const said = ((resource.extension ?? []) as JsonObject[]).find(({ url }) => url === statusReason);
  const reason = ((said?.extension ?? []) as JsonObject[]).find(({ url }) => url === 'reason')?.valueString;
  if (/\S/.test(String(reason ?? ''))) return [];
  return [refused('vaccine-error-reason', 'Immunization.status', 'Why it is an error is told (status-reason).')];
}

const isSame = (a: Resource, b: Resource, member: string): boolean =>
  JSON.stringify((a[member] as JsonObject | undefined)?.reference) ===
  JSON.stringify((b[member] as JsonObject | undefined)?.reference);

const sameCodes = (a: Resource, b: Resource): boolean => codesOf(a).sort().join() === codesOf(b).sort().join();

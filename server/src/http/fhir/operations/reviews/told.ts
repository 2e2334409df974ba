import type { Known } from '../../../../access/ledger/circumstances.ts';
import { signsOf } from '../../../../access/ledger/review-signs.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import type { ReviewCase } from './case.ts';

export type Names = ReadonlyMap<string, string>;

const instant = (name: string, at: number): JsonObject[] =>
  Number.isFinite(at) ? [{ name, valueInstant: new Date(at).toISOString() }] : [];

const reference = (name: string, to: string, display: string | undefined): JsonObject => ({
  name,
  valueReference: { reference: to, ...(display === undefined ? {} : { display }) },
});

/** A review as operations tell it: who, whose record, why, and what is known of it. Never what the record holds. */
export function reviewPart(one: ReviewCase, names: Names, known: Known | undefined, now: number): JsonObject {
  const person = `Practitioner/${one.person}`;
  const patient = `Patient/${one.patient}`;
  const part: JsonObject[] = [
    reference('task', `Task/${one.id}`, undefined),
    { name: 'kind', valueCode: one.kind },
    { name: 'status', valueCode: one.outcome !== undefined ? 'closed' : one.isWaiting ? 'waiting' : 'open' },
    reference('person', person, one.personName ?? names.get(person)),
    reference('patient', patient, names.get(patient)),
    ...instant('from', one.from),
    ...instant('until', one.until),
  ];
  if (one.deadline !== undefined) part.push(...instant('deadline', one.deadline));
  if (one.reason !== undefined) part.push({ name: 'reason', valueCode: one.reason });
  if (one.text !== undefined) part.push({ name: 'reasonText', valueString: one.text });
  if (known !== undefined) {
    const { role, title, unit } = known.worked;
    if (role !== undefined) part.push({ name: 'role', valueCode: role });
    if (title !== undefined) part.push({ name: 'title', valueString: title });
    if (unit !== undefined) part.push(reference('organization', `Organization/${unit.id}`, unit.display));
    const { supports, questions } = signsOf(known, now);
    for (const sign of supports) part.push({ name: 'supports', valueCode: sign });
    for (const sign of questions) part.push({ name: 'questions', valueCode: sign });
    part.push({ name: 'openingsBefore', valueUnsignedInt: known.openingsBefore });
  }
  for (const { at, by, byName, text } of one.notes) {
    part.push({
      name: 'note',
      part: [...instant('time', at), reference('author', by, byName), { name: 'text', valueString: text }],
    });
  }
  if (one.outcome !== undefined) {
    const { code, at, by, byName } = one.outcome;
    part.push({ name: 'outcome', valueCode: code }, ...instant('closed', at), reference('reviewer', by, byName));
    if (code === 'unlawful') part.push(...instant('breachDeadline', at + BREACH_MS));
  }
  return { name: 'review', part };
}

/** @source GDPR article 33: 72 hours from when it is known */
export const BREACH_MS = 72 * 3_600_000;

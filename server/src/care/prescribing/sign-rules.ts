import type { Actor } from '../../access/actor.ts';
import type { Issue } from '../../fhir/issue.ts';
import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Wrong } from '../../messages/index.ts';
import { refused } from '../process.ts';
import { composePrescription, type PrescriptionFacts } from './compose.ts';
import { wordsOf } from './dosage.ts';
import { hprOf, nationalNumberOf, type Receiver } from './envelope.ts';
import { codingsOf, groupOf, keysOf } from './medicine.ts';
import { validUntil } from './rules.ts';

/** Roles that may prescribe to everybody. @source hpl § 11 */
export const PRESCRIBERS: ReadonlySet<string> = new Set(['lege', 'kommuneoverlege']);

const DOCTOR = 'urn:oid:2.16.578.1.12.4.1.1.9060';
const APPROVAL = 'urn:oid:2.16.578.1.12.4.1.1.7704';
/** Volven 7704: what is more than a licence for a time, or with conditions. */
const WHOLE = new Set(['1', '7', '8', '16']);
const STATUS = 'https://enjournal.no/fhir/StructureDefinition/authorisation-status';
const RESTRICTION = 'https://enjournal.no/fhir/StructureDefinition/authorisation-restriction';

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

/** Authorised as a doctor without conditions: what group A and B need. */
export function isFullyAuthorised(prescriber: Resource, now: number): boolean {
  return objects(prescriber.qualification).some((one) => {
    const codes = codingsOf(one.code);
    const extensions = objects(one.extension);
    const status = extensions.find(({ url }) => url === STATUS)?.valueCode ?? 'active';
    const approvals = codes.filter(({ system }) => system === APPROVAL);
    const end = (one.period as JsonObject | undefined)?.end;
    return (
      codes.some(({ system, code }) => system === DOCTOR && code === 'LE') &&
      status === 'active' &&
      !extensions.some(({ url }) => url === RESTRICTION) &&
      (approvals.length === 0 || approvals.some(({ code }) => WHOLE.has(code))) &&
      (end === undefined || Date.parse(String(end)) > now)
    );
  });
}

export const mayPrescribe = (actor: Actor): boolean => actor.kind === 'staff' && PRESCRIBERS.has(actor.role ?? '');

const YEAR_DAYS = 366;

/** All that is wrong with a prescription before it is signed, by the field where it can be mended. */
export function prescriptionIssues(
  facts: Partial<PrescriptionFacts>,
  task: Resource,
  { now, receiver }: { now: number; receiver: Receiver },
): Issue[] {
  const { patient, prescriber, unit, order, catalogue } = facts;
  const issues: Issue[] = [];
  const wrong = (key: string, expression: string, diagnostics: string) =>
    void issues.push(refused(key, expression, diagnostics));
  if (order === undefined || catalogue === undefined) {
    return [refused('prescription-order', 'Task.focus', 'A prescription is of an order that is here.')];
  }
  if (patient === undefined || prescriber === undefined || unit === undefined) {
    return [
      refused('prescription-signer', 'Task.requester', 'The requester is a PractitionerRole at a unit that is here.'),
    ];
  }
  if (order.status !== 'active')
    wrong('prescription-order-active', 'MedicationRequest.status', 'The order stands (active).');
  if ((order.subject as JsonObject | undefined)?.reference !== `Patient/${patient.id}`) {
    wrong('prescription-order', 'Task.focus', 'The order is of the same citizen.');
  }
  if (nationalNumberOf(patient) === undefined)
    wrong('prescription-number', 'Patient.identifier', 'The patient has a national identity number or a D-number.');
  if (hprOf(prescriber) === undefined)
    wrong('prescription-hpr', 'Practitioner.identifier', 'The prescriber has an HPR number.');
  if (keysOf(order).length === 0)
    wrong(
      'prescription-medicine',
      'MedicationRequest.medication',
      'The medicine has a code: of the catalogue, or ATC.',
    );
  if (wordsOf(order) === '')
    wrong('prescription-dosage', 'MedicationRequest.dosageInstruction', 'The dosage is told in words (text).');
  const group = groupOf(order, catalogue);
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const quantity = (dispense.quantity as JsonObject | undefined)?.value;
  const repeats = dispense.numberOfRepeatsAllowed;
  if (!(Number(quantity) > 0))
    wrong(
      'prescription-quantity',
      'MedicationRequest.dispenseRequest.quantity',
      'How much is told, more than nothing.',
    );
  if (repeats !== undefined && !(Number.isInteger(repeats) && Number(repeats) >= 0 && Number(repeats) <= 99)) {
    wrong('prescription-repeats', 'MedicationRequest.dispenseRequest.numberOfRepeatsAllowed', 'From 0 to 99.');
  }
  if (group === 'A' || group === 'B') {
    if (!isFullyAuthorised(prescriber, now))
      wrong(
        'prescription-authorisation',
        'Task.requester',
        `Group ${group} needs the authorisation of a doctor, without conditions.`,
      );
    if (group === 'A' && Number(repeats ?? 0) > 0)
      wrong(
        'prescription-no-repeats',
        'MedicationRequest.dispenseRequest.numberOfRepeatsAllowed',
        'Group A is not dispensed again by the same prescription.',
      );
  }
  issues.push(...validityIssues(task, now));
  if (issues.length > 0) return issues;
  const whole = { patient, prescriber, unit, order, catalogue, parent: facts.parent };
  const sent = { id: 'id', at: new Date(now).toISOString(), receiver };
  return composePrescription(whole, sent, validUntil(task)!).wrongs.map(issueOf);
}

function validityIssues(task: Resource, now: number): Issue[] {
  const until = validUntil(task);
  const today = dayInNorway(now);
  const latest = dayInNorway(now + YEAR_DAYS * 86_400_000);
  if (until !== undefined && /^\d{4}-\d\d-\d\d$/.test(until) && until >= today && until <= latest) return [];
  return [
    refused('prescription-validity', 'Task.restriction.period.end', 'A day from today, a year from now at most.'),
  ];
}

/** Where in FHIR what stands in the message comes from. */
const places: readonly (readonly [RegExp, string])[] = [
  [/\/Sender\//, 'Organization'],
  [/\/Patient\//, 'Patient'],
  [/\/(RefHjemmel|RefKode)/, 'MedicationRequest.extension'],
  [/\/(Antall|Mengde|Reiterasjon)$/, 'MedicationRequest.dispenseRequest'],
  [/\/Dosering/, 'MedicationRequest.dosageInstruction'],
  [/\/DosVeiledEnkel/, 'MedicationRequest.dosageInstruction.text'],
  [/\/Bruksomrade/, 'MedicationRequest.reasonCode'],
  [/\/Legemiddel/, 'MedicationRequest.medication'],
];

/** What the message itself would have wrong: named by the place in it, and the field that it comes from. */
export function issueOf({ path, rule }: Wrong): Issue {
  const expression = places.find(([place]) => place.test(path))?.[1] ?? 'Task.focus';
  return {
    ...refused('prescription-message', expression, `The message would be wrong: ${rule} at ${path}`),
    values: { field: path.split('/').at(-1)! },
  };
}

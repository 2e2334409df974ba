import type { Issue } from '../../../fhir/issue.ts';
import { dayInNorway } from '../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { refused } from '../../process.ts';
import { hprOf, nationalNumberOf, type Receiver } from '../envelope.ts';
import { catalogueOf, partiesOf, referenceOf, type Sources } from '../facts.ts';
import { focusOf, standsBy, taskCodes } from '../rules.ts';
import { issueOf } from '../sign-rules.ts';
import { composeMedicinesInUse, type Line, type ListFacts } from './compose-list.ts';
import { citizenOf, isMultidose } from './shape.ts';

/** What was stopped is told of in the messages for so long. Our own choice. */
const STOPPED_LATELY_MS = 14 * 86_400_000;
const ORDERING = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

/** What the list of a citizen says now. */
export async function linesOf(
  supply: Resource,
  sources: Sources,
  now: number,
): Promise<{ lines: Line[]; orders: Resource[]; allergies: Resource[] }> {
  const citizen = citizenOf(supply)!;
  const [orders, tasks, allergies] = await Promise.all([
    sources.find('MedicationRequest', [['subject', citizen]]),
    sources.find('Task', [
      ['patient', citizen],
      ['code', `${taskCodes}|prescription`],
    ]),
    sources.find('AllergyIntolerance', [['patient', citizen]]),
  ]);
  const shown = orders.filter((order) => {
    if (!ORDERING.has(String(order.intent))) return false;
    if (order.status === 'active' || order.status === 'on-hold') return true;
    return order.status === 'stopped' && now - Date.parse(String(order.meta?.lastUpdated)) < STOPPED_LATELY_MS;
  });
  const today = dayInNorway(now);
  const lines = await Promise.all(
    shown.map(async (order) => ({
      order,
      catalogue: await catalogueOf(order, sources),
      prescription: tasks.find((task) => focusOf(task) === `MedicationRequest/${order.id}` && standsBy(task, today)),
    })),
  );
  return { lines, orders, allergies: allergies.filter(isOfMedicine) };
}

const codesIn = (concept: unknown): unknown[] =>
  (((concept as JsonObject | undefined)?.coding ?? []) as JsonObject[]).map(({ code }) => code);

function isOfMedicine(allergy: Resource): boolean {
  if (codesIn(allergy.clinicalStatus).some((code) => code !== 'active')) return false;
  if (codesIn(allergy.verificationStatus).some((code) => code === 'refuted' || code === 'entered-in-error'))
    return false;
  const isAtc = (((allergy.code as JsonObject | undefined)?.coding ?? []) as JsonObject[]).some(
    ({ system }) => system === 'http://www.whocc.no/atc',
  );
  return isAtc || ((allergy.category ?? []) as string[]).includes('medication');
}

/** All that M25.1 is made of, or what is missing, by its field. */
export async function listFactsOf(
  task: Resource,
  sources: Sources,
  now: number,
): Promise<{ facts?: ListFacts; issues: Issue[] }> {
  const focus = focusOf(task);
  const supply = focus === undefined ? undefined : await sources.read(focus);
  const citizen = supply === undefined ? undefined : citizenOf(supply);
  if (supply === undefined || !isMultidose(supply) || citizen !== referenceOf(task.for))
    return { issues: [refused('multidose-focus', 'Task.focus', 'The list is of the citizen’s multidose.')] };
  const parties = await partiesOf(task, sources);
  const { patient, prescriber, unit } = parties;
  if (patient === undefined || prescriber === undefined || unit === undefined)
    return { issues: [refused('prescription-signer', 'Task.requester', 'The requester is a PractitionerRole here.')] };
  const role = await sources.read(referenceOf(supply.requester) ?? '');
  const responsible = await sources.read(referenceOf(role?.practitioner) ?? '');
  const pharmacy = await sources.read(referenceOf(((supply.supplier ?? []) as JsonObject[])[0]) ?? '');
  const issues: Issue[] = [];
  if (nationalNumberOf(patient) === undefined)
    issues.push(refused('prescription-number', 'Patient.identifier', 'The patient has a national identity number.'));
  if (hprOf(prescriber) === undefined || responsible === undefined || hprOf(responsible) === undefined)
    issues.push(refused('prescription-hpr', 'Practitioner.identifier', 'Who signs and who answers have HPR numbers.'));
  if (pharmacy === undefined)
    issues.push(refused('multidose-pharmacy', 'SupplyRequest.supplier', 'The pharmacy is here, with a HER-id.'));
  if (issues.length > 0) return { issues };
  const { lines, orders, allergies } = await linesOf(supply, sources, now);
  const facts = {
    patient,
    prescriber,
    unit,
    parent: parties.parent,
    supply,
    pharmacy: pharmacy!,
    responsible: responsible!,
    lines,
    orders,
    allergies,
  };
  return { facts, issues: [] };
}

/** What would be wrong with the message. */
export async function listIssues(
  task: Resource,
  sources: Sources,
  { now, receiver }: { now: number; receiver: Receiver },
): Promise<Issue[]> {
  const { facts, issues } = await listFactsOf(task, sources, now);
  if (facts === undefined) return issues;
  return composeMedicinesInUse(facts, { id: 'id', at: new Date(now).toISOString(), receiver }).wrongs.map(issueOf);
}

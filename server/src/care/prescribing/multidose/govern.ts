import type { Issue } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { type Rule, refused } from '../../process.ts';
import { PRESCRIBERS } from '../sign-rules.ts';
import { citizenOf, isAsNeeded, isMultidose, isPacked, multidoseCategory, packingDayOf, weekdays } from './shape.ts';

const HER = 'urn:oid:2.16.578.1.12.4.1.2';

const referenceIn = (value: unknown): string | undefined => {
  const reference = (value as JsonObject | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

/** A citizen's multidose: one doctor who answers for it, one pharmacy, from a day, packed on a day of the week. */
export const multidoseRule: Rule = async (change) => {
  const { resource, before, actor, read, findShown, stored, id } = change;
  if (!isMultidose(resource) && !isMultidose(before)) return [];
  const issues: Issue[] = [];
  const wrong = (key: string, field: string, why: string) =>
    void issues.push(refused(key, `SupplyRequest${field === '' ? '' : `.${field}`}`, why));
  if (resource === undefined)
    return [refused('multidose-kept', 'SupplyRequest', 'Multidose is ended, and not deleted.')];
  if (actor.kind === 'staff' && !PRESCRIBERS.has(actor.role ?? ''))
    wrong('multidose-doctor', '', 'A doctor begins, changes and ends multidose.');
  if (before !== undefined && (citizenOf(before) !== citizenOf(resource) || !isMultidose(resource)))
    wrong('multidose-citizen', 'deliverTo', 'It stays the multidose of the same citizen.');
  if (resource.status !== 'active') return issues;
  const citizen = citizenOf(resource);
  if (citizen === undefined)
    wrong('multidose-citizen', 'deliverTo', 'Whose multidose it is: deliverTo is the Patient.');
  const doctor = referenceIn(resource.requester);
  if (doctor?.startsWith('PractitionerRole/') !== true)
    wrong('multidose-responsible', 'requester', 'One doctor answers for it: the requester is a PractitionerRole.');
  else if (!(await isDoctor(doctor, read)))
    wrong('multidose-responsible', 'requester', 'Who answers for it is a doctor at work.');
  const suppliers = ((resource.supplier ?? []) as JsonObject[]).map(referenceIn);
  const pharmacy = suppliers.length === 1 && suppliers[0] !== undefined ? await read(suppliers[0]) : undefined;
  const isReachable = ((pharmacy?.identifier ?? []) as JsonObject[]).some(({ system }) => system === HER);
  if (pharmacy?.resourceType !== 'Organization' || !isReachable)
    wrong('multidose-pharmacy', 'supplier', 'One pharmacy packs it: an Organization with a HER-id.');
  const { day, weeks } = packingDayOf(resource);
  const repeat = ((resource.occurrenceTiming as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const isDay = ((repeat.dayOfWeek ?? []) as string[]).length === 1 && weekdays.some((one) => one === day);
  if (!isDay || weeks === undefined || !(Number.isInteger(weeks) && weeks >= 1 && weeks <= 4))
    wrong('multidose-day', 'occurrence', 'One day of the week, every 1 to 4 weeks.');
  if ((repeat.boundsPeriod as JsonObject | undefined)?.start === undefined)
    wrong('multidose-start', 'occurrence', 'From which day (boundsPeriod.start).');
  if (citizen !== undefined) {
    // whoever begins it holds the citizen meanwhile, so that two do not begin at once
    await read(citizen);
    const query = `subject=${citizen}&status=active&category=${encodeURIComponent(multidoseCategory)}`;
    const beside = stored.filter((one) => isMultidose(one) && one.status === 'active' && citizenOf(one) === citizen);
    const others = [...(await findShown('SupplyRequest', query)), ...beside].filter(
      (one) => one.id !== id && !stored.some((other) => other.id === one.id && other.status !== 'active'),
    );
    if (others.length > 0) wrong('multidose-twice', 'status', 'The citizen has multidose already.');
  }
  return issues;
};

async function isDoctor(
  reference: string,
  read: (reference: string) => Promise<Resource | undefined>,
): Promise<boolean> {
  const role = await read(reference);
  if (role === undefined || role.active === false) return false;
  return ((role.code ?? []) as JsonObject[]).some(({ coding }) =>
    ((coding ?? []) as JsonObject[]).some(({ code }) => PRESCRIBERS.has(String(code))),
  );
}

/** Which lines are packed is a part of the order: a doctor decides it, for a citizen who has multidose. */
export const packedRule: Rule = async ({ resource, before, actor, findShown, stored }) => {
  if (resource === undefined || !isPacked(resource)) {
    const isTakenOut = before !== undefined && resource !== undefined && isPacked(before);
    return isTakenOut && actor.kind === 'staff' && !PRESCRIBERS.has(actor.role ?? '')
      ? [refused('multidose-doctor', 'MedicationRequest.extension', 'A doctor decides what is packed.')]
      : [];
  }
  if (actor.kind === 'system') return [];
  if (before !== undefined && isPacked(before)) return asNeededIssues(resource);
  if (actor.kind === 'staff' && !PRESCRIBERS.has(actor.role ?? '') && resource.intent !== 'proposal')
    return [refused('multidose-doctor', 'MedicationRequest.extension', 'A doctor decides what is packed.')];
  const citizen = citizenOf(resource);
  const isBegun = stored.some((one) => isMultidose(one) && one.status === 'active' && citizenOf(one) === citizen);
  const query = `subject=${citizen}&status=active&category=${encodeURIComponent(multidoseCategory)}`;
  const has =
    isBegun || resource.priorPrescription !== undefined || (await findShown('SupplyRequest', query, 1)).length > 0;
  return [
    ...(has
      ? []
      : [refused('multidose-none', 'MedicationRequest.extension', 'The citizen has no multidose. Begin it first.')]),
    ...asNeededIssues(resource),
  ];
};

const asNeededIssues = (order: Resource): Issue[] =>
  isAsNeeded(order) && order.status === 'active'
    ? [refused('multidose-as-needed', 'MedicationRequest.dosageInstruction', 'What is taken as needed is not packed.')]
    : [];

import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Receive, type Rule, refused } from '../process.ts';
import { isDispenser, loadedIn, referenceIn } from './rules.ts';

/** The serial number of a dispenser, as an identifier: FHIR's own `serialNumber` cannot be searched for. */
export const serialSystem = 'https://enjournal.no/fhir/NamingSystem/dispenser-serial';

const serialOf = (device: Resource): string => String(device.serialNumber ?? '').trim();

/** What a person registers is found by its serial number. */
export const receiveDispenser: Receive = async (device, { actor }) => {
  if (actor.kind === 'system' || !isDispenser(device)) return;
  const value = serialOf(device as unknown as Resource);
  const others = ((device.identifier ?? []) as JsonObject[]).filter(({ system }) => system !== serialSystem);
  if (value !== '') device.identifier = [...others, { system: serialSystem, value }];
};

/**
 * A dispenser that a person hands out: to one citizen, by its serial number, one machine to one citizen at a time; handed in when
 * nothing lies in it any more, and kept in the record, for what it told refers to it.
 */
export const handedOutRule: Rule = async ({ resource, before, actor, id, find, findShown }) => {
  if (actor.kind === 'system' || !(isDispenser(resource) || isDispenser(before))) return [];
  if (resource === undefined) return [refused('dispenser-kept', 'Device', 'It is handed in, and stays in the record.')];
  const issues: Issue[] = [];
  const citizen = referenceIn(resource.patient);
  if (citizen === undefined) issues.push(refused('dispenser-whose', 'Device.patient', 'Whom it is given to.'));
  const isOther = before !== undefined && referenceIn(before.patient) !== citizen;
  if (isOther || (before !== undefined && !isDispenser(resource)))
    issues.push(refused('dispenser-moved', 'Device.patient', 'It is handed in, and registered anew with the next.'));
  const serial = serialOf(resource);
  if (serial === '') issues.push(refused('dispenser-serial', 'Device.serialNumber', 'Its serial number is told.'));
  if (resource.status === 'active' && serial !== '') {
    const query = `identifier=${encodeURIComponent(`${serialSystem}|${serial}`)}&status=active`;
    const others = (await find('Device', query, 2)).filter((one) => one.id !== id);
    if (others.length > 0)
      issues.push(refused('dispenser-in-use', 'Device.serialNumber', 'Handed out already, and not handed in.'));
  }
  if (before?.status === 'active' && resource.status !== 'active' && citizen !== undefined) {
    const query = `patient=${encodeURIComponent(citizen)}&status=in-progress`;
    const loads = await findShown('MedicationDispense', query, 100);
    if (loads.some((load) => loadedIn(load) === `Device/${id}`))
      issues.push(refused('dispenser-not-empty', 'Device.status', 'What lies in it is taken out first.'));
  }
  return issues;
};

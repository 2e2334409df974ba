import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Governed, readNamed, refused } from '../process.ts';
import { covers, delegationKind, delegationOf, isDelegation, teamKindSystem } from './delegation.ts';

/**
 * Roles that give medicines by their own training and authorisation. Everybody else gives what is delegated to them by name.
 * @source FOR-2008-04-03-320 § 4 sixth paragraph; hpl §§ 4, 5. Which roles is our choice, to be approved by each municipality.
 */
const GIVERS = new Set([
  ...['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'helsesykepleier', 'jordmor', 'ambulanse'],
  'helsefagarbeider',
]);
/** Roles that may delegate, and answer for it. */
const DELEGATORS = new Set(['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier']);
const MOST_MS = 366 * 86_400_000;
const AHEAD_MS = 5 * 60_000;

type Dose = Resource & {
  subject?: { reference?: string };
  request?: { reference?: string };
  effectiveDateTime?: string;
  effectivePeriod?: { start?: string };
};

/** Who gives: by their own role, or by a delegation that names the person, the medicine and the time. */
export async function giverIssues(change: Governed): Promise<Issue[]> {
  const { actor } = change;
  if (actor.kind !== 'staff' || GIVERS.has(actor.role ?? '')) return [];
  const dose = (change.resource ?? change.before) as Dose;
  const reference = dose.request?.reference;
  const order = await readNamed(change, reference, [(change.before as Dose | undefined)?.request?.reference]);
  const said = dose.effectiveDateTime ?? dose.effectivePeriod?.start;
  const at = said === undefined ? change.now : Date.parse(said);
  if (order !== undefined) {
    for (const team of await teamsOf(change, dose.subject?.reference ?? '')) {
      if (covers(delegationOf(team), order, at)) return [];
    }
  }
  return [
    refused(
      'dose-not-delegated',
      'MedicationAdministration.request',
      'Nobody has delegated this medicine to the actor.',
    ),
  ];
}

/** Read one by one, so that its end and a dose come one after the other. */
async function teamsOf(change: Governed, patient: string): Promise<Resource[]> {
  const { practitioner, practitionerRole } = change.actor;
  const members = [
    ...(practitionerRole === undefined ? [] : [`PractitionerRole/${practitionerRole}`]),
    ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}`]),
  ];
  if (members.length === 0 || !patient.startsWith('Patient/')) return [];
  const category = encodeURIComponent(`${teamKindSystem}|${delegationKind}`);
  const query = `subject=${patient}&participant=${members.join(',')}&category=${category}`;
  const found = await change.find('CareTeam', query, 50);
  const read = await Promise.all(found.map(({ id }) => change.read(`CareTeam/${id}`)));
  return read.filter((one) => one !== undefined);
}

/** To whom giving is delegated gives, and changes nothing of what is ordered or dispensed. */
export function orderedByOthers({ actor, type }: Governed): Issue[] {
  if (actor.kind !== 'staff' || (actor.role !== 'assistent' && actor.role !== 'student')) return [];
  return [refused('delegated-gives-only', type, 'A delegation is to give, and to nothing else.')];
}

/** A delegation is given by who may, to a named other, for a time, of something; it is ended, and never taken up again. */
export async function delegationIssues(change: Governed): Promise<Issue[]> {
  const { resource, before, actor, now } = change;
  const was = before !== undefined && isDelegation(before);
  if (!was && !isDelegation(resource)) return [];
  const isPerson = actor.kind !== 'system';
  if (resource === undefined) {
    return isPerson ? [refused('delegation-kept', 'CareTeam', 'A delegation is ended, and stays readable.')] : [];
  }
  const issues: Issue[] = [];
  if (isPerson && (actor.kind !== 'staff' || !DELEGATORS.has(actor.role ?? ''))) {
    issues.push(refused('delegation-not-yours', 'CareTeam', 'Nurses, social educators and doctors delegate.'));
  }
  if (was && !isDelegation(resource)) {
    issues.push(refused('delegation-is-another', 'CareTeam.category', 'It is ended, and not made something else.'));
  }
  const said = delegationOf(resource);
  if (said.status === 'entered-in-error') return issues;
  const path = 'CareTeam.period';
  if (Number.isNaN(said.from) || Number.isNaN(said.until) || said.until < said.from) {
    issues.push(refused('delegation-period', path, 'From when and until when is said, in that order.'));
  } else if (said.until - said.from > MOST_MS) {
    issues.push(refused('delegation-too-long', path, 'At most a year at a time.'));
  }
  if (said.status !== 'active') {
    if (said.until > now + AHEAD_MS) issues.push(refused('delegation-end', path, 'It ended before now.'));
    return issues;
  }
  if (was && before.status !== 'active') {
    issues.push(refused('delegation-over', 'CareTeam.status', 'What has ended is given anew.'));
  }
  const own = [`PractitionerRole/${actor.practitionerRole}`, `Practitioner/${actor.practitioner}`];
  if (said.to.length !== 1 || !/^Practitioner(Role)?\//.test(said.to[0] ?? '')) {
    issues.push(refused('delegation-to-whom', 'CareTeam.participant', 'To one named person.'));
  } else if (isPerson && own.includes(said.to[0] as string)) {
    issues.push(refused('delegation-to-self', 'CareTeam.participant', 'To somebody else.'));
  }
  if (isPerson && (said.by === undefined || !own.includes(said.by))) {
    issues.push(refused('delegation-by', 'CareTeam.extension', 'Who delegates says so in delegated-by.'));
  }
  if (said.medicines.length + said.routes.length === 0) {
    issues.push(refused('delegation-scope', 'CareTeam.extension', 'Which medicines, or by which routes.'));
  }
  const subject = (resource.subject as { reference?: string } | undefined)?.reference;
  const known = before === undefined ? [] : delegationOf(before).medicines;
  for (const medicine of said.medicines) {
    const order = await readNamed(change, medicine, known);
    if ((order?.subject as { reference?: string } | undefined)?.reference === subject && order !== undefined) continue;
    issues.push(refused('delegation-medicine', 'CareTeam.extension', 'This citizen has no such order.'));
  }
  return issues;
}

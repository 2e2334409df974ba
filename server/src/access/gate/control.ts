import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { typeNumber } from '../../fhir/types.ts';
import { guessRecord } from '../../record/index.ts';
import { categoryBit } from '../categories.ts';
import type { CitizenFacts, StaffFacts, SystemFacts } from '../facts.ts';
import { isRequestToOfficer, referenceAt } from '../reading.ts';

/**
 * Who controls access must see what there is to control before they have a case: the reviews and alerts that their own
 * organisation is given, and what citizens ask of them. That is the Tasks themselves, and nothing else of the records that they
 * are about.
 * @source pasientjournalloven § 22 (control afterwards)
 */
type Controller = StaffFacts & { role: 'loggkontroll' };

export const isController = (actor: StaffFacts | CitizenFacts | SystemFacts): actor is Controller =>
  actor.kind === 'staff' && actor.role === 'loggkontroll' && actor.isEmployed;

const taskCodeSystem = 'https://enjournal.no/fhir/CodeSystem/task-code';
const GIVEN = new Set([
  ...['emergency-review', 'access-alert', 'access-review', 'log-control', 'log-question', 'unlawful-access'],
]);

const placesOf = ({ unit, org, partOf = [] }: StaffFacts): string[] => [...new Set([unit, ...partOf, org])];

/** Whether it is a matter of control that the controller's organisation, or the controller, is given. */
export function isGiven(actor: Controller, type: string, access: number, content: string): boolean {
  if (type !== 'Task' || (access & categoryBit('log')) === 0) return false;
  const task = JSON.parse(content) as Resource;
  return isOfControl(task) && ownersOf(actor).includes(ownerOf(task)) && !isOwnRecord(actor, task);
}

/** The same of a row of `resource`; the code is not asked for, since nothing else of category log has an owner. */
export function givenSql(actor: Controller, alias: string, bind: (value: unknown) => string): string {
  return `(${alias}.type = ${typeNumber('Task')}::int2 AND ${alias}.access & ${categoryBit('log')} <> 0 AND ${alias}.tokens && ${tokens(actor, bind)}${notOwnSql(actor, alias, bind)})`;
}

/** The records that such matters are in. */
export const recordsGiven = (actor: Controller, bind: (value: unknown) => string): string =>
  `SELECT x.record FROM x_token x WHERE x.value = ANY (${tokens(actor, bind)}) AND x.type = ${typeNumber('Task')}::int2${notOwnSql(actor, 'x', bind)}`;

const tokens = (actor: Controller, bind: (value: unknown) => string): string =>
  `${bind(
    `{${ownersOf(actor)
      .map((owner) => hash64(`owner\u001f${owner}`))
      .join(',')}}`,
  )}::int8[]`;

const ownersOf = (actor: Controller): string[] => [
  ...placesOf(actor).map((place) => `Organization/${place}`),
  `Practitioner/${actor.person}`,
];

/** Nobody controls, or answers, what is about themself. */
const isOwnRecord = ({ ownPatient }: Controller, task: Resource): boolean =>
  ownPatient !== undefined && referenceAt(task.for) === `Patient/${ownPatient}`;

/** The same of a row: not even counted. */
const notOwnSql = ({ ownPatient }: Controller, alias: string, bind: (value: unknown) => string): string =>
  ownPatient === undefined ? '' : ` AND ${alias}.record <> ${bind(String(guessRecord('Patient', ownPatient)))}::int8`;

const ownerOf = ({ owner }: Resource): string => String((owner as JsonObject | undefined)?.reference ?? '');

function isOfControl(task: Resource): boolean {
  const { coding } = (task.code ?? {}) as { coding?: JsonObject[] };
  return (
    isRequestToOfficer(task) ||
    (coding ?? []).some((one) => one.system === taskCodeSystem && GIVEN.has(String(one.code)))
  );
}

/** What a controller does with a matter: takes it, concludes, and says why. What it is about does not change. */
const WORKED_WITH = new Set(
  `status statusReason businessStatus owner note output lastModified executionPeriod meta text language`.split(' '),
);
const shortestReason = 10;

/** Whether a controller may write this Task: a matter they are given as they work with it, or a case of their own with its reason. */
export function mayControl(actor: Controller, task: Resource, before: Resource | undefined): boolean {
  if (!isOfControl(task) || !ownersOf(actor).includes(ownerOf(task)) || isOwnRecord(actor, task)) return false;
  if (before === undefined) return isOwnCase(task);
  if (!isOfControl(before) || !ownersOf(actor).includes(ownerOf(before))) return false;
  const fixed = (resource: Resource) =>
    JSON.stringify(
      Object.entries(resource)
        // when a request is answered may be put off, which its own rule watches over
        .filter(([name]) => !WORKED_WITH.has(name) && !(name === 'restriction' && isRequestToOfficer(resource)))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return fixed(task) === fixed(before);
}

function isOwnCase({ code, description, for: whose }: Resource): boolean {
  const { coding = [] } = (code ?? {}) as { coding?: JsonObject[] };
  const isCase = coding.every((one) => one.system !== taskCodeSystem || one.code === 'log-control');
  const reference = String((whose as JsonObject | undefined)?.reference ?? '');
  return isCase && reference.startsWith('Patient/') && String(description ?? '').trim().length >= shortestReason;
}

import type { Actor } from '../../../access/actor.ts';
import { appScopeOf } from '../../../access/app-scope.ts';
import { categories, categoryBit } from '../../../access/categories.ts';
import type { Purpose, StaffFacts, SystemFacts } from '../../../access/facts.ts';
import type { ReasonKey } from '../../../access/reasons.ts';
import { relation as relationRule } from '../../../access/rules/limits.ts';
import { type RoleRule, roleAt } from '../../../access/rules/roles.ts';
import type { Permit } from '../../../access/verdict.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { patientTypes } from '../../../fhir/types.ts';
import { textArray } from '../../../record/index.ts';
import type { FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { answeredFrom, type Called, reasonCoding } from './record-call.ts';
import { isInForce, type Sourced, visibleRelations, withType } from './relations.ts';
import { namesOf } from './reviews/case.ts';

/**
 * Patient/[id]/$who-can-see: every unit and role that could open the record now, with the ground, and to the citizen every system
 * that reads by itself. The answer is worked out by the decision itself, asked for each role at each unit that has to do with the
 * citizen: it is never a list of its own.
 * @source pasientjournalloven § 18
 */
export const whoCanSee: FhirOperation = {
  name: 'who-can-see',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-who-can-see',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'Every organisation and role that could open this record now, every system that could read it, and why',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    parametersOf(request).only([]);
    const line = { interaction: '$who-can-see', type: 'Patient', id };
    return answeredFrom(service, call, line, true, async (opened) => {
      const relations = await visibleRelations(service, request, opened);
      const jobs = await jobsAt(service, await unitsOf(service, opened, relations));
      const parties = (await Promise.all(jobs.map((job) => partyOf(service, opened, relations, job)))).flat();
      const named = parties.flatMap(({ unit, person }) => [
        `Organization/${unit}`,
        ...(person === undefined ? [] : [withType(person, 'Practitioner')]),
      ]);
      const names = await namesOf(service, named);
      const { actor } = opened;
      const own = actor.kind === 'staff' ? actor.unit : '';
      const told = (party: Party): boolean | undefined => blockedFor(party, seesLog(opened), own);
      const systems = seesLog(opened) ? await systemsFor(service, opened) : [];
      return {
        parameters: [
          ...parties.map((party) => ({ name: 'party', part: partsOf(party, names, told(party)) })),
          ...systems.map((part) => ({ name: 'system', part })),
        ],
      };
    });
  },
};

/**
 * Systems that could read something of the record now, by what they are registered for. Told to who is told of blocks alone: which
 * are not among them tells what the citizen has said no or yes to.
 */
async function systemsFor(service: FhirService, { known }: Called): Promise<JsonObject[][]> {
  const readers = await Promise.all(
    (await service.systems()).map(async (one) => {
      const actor = await service.gate.placed(one);
      if (!mayRead(actor)) return [];
      const { clientId: client, register, outside } = actor;
      const facts: SystemFacts = {
        ...{ kind: 'system', client },
        ...(register === undefined ? {} : { register }),
        ...(outside === undefined ? {} : { outside }),
      };
      const verdict = await service.gate.decideFor(facts, known, actor.purpose as Purpose | undefined, 'read');
      return 'permit' in verdict && verdict.permit.categories !== 0 ? [{ actor, verdict }] : [];
    }),
  );
  const found = readers.flat();
  const placeOf = ({ organization }: Actor) => (organization === undefined ? [] : [`Organization/${organization.id}`]);
  const names = await namesOf(
    service,
    found.flatMap(({ actor }) => placeOf(actor)),
  );
  return found.map(({ actor, verdict }) => systemParts(actor, verdict, names));
}

const mayRead = ({ scopes }: Actor): boolean =>
  (['r', 's'] as const).some((letter) => {
    const scope = appScopeOf(scopes, true, letter);
    return [...patientTypes].some((type) => scope.reaches(type));
  });

function systemParts(actor: Actor, { permit, reason }: Permit, names: ReadonlyMap<string, string>): JsonObject[] {
  const { display, organization, purpose, register } = actor;
  const parts: JsonObject[] = [{ name: 'name', valueString: display }];
  if (organization !== undefined) {
    const reference = `Organization/${organization.id}`;
    const name = names.get(reference) ?? organization.display;
    parts.push({ name: 'organization', valueReference: { reference, display: name } });
  }
  if (purpose !== undefined) parts.push({ name: 'purpose', valueCode: purpose });
  if (register !== undefined) parts.push({ name: 'register', valueCode: register });
  parts.push({ name: 'ground', valueCoding: reasonCoding(reason as ReasonKey) });
  for (const one of permit.isWhole === true ? [] : categories) {
    if ((permit.categories & categoryBit(one)) !== 0) parts.push({ name: 'category', valueCode: one });
  }
  return parts;
}

/** Emergency openings and blocks are of the category `log`: those who see it are told of them by other parties' names too. */
function seesLog({ verdict }: Called): boolean {
  const scope = 'permit' in verdict ? verdict.permit : undefined;
  return scope !== undefined && scope.only === undefined && (scope.categories & categoryBit('log')) !== 0;
}

/**
 * Whether something is kept from a party: to who may know of blocks, and of the reader's own unit what the marker tells there. Of
 * others personnel are told nothing, nor that a citizen keeps something who has hidden that too.
 */
function blockedFor({ permit, unit }: Party, isTold: boolean, own: string): boolean | undefined {
  const { barriers } = permit.permit;
  if (isTold) return barriers.length > 0;
  return unit === own ? barriers.some(({ marker }) => marker) : undefined;
}

/** Those who have opened the record in an emergency, as far as the reader may know of it: of their own opening they do. */
function openersIn(opened: Called): string[] {
  const { known, actor } = opened;
  const all = known.rows.flatMap(({ kind, person }) => (kind === 'emergency' ? (person ?? []) : []));
  return seesLog(opened) ? all : all.filter((person) => actor.kind === 'staff' && person === actor.person);
}

/** A role at a unit, and those who have it. */
type Job = { unit: string; role: string; persons: readonly { person: string; id: string }[] };

/** Who could open the record; one person, where the ground is personal. */
type Party = {
  unit: string;
  org: string;
  role: string;
  person?: string;
  permit: Permit;
  until?: number;
  people: number;
};

/** Units with a relation, and those that serve them too: within the same legal entity. */
async function unitsOf(service: FhirService, opened: Called, relations: readonly Sourced[]): Promise<string[]> {
  const { organisations } = service.gate;
  const direct = new Set(await organisations.idsOf(relations.flatMap(({ unit }) => (unit === '' ? [] : [unit]))));
  const named = relations.flatMap(({ person }) => person ?? []);
  for (const unit of await employersOf(service, [...named, ...openersIn(opened)])) direct.add(unit);
  for (const unit of [...direct]) {
    for (const other of await organisations.serving(unit)) direct.add(other);
  }
  return [...direct];
}

async function employersOf(service: FhirService, agents: readonly string[]): Promise<string[]> {
  if (agents.length === 0) return [];
  const roles = agents.flatMap((one) => /^PractitionerRole\/(.+)$/.exec(one)?.[1] ?? []);
  const { rows } = await service.database.shortReader.query<{ unit: string }>(
    `SELECT DISTINCT unit FROM access_fact WHERE kind = 'employment' AND person = ANY ($1::text[]) AND unit IS NOT NULL`,
    [textArray([...agents, ...roles.map((role) => role)])],
    'employers-of-persons',
  );
  return rows.map(({ unit }) => unit);
}

async function jobsAt(service: FhirService, units: readonly string[]): Promise<Job[]> {
  if (units.length === 0) return [];
  const now = new Date(service.now());
  const { rows } = await service.database.shortReader.query<{
    unit: string;
    role: string;
    persons: string[];
    ids: string[];
  }>(
    `SELECT unit, data ->> 'role' AS role, array_agg(person ORDER BY id) AS persons, array_agg(id ORDER BY id) AS ids
     FROM access_fact WHERE unit = ANY ($1::text[]) AND kind = 'employment' AND from_at <= $2 AND to_at > $2
       AND person IS NOT NULL AND data ->> 'role' IS NOT NULL
     GROUP BY unit, data ->> 'role' ORDER BY unit, role`,
    [textArray(units), now],
    'jobs-at-units',
  );
  return rows.map(({ unit, role, persons, ids }) => ({
    unit,
    role,
    persons: persons.map((person, i) => ({ person, id: ids[i]! })),
  }));
}

/** Asks the decision for the role; where only some persons have a ground, for each of those. */
async function partyOf(
  service: FhirService,
  opened: Called,
  relations: readonly Sourced[],
  { unit, role, persons }: Job,
): Promise<Party[]> {
  const rule = roleAt(role, service.now());
  if (rule === undefined) return [];
  const staff = await staffOf(service, unit, role, rule);
  const permit = await permitFor(service, opened, staff, rule);
  const common = { unit, org: staff.org, role };
  const until = endOf(relations, [unit, ...staff.alsoUnits], service.now());
  const ends = until === undefined ? {} : { until };
  if (permit !== undefined) return [{ ...common, permit, people: persons.length, ...ends }];
  const found = await Promise.all(
    persons
      .filter(({ person, id }) => isNamed(opened, relations, person, id))
      .map(async ({ person, id }) => {
        const own = await permitFor(service, opened, { ...staff, person, practitionerRole: id, allRoles: [id] }, rule);
        if (own === undefined) return [];
        const graceEnd = graceEndOf(relations, own, [person, `PractitionerRole/${id}`], service.now());
        return [{ ...common, person, permit: own, people: 1, ...(graceEnd === undefined ? {} : { until: graceEnd }) }];
      }),
  );
  return found.flat();
}

function isNamed(opened: Called, relations: readonly Sourced[], person: string, id: string): boolean {
  const names = [person, `PractitionerRole/${id}`];
  return (
    openersIn(opened).includes(person) ||
    relations.some((one) =>
      [one.person, ...(one.participants ?? [])].some((agent) => agent !== undefined && names.includes(agent)),
    )
  );
}

async function staffOf(service: FhirService, unit: string, role: string, rule: RoleRule): Promise<StaffFacts> {
  const { organisations } = service.gate;
  const [chain, alsoUnits] = await Promise.all([organisations.chainOf(unit), organisations.servedBy(unit)]);
  const isOutside = await organisations.isOutside(chain);
  const staff: StaffFacts = {
    kind: 'staff',
    person: '',
    role,
    unit,
    org: chain.at(-1)!,
    partOf: chain.slice(1, -1),
    alsoUnits,
    isEmployed: true,
    loa: 4,
    ...(isOutside ? { isOutside } : {}),
  };
  const [category] = rule.hpr ?? [];
  return category === undefined ? staff : { ...staff, hpr: { category, status: 'active' } };
}

async function permitFor(
  service: FhirService,
  opened: Called,
  staff: StaffFacts,
  rule: RoleRule,
): Promise<Permit | undefined> {
  const purpose: Purpose | undefined = rule.purposes[0];
  const verdict = await service.gate.decideFor(staff, opened.known, purpose, 'read');
  return 'permit' in verdict && verdict.permit.categories !== 0 ? verdict : undefined;
}

/** When the last of the unit's relations ends, if all have an end. */
function endOf(relations: readonly Sourced[], units: readonly string[], now: number): number | undefined {
  const ends = relations.filter((one) => units.includes(one.unit) && isInForce(one, now)).map(({ to }) => to);
  const last = Math.max(...ends);
  return ends.length > 0 && Number.isFinite(last) ? last : undefined;
}

/** When the grace of the last that the person took part in is over, for whom nothing else is a ground. */
function graceEndOf(
  relations: readonly Sourced[],
  { reason }: Permit,
  names: readonly string[],
  now: number,
): number | undefined {
  const { graceMs, graceKinds } = relationRule.at(now).value;
  if (!graceKinds.some((kind) => reason === `relation:${kind}-grace`)) return undefined;
  const ended = relations.filter(
    ({ kind, to, participants = [] }) =>
      graceKinds.includes(kind) && to <= now && participants.some((one) => names.includes(one)),
  );
  return ended.length === 0 ? undefined : Math.max(...ended.map(({ to }) => to)) + graceMs;
}

function partsOf(
  { unit, org, role, person, permit, until, people }: Party,
  names: ReadonlyMap<string, string>,
  isBlocked: boolean | undefined,
): JsonObject[] {
  const seen = permit.permit.categories;
  const seenOfOwn = (permit.permit.ownUnit?.categories ?? 0) & ~seen;
  const referenceTo = (reference: string): JsonObject => {
    const display = names.get(reference);
    return display === undefined ? { reference } : { reference, display };
  };
  const parts: JsonObject[] = [
    { name: 'organization', valueReference: referenceTo(`Organization/${unit}`) },
    { name: 'legalEntity', valueReference: { reference: `Organization/${org}` } },
    { name: 'role', valueCode: role },
  ];
  if (person !== undefined)
    parts.push({ name: 'person', valueReference: referenceTo(withType(person, 'Practitioner')) });
  parts.push({ name: 'ground', valueCoding: reasonCoding(permit.reason as ReasonKey) });
  if (until !== undefined) parts.push({ name: 'until', valueInstant: new Date(until).toISOString() });
  // who is only asked sees what was sent with the request, whatever kinds their role could see
  const { sent } = permit.permit;
  for (const { type, id } of sent?.documents ?? [])
    parts.push({ name: 'only', valueReference: { reference: `${type}/${id}` } });
  for (const one of sent === undefined ? categories : []) {
    if ((seen & categoryBit(one)) !== 0) parts.push({ name: 'category', valueCode: one });
    if ((seenOfOwn & categoryBit(one)) !== 0) parts.push({ name: 'ownCategory', valueCode: one });
  }
  if (isBlocked !== undefined) parts.push({ name: 'blocked', valueBoolean: isBlocked });
  parts.push({ name: 'people', valueUnsignedInt: people });
  return parts;
}

import { dayInNorway, dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { officerRole } from './rules.ts';

/** Looks something up in the registers, with criteria as in a search. */
export type Find = (type: string, criteria: readonly (readonly [name: string, value: string])[]) => Promise<Resource[]>;

export type Answerer = { owner: { reference: string; display?: string }; isOfficer: boolean };

const roles = 'https://enjournal.no/fhir/CodeSystem/access-role';
const agreements = 'https://enjournal.no/fhir/CodeSystem/affiliation-kind';
/** Organisations deeper below one another than this are a mistake in a register. */
const deepest = 10;

/**
 * Who answers for the privacy of those whom a service treats: the legal entity above it where it has a privacy officer, else the
 * one that looks after it by agreement (`OrganizationAffiliation`), else the service itself.
 * @param service a reference to an Organization
 * @param now epoch ms
 */
export async function answererOf(service: JsonObject, find: Find, now: number): Promise<Answerer> {
  const chain = await chainOf(String(service.reference ?? ''), find);
  const top = chain.at(-1);
  if (top === undefined) return { owner: service as Answerer['owner'], isOfficer: false };
  if (await hasOfficer(chain, find, now)) return ofOffice(top);
  for (const office of await officesFor(top, find, now)) {
    const theirs = await chainOf(office, find);
    if (await hasOfficer(theirs, find, now)) return ofOffice(theirs.at(-1)!);
  }
  return { owner: service as Answerer['owner'], isOfficer: false };
}

const ofOffice = ({ id, name }: Resource): Answerer => ({
  owner: { reference: `Organization/${id}`, ...(typeof name === 'string' ? { display: name } : {}) },
  isOfficer: true,
});

/** The organisation, and all above it up to the legal entity. */
async function chainOf(reference: string, find: Find): Promise<Resource[]> {
  const chain: Resource[] = [];
  for (let next: string | undefined = reference; next !== undefined && chain.length < deepest; ) {
    const id: string | undefined = /^Organization\/([A-Za-z0-9\-.]{1,64})$/.exec(next)?.[1];
    const [organisation]: Resource[] = id === undefined ? [] : await find('Organization', [['_id', id]]);
    if (organisation === undefined) break;
    chain.push(organisation);
    next = (organisation.partOf as { reference?: string } | undefined)?.reference;
  }
  return chain;
}

/** Somebody controls the log: at the legal entity, in an office below it, or somewhere between it and the service. */
async function hasOfficer(chain: readonly Resource[], find: Find, now: number): Promise<boolean> {
  const top = `Organization/${chain.at(-1)?.id}`;
  const role = ['role', `${roles}|${officerRole}`] as const;
  const places = [
    ['organization', chain.map(({ id }) => `Organization/${id}`).join(',')],
    ['organization.partof', top],
    ['organization.partof.partof', top],
  ] as const;
  for (const place of places) {
    const found = await find('PractitionerRole', [role, place]);
    if (found.some((one) => holds(one, now))) return true;
  }
  return false;
}

/** Those that look after the privacy of an organisation that has no officer of its own. */
async function officesFor({ id }: Resource, find: Find, now: number): Promise<string[]> {
  const found = await find('OrganizationAffiliation', [
    ['primary-organization', `Organization/${id}`],
    ['role', `${agreements}|privacy-officer`],
  ]);
  return found
    .filter((one) => holds(one, now))
    .flatMap(
      ({ participatingOrganization }) =>
        (participatingOrganization as { reference?: string } | undefined)?.reference ?? [],
    );
}

function holds({ active, period }: Resource, now: number): boolean {
  const { start, end } = (period ?? {}) as { start?: string; end?: string };
  const today = dayInNorway(now);
  return (
    active !== false &&
    (start === undefined || dayOfTime(start) <= today) &&
    (end === undefined || dayOfTime(end) >= today)
  );
}

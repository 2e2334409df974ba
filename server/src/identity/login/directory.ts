import { beginningOf, endOf } from '../../fhir/norwegian/day.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { Employment } from './session.ts';

/** Asks the store as the log-on: by the gate, as its own system actor, with its line in the log. */
export type Ask = (type: string, query: Record<string, string>) => Promise<Resource[]>;

export type Directory = {
  /** The health worker with this number; by HPR number too, for a register may not know the other. */
  practitioner(found: { pid: string; hpr?: string }): Promise<{ id: string; name: string } | undefined>;
  /** Where the person works now. */
  employments(practitioner: string): Promise<Employment[]>;
  patient(pid: string): Promise<{ id: string; name: string } | undefined>;
};

const oid = 'urn:oid:2.16.578.1.12.4.1.4';
const systems = { fnr: `${oid}.1`, dnr: `${oid}.2`, hpr: `${oid}.4`, organisation: `${oid}.101` };
const accessRoles = 'https://enjournal.no/fhir/CodeSystem/access-role';

/** Two registers say different things of who somebody is: nobody is let in on that. */
export class Contradiction extends Error {}

/** Finds who somebody is, and where they work, in the registers' resources. */
export function directoryIn(ask: Ask, now: () => number = () => Date.now()): Directory {
  const byNumber = (type: string, pid: string) => ask(type, { identifier: `${systemOf(pid)}|${pid}` });

  async function legalEntityOf(unit: Resource): Promise<Resource> {
    let entity = unit;
    for (let steps = 0; steps < 8; steps += 1) {
      const above = idIn(entity.partOf, 'Organization');
      const [next] = above === undefined ? [] : await ask('Organization', { _id: above });
      if (next === undefined) break;
      entity = next;
    }
    return entity;
  }

  async function employmentOf(role: Resource): Promise<Employment | undefined> {
    const unitId = idIn(role.organization, 'Organization');
    const [unit] = unitId === undefined ? [] : await ask('Organization', { _id: unitId });
    if (unit === undefined || unit.active === false) return undefined;
    const legalEntity = await legalEntityOf(unit);
    const concepts = list(role.code);
    const accessRole = concepts
      .flatMap(({ coding }) => list(coding))
      .find(({ system, code }) => system === accessRoles && typeof code === 'string');
    const title = concepts.map(({ text }) => text).find((text) => typeof text === 'string') ?? accessRole?.display;
    const employment: Employment = {
      id: role.id as string,
      title: String(title ?? ''),
      unit: named(unit),
      legalEntity: named(legalEntity),
      organizationNumbers: {},
    };
    if (accessRole !== undefined) employment.role = accessRole.code as string;
    const parent = numberOf(legalEntity);
    const child = numberOf(unit);
    if (parent !== undefined) employment.organizationNumbers.parent = parent;
    if (child !== undefined && unit.id !== legalEntity.id) employment.organizationNumbers.child = child;
    return employment;
  }

  return {
    async practitioner({ pid, hpr }) {
      const [byPid = [], byHpr = []] = await Promise.all([
        byNumber('Practitioner', pid),
        hpr === undefined ? [] : ask('Practitioner', { identifier: `${systems.hpr}|${hpr}` }),
      ]);
      const found = new Map([...byPid, ...byHpr].filter(isActive).map((one) => [one.id, one]));
      if (found.size > 1) throw new Contradiction('The numbers belong to different health workers.');
      const [one] = found.values();
      if (one === undefined) return undefined;
      const known = identifiersOf(one).find(({ system }) => system === systems.fnr || system === systems.dnr);
      if (byPid.length === 0 && known !== undefined) throw new Contradiction('The HPR number belongs to another.');
      return { id: one.id as string, name: nameOf(one) };
    },

    async employments(practitioner) {
      const roles = await ask('PractitionerRole', { practitioner: `Practitioner/${practitioner}`, _count: '100' });
      const current = roles.filter((role) => isActive(role) && holds(role.period, now()));
      const employments = await Promise.all(current.map(employmentOf));
      return employments
        .filter((employment) => employment !== undefined)
        .sort((a, b) => a.unit.display.localeCompare(b.unit.display, 'nb') || a.title.localeCompare(b.title, 'nb'));
    },

    async patient(pid) {
      const found = (await byNumber('Patient', pid)).filter(isActive);
      const current = found.filter(({ link }) => !list(link).some(({ type }) => type === 'replaced-by'));
      const one = current[0];
      return current.length === 1 && one !== undefined ? { id: one.id as string, name: nameOf(one) } : undefined;
    },
  };
}

/** D-numbers have 4 added to their first digit. */
const systemOf = (pid: string): string => (Number(pid[0]) >= 4 ? systems.dnr : systems.fnr);

type Fields = Record<string, unknown>;
const list = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);
const isActive = (resource: Resource): boolean => resource.active !== false;

function holds(period: unknown, at: number): boolean {
  const { start, end } = (period ?? {}) as { start?: string; end?: string };
  return (start === undefined || beginningOf(start)! <= at) && (end === undefined || at < endOf(end)!);
}

function idIn(reference: unknown, type: string): string | undefined {
  const text = (reference as { reference?: string } | undefined)?.reference ?? '';
  return text.startsWith(`${type}/`) ? text.slice(type.length + 1) : undefined;
}

const named = (organization: Resource) => ({
  id: organization.id as string,
  display: typeof organization.name === 'string' ? organization.name : (organization.id as string),
});

const identifiersOf = (resource: Resource) => list(resource.identifier) as { system?: string; value?: string }[];
const numberOf = (organization: Resource): string | undefined =>
  identifiersOf(organization).find(({ system }) => system === systems.organisation)?.value;

function nameOf(person: Resource): string {
  const names = list(person.name);
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const given = Array.isArray(name?.given) ? (name.given as string[]) : [];
  return [...given, name?.family].filter(Boolean).join(' ');
}

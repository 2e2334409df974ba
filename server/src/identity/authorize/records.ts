import type { Actor } from '../../access/actor.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { Person } from './pages.ts';

/** What the pages of an authorization look up, by the gate and as the one who is logged on. */
export type Records = {
  /** Patients by a search of theirs, as this person may find them. */
  find(actor: Actor, query: Readonly<Record<string, string>>): Promise<Resource[]>;
  /** The Patient whose record this person may open; undefined when not. */
  open(actor: Actor, patient: string): Promise<Resource | undefined>;
  /** The latest Encounters of a record, as this person may see them. */
  encounters(actor: Actor, patient: string): Promise<Resource[]>;
  /** Ids of patients that a citizen may be there for: the gate says of which it holds. */
  represented(actor: Actor): Promise<string[]>;
};

/** Name and birth date, to choose by. */
export function personOf(resource: Resource): Person {
  const names = (Array.isArray(resource.name) ? resource.name : []) as {
    use?: string;
    given?: string[];
    family?: string;
  }[];
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const person: Person = {
    id: resource.id as string,
    name: [...(name?.given ?? []), name?.family].filter(Boolean).join(' ') || '–',
  };
  if (typeof resource.birthDate === 'string') person.birthDate = resource.birthDate;
  return person;
}

/** National identity number, D-number or a name. */
export function queryOf(text: string): Record<string, string> | undefined {
  const digits = text.replace(/[\s.]/g, '');
  const count = { _count: '20' };
  if (/^\d{11}$/.test(digits)) {
    const system = Number(digits[0]) >= 4 ? 'urn:oid:2.16.578.1.12.4.1.4.2' : 'urn:oid:2.16.578.1.12.4.1.4.1';
    return { identifier: `${system}|${digits}`, ...count };
  }
  const name = text.trim();
  return name.length < 2 || name.length > 100 ? undefined : { name, ...count };
}

/** When it was and where, to choose an Encounter by. */
export type Visited = { id: string; start?: string; where?: string };

export function visitedOf(resource: Resource): Visited {
  const { start } = (resource.period ?? {}) as { start?: string };
  const { display } = (resource.serviceProvider ?? {}) as { display?: string };
  return {
    id: resource.id as string,
    ...(start === undefined ? {} : { start }),
    ...(display === undefined ? {} : { where: display }),
  };
}

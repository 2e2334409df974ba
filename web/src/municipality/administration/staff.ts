import { matchesOf, search, searchAll, searchQuietly, send } from '../../shared/fhir/client.ts';
import { callOperation, type Parameter, parametersNamed } from '../../shared/fhir/parameters.ts';
import type { CodeableConcept, HumanName, Identifier, Period, Reference, Resource } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { numberOf, textOf, textsOf } from '../parts.ts';
import { type TreeUnit, treeOf, type Unit, type When, whenOf } from './units.ts';

type Practitioner = Resource & { resourceType: 'Practitioner'; name?: HumanName[]; identifier?: Identifier[] };
type Role = Resource & {
  resourceType: 'PractitionerRole';
  active?: boolean;
  period?: Period;
  practitioner?: Reference;
  organization?: Reference;
  code?: CodeableConcept[];
};

const idIn = (reference: Reference | undefined): string => reference?.reference?.split('/')[1] ?? '';

/** The legal entity and everything below it, in the order of names. */
export async function readUnits(top: string, signal?: AbortSignal): Promise<TreeUnit | undefined> {
  const { resources } = await searchAll<Unit>(
    'Organization',
    { _count: '1000', _elements: 'name,active,partOf' },
    20_000,
    signal,
  );
  return treeOf(top, resources);
}

/** Somebody's role at a unit. */
export type Job = {
  id: string;
  version: string;
  name: string;
  /** `Practitioner/<id>`. */
  person: string;
  role: string;
  title: string | undefined;
  period: Period;
  when: When;
  resource: Role;
};

export const roleSystem = 'https://enjournal.no/fhir/CodeSystem/access-role';

export async function readJobs(unit: string, signal?: AbortSignal): Promise<Job[]> {
  const params = { organization: `Organization/${unit}`, _count: '500' };
  const roles = matchesOf(await search<Role>('PractitionerRole', params, signal));
  const names = await namesOf(roles, signal);
  return roles.map((one) => jobOf(one, names)).sort((a, b) => a.name.localeCompare(b.name, 'nb'));
}

/** Names of those whom their roles name by reference alone. */
async function namesOf(roles: readonly Role[], signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(roles.filter(({ practitioner }) => !practitioner?.display).map((one) => idIn(one.practitioner)));
  if (ids.size === 0) return new Map();
  const bundle = await searchQuietly<Practitioner>('Practitioner', { _id: [...ids].join(','), _count: '500' }, signal);
  return new Map(matchesOf(bundle).map((one) => [`Practitioner/${one.id}`, nameOf(one)]));
}

function jobOf(resource: Role, names: ReadonlyMap<string, string>): Job {
  const person = resource.practitioner?.reference ?? '';
  const codings = resource.code?.flatMap(({ coding }) => coding ?? []) ?? [];
  return {
    id: resource.id ?? '',
    version: resource.meta?.versionId ?? '',
    name: resource.practitioner?.display ?? names.get(person) ?? '–',
    person,
    role: codings.find(({ system }) => system === roleSystem)?.code ?? '',
    title: resource.code?.find(({ text }) => text)?.text,
    period: resource.period ?? {},
    when: whenOf(resource),
    resource,
  };
}

const json = { 'content-type': 'application/fhir+json' };

/** Ends a role with the last day given. What somebody else changed meanwhile is not written over. @throws FhirFailure */
export async function endJob({ id, version, resource }: Job, lastDay: string): Promise<void> {
  const ended = { ...resource, period: { ...resource.period, end: lastDay } };
  await send(`PractitionerRole/${encodeURIComponent(id)}`, {
    method: 'PUT',
    headers: { ...json, 'if-match': `W/"${version}"` },
    body: JSON.stringify(ended),
  });
}

export type NewJob = {
  person: Person;
  unit: { id: string; name: string };
  role: string;
  title: string;
  from: string;
  to: string;
};

/** @throws FhirFailure */
export async function giveJob({ person, unit, role, title, from, to }: NewJob): Promise<void> {
  const resource: Role = {
    resourceType: 'PractitionerRole',
    active: true,
    period: { start: from, ...(to === '' ? {} : { end: to }) },
    practitioner: { reference: person.reference, display: person.name },
    organization: { reference: `Organization/${unit.id}`, display: unit.name },
    code: [...(title.trim() === '' ? [] : [{ text: title.trim() }]), { coding: [{ system: roleSystem, code: role }] }],
  };
  await send('PractitionerRole', { method: 'POST', headers: json, body: JSON.stringify(resource) });
}

export type Person = { reference: string; name: string; hpr: string | undefined };

const hprSystem = 'urn:oid:2.16.578.1.12.4.1.4.4';

/** Health personnel by name or HPR number. */
export async function findPersons(text: string, signal?: AbortSignal): Promise<Person[]> {
  const by = /^\d+$/.test(text) ? { identifier: `${hprSystem}|${text}` } : { name: text.split(/\s+/) };
  const bundle = await searchQuietly<Practitioner>('Practitioner', { ...by, _count: '12' }, signal);
  return matchesOf(bundle).map((one) => ({
    reference: `Practitioner/${one.id}`,
    name: nameOf(one) || '–',
    hpr: one.identifier?.find(({ system }) => system === hprSystem)?.value,
  }));
}

export type ImportRow = { line: number; result: string; reasons: string[] };
export type Imported = { rows: number; changed: number; unchanged: number; refused: number; each: ImportRow[] };

/** Gives and ends jobs from a list of staff; a dry run tells what it would do. @throws FhirFailure */
export async function importStaff(top: string, file: File, dryRun: boolean): Promise<Imported> {
  const told = await callOperation(`Organization/${encodeURIComponent(top)}/$import-staff`, [
    { name: 'file', valueAttachment: { contentType: 'text/csv', data: await base64Of(file) } } as Parameter,
    { name: 'dryRun', valueBoolean: dryRun },
  ]);
  const count = (name: string) => numberOf(told, name) ?? 0;
  return {
    rows: count('rows'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    each: parametersNamed(told, 'row').map(({ part }) => ({
      line: numberOf(part, 'line') ?? 0,
      result: textOf(part, 'result') ?? '',
      reasons: textsOf(part, 'reason'),
    })),
  };
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

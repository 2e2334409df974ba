import { randomUUID } from 'node:crypto';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { isHerId, isOrganisationNumber } from '../numbers.ts';
import { Fields, RowRefused } from '../rows/fields.ts';
import { changeOf, type Entry } from '../store.ts';
import { extensionUrl, identifierSystems, profiles, volven } from '../systems.ts';
import { compact, identifiersOf, objects, type RegisterKind, searchMany, withExtension, withMembers } from './kind.ts';

/** What the registers of enterprises and of communication parties say of a legal entity, a unit or a service. */
export type OrganisationRow = {
  name: string;
  organisationNumber?: string;
  herId?: string;
  /** The one above it: by its organisation number or HER-id. */
  parent?: { organisationNumber?: string; herId?: string };
  /** What it is: a Volven list (8663, 8666, 8668, 8451 …) and a code in it. */
  type?: { list: string; code: string };
  from?: string;
  to?: string;
  phone?: string;
  address?: { line: string; postalCode: string; city: string };
  /** How messages reach it: an address, and which messages it can read (Volven 8279). */
  messages?: { address: string; functions: readonly string[] };
};

type Known = { byNumber: ReadonlyMap<string, Resource>; endpoints: ReadonlyMap<string, Resource> };

/** Organisations: each row an Organization under the one above it, with its HER-id's Endpoint. */
export const organisations: RegisterKind<OrganisationRow, Known> = {
  name: 'organisations',
  parse: parseOrganisation,
  keys: tokensOf,
  needs: ({ parent }) => tokensOf(parent ?? {}),

  async load(store, rows) {
    const tokens = rows.flatMap(({ parent, ...row }) => [...tokensOf(row), ...tokensOf(parent ?? {})]);
    const found = await searchMany(store, 'Organization', 'identifier', tokens);
    const byNumber = new Map<string, Resource>();
    for (const one of found) for (const token of tokensIn(one)) byNumber.set(token, one);
    const herIds = rows.flatMap(({ herId, messages }) =>
      herId === undefined || messages === undefined ? [] : [`${identifierSystems.herId}|${herId}`],
    );
    const endpoints = new Map<string, Resource>();
    for (const one of await searchMany(store, 'Endpoint', 'identifier', herIds)) {
      for (const herId of identifiersOf(one, identifierSystems.herId)) endpoints.set(herId, one);
    }
    return { byNumber, endpoints };
  },

  plan(row, known, { today }) {
    const parent = tokensOf(row.parent ?? {})
      .map((token) => known.byNumber.get(token))
      .find((one) => one !== undefined);
    if (row.parent !== undefined && parent === undefined)
      throw new RowRefused(['parent is not known: it must come before']);
    const matches = new Set(tokensOf(row).flatMap((token) => known.byNumber.get(token) ?? []));
    if (matches.size > 1) throw new RowRefused(['the numbers stand with two organisations']);
    const [before] = matches;
    if (before !== undefined && parent?.id === before.id) throw new RowRefused(['parent is the organisation itself']);
    const isActive = (row.from ?? '') <= today && (row.to === undefined || row.to >= today);
    const above = parent === undefined ? undefined : { reference: `Organization/${parent.id}`, ...displayOf(parent) };
    const entries: Entry[] = [];
    const endpoint = endpointOf(row, known, entries);
    const after = organizationOf(row, before ?? fresh(), { above, endpoint, isActive });
    if (before !== undefined) entries.push(...changeOf(before, after));
    else entries.push({ method: 'POST', resource: after, ifNoneExist: `identifier=${tokensOf(row)[0]}` });
    return entries;
  },
};

type Numbers = { organisationNumber?: string; herId?: string };

function tokensOf({ organisationNumber, herId }: Numbers): string[] {
  return [
    ...(organisationNumber === undefined ? [] : [`${identifierSystems.organisation}|${organisationNumber}`]),
    ...(herId === undefined ? [] : [`${identifierSystems.herId}|${herId}`]),
  ];
}

const fresh = (): Resource => ({ resourceType: 'Organization', meta: { profile: [profiles.organization] } });

const displayOf = ({ name }: Resource): JsonObject => (typeof name === 'string' ? { display: name } : {});

const tokensIn = (one: Resource): string[] =>
  [identifierSystems.organisation, identifierSystems.herId].flatMap((system) =>
    identifiersOf(one, system).map((value) => `${system}|${value}`),
  );

export function parseOrganisation(value: Json): OrganisationRow {
  const fields = new Fields(value);
  const organisationNumber = fields.optionalNumber('organisationNumber', isOrganisationNumber);
  const herId = fields.optionalNumber('herId', isHerId);
  if (organisationNumber === undefined && herId === undefined)
    fields.refuse('organisationNumber', 'or herId is needed');
  const parent = {
    organisationNumber: fields.optionalNumber('parentOrganisationNumber', isOrganisationNumber),
    herId: fields.optionalNumber('parentHerId', isHerId),
  };
  const list = fields.optionalNumber('typeList', (text) => /^\d{4}$/.test(text));
  const line = fields.optional('line');
  const messages = fields.optional('messageAddress');
  if (messages !== undefined && herId === undefined) fields.refuse('herId', 'is missing: messages are sent to it');
  const given = {
    organisationNumber,
    herId,
    parent: parent.organisationNumber === undefined && parent.herId === undefined ? undefined : without(parent),
    type: list === undefined ? undefined : { list, code: fields.text('typeCode') },
    from: fields.optionalDate('from'),
    to: fields.optionalDate('to'),
    phone: fields.optional('phone'),
    address:
      line === undefined
        ? undefined
        : { line, postalCode: fields.number('postalCode', (text) => /^\d{4}$/.test(text)), city: fields.text('city') },
    messages:
      messages === undefined
        ? undefined
        : { address: messages, functions: fields.optional('messageFunctions')?.split(/[\s,]+/) ?? [] },
  };
  const row = { name: fields.text('name'), ...without(given) };
  fields.end();
  return row;
}

function without<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function organizationOf(
  row: OrganisationRow,
  before: Resource,
  more: { above: JsonObject | undefined; endpoint: string | undefined; isActive: boolean },
): Resource {
  const isOurs = (system: Json | undefined): boolean =>
    (system === identifierSystems.organisation && row.organisationNumber !== undefined) ||
    (system === identifierSystems.herId && row.herId !== undefined);
  const period = compact({ start: row.from, end: row.to });
  const { address, type, phone } = row;
  return withMembers(before, {
    extension: withExtension(
      before.extension,
      extensionUrl('active-period'),
      Object.keys(period).length === 0 ? undefined : { valuePeriod: period },
    ),
    identifier: [
      ...tokensOf(row).map((token) => ({ system: token.split('|')[0]!, value: token.split('|')[1]! })),
      ...objects(before.identifier).filter(({ system }) => !isOurs(system)),
    ],
    active: more.isActive,
    type: type === undefined ? before.type : typesWith(objects(before.type), volven(Number(type.list)), type.code),
    name: row.name,
    telecom: phone === undefined ? before.telecom : [{ system: 'phone', value: phone, use: 'work' }],
    address:
      address === undefined
        ? before.address
        : [{ use: 'work', line: [address.line], postalCode: address.postalCode, city: address.city, country: 'NO' }],
    partOf: more.above ?? before.partOf,
    endpoint: more.endpoint === undefined ? before.endpoint : [{ reference: more.endpoint }],
  });
}

/** The type among those it has: one that is there stays with the name that it has. */
function typesWith(own: JsonObject[], system: string, code: string): JsonObject[] {
  const isOfList = ({ coding }: JsonObject): boolean => objects(coding).some((one) => one.system === system);
  const known = own.find(({ coding }) => objects(coding).some((one) => one.system === system && one.code === code));
  return [...own.filter((one) => !isOfList(one)), known ?? { coding: [{ system, code }] }];
}

/** How messages reach the party: its HER-id's Endpoint, written before the organisation refers to it. */
function endpointOf(row: OrganisationRow, known: Known, entries: Entry[]): string | undefined {
  const { herId, messages, name } = row;
  if (herId === undefined || messages === undefined) return undefined;
  const before = known.endpoints.get(herId);
  const after = withMembers(before ?? { resourceType: 'Endpoint' }, {
    identifier: [{ system: identifierSystems.herId, value: herId }],
    status: 'active',
    connectionType: {
      system: 'http://hl7.no/fhir/CodeSystem/no-basis-connection-type',
      code: messages.address.startsWith('amqp') ? 'no-amqp' : 'no-ebxml-2',
    },
    name: before?.name ?? `EDI: ${name}`,
    payloadType:
      messages.functions.length === 0
        ? [{ text: 'Ikke oppgitt' }]
        : messages.functions.map((code) => ({ coding: [{ system: volven(8279), code }] })),
    address: messages.address,
  });
  if (before !== undefined) {
    entries.push(...changeOf(before, after));
    return `Endpoint/${before.id}`;
  }
  const fullUrl = `urn:uuid:${randomUUID()}`;
  entries.push({ method: 'POST', resource: after, fullUrl });
  return fullUrl;
}

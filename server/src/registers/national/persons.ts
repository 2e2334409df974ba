import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { objects, referenceOf } from '../kinds/kind.ts';
import { systemOfNumber } from '../numbers.ts';
import { identifierSystems } from '../systems.ts';
import type { Changes, NationalRegister } from './adapter.ts';
import type { Service } from './service.ts';

const GD = 'http://ehelse.no/fhir/StructureDefinition';
const CONFIDENTIALITY = 'http://ehelse.no/fhir/CodeSystem/gd-address-confidentiality';
const FAMILY = 'http://hl7.no/fhir/CodeSystem/no-basis-family-relation';
const RESPONSIBILITY = 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility';

/**
 * The population register through the national person service, in the shapes of Grunndata's profiles (gd-Person,
 * gd-RelatedPerson): persons by search, what changed as Provenance in the order it was recorded.
 */
export function personRegister(service: Service): NationalRegister {
  return {
    kind: 'persons',
    name: service.name,
    of: async (number) => rowsOf(await search(service, [['identifier', `${systemOfNumber(number)}|${number}`]])),
    changes: (after, most) => changesOf(service, after, most),
  };
}

type Criteria = readonly (readonly [string, string])[];

/** Persons with those near them. */
async function search(service: Service, criteria: Criteria): Promise<Resource[]> {
  const body = new URLSearchParams([...criteria, ['_revinclude', 'RelatedPerson:patient']] as [string, string][]);
  const found: Resource[] = [];
  let page: Resource | undefined = await ask(service, 'Person/_search', body);
  for (let pages = 0; page !== undefined && pages < 1000; pages += 1) {
    found.push(...objects(page.entry).map(({ resource }) => resource as Resource));
    const next = nextOf(page);
    page = next === undefined ? undefined : await ask(service, next);
  }
  return found;
}

function nextOf(page: Resource): string | undefined {
  const url = objects(page.link).find(({ relation }) => relation === 'next')?.url;
  return typeof url === 'string' ? url : undefined;
}

async function ask(service: Service, path: string, body?: URLSearchParams): Promise<Resource> {
  const accept = { accept: 'application/fhir+json' };
  const text = await service.ask(
    body === undefined
      ? { method: 'GET', path, headers: accept }
      : {
          method: 'POST',
          path,
          headers: { ...accept, 'content-type': 'application/x-www-form-urlencoded' },
          body: body.toString(),
        },
  );
  return JSON.parse(text) as Resource;
}

/** A place in the feed: the time of the last event, and which of that time have been seen. */
type Place = { at: string; seen: string[] };

async function changesOf(service: Service, after: string | undefined, most: number): Promise<Changes> {
  if (after === undefined) {
    const now: Place = { at: new Date().toISOString(), seen: [] };
    return { rows: [], next: JSON.stringify(now), isMore: false };
  }
  const place = JSON.parse(after) as Place;
  const events: Resource[] = [];
  const criteria = new URLSearchParams({ recorded: `ge${place.at}`, _sort: 'recorded', _count: String(most) });
  let page: Resource | undefined = await ask(service, 'Provenance/_search', criteria);
  // those of the same moment come first, and have been seen: on to the first page with something new
  while (page !== undefined && events.length === 0) {
    const fresh = objects(page.entry).map(({ resource }) => resource as Resource);
    events.push(...fresh.filter(({ id, recorded }) => !(recorded === place.at && place.seen.includes(id!))));
    const next = nextOf(page);
    page = next !== undefined && events.length === 0 ? await ask(service, next) : undefined;
  }
  const last = events.at(-1)?.recorded as string | undefined;
  if (last === undefined) return { rows: [], next: after, isMore: false };
  const ofLast = events.filter(({ recorded }) => recorded === last).map(({ id }) => id!);
  const seen = last === place.at ? [...place.seen, ...ofLast] : ofLast;
  const ids = new Set(
    events.flatMap(({ target }) =>
      objects(target).flatMap((one) => /^Person\/([^/]+)$/.exec(referenceOf(one) ?? '')?.[1] ?? []),
    ),
  );
  const people = ids.size === 0 ? [] : await search(service, [['_id', [...ids].join(',')]]);
  return { rows: rowsOf(people), next: JSON.stringify({ at: last, seen }), isMore: events.length >= most };
}

function rowsOf(resources: readonly Resource[]): Json[] {
  const near = resources.filter(({ resourceType }) => resourceType === 'RelatedPerson');
  return resources
    .filter(({ resourceType }) => resourceType === 'Person')
    .map((person) =>
      personRow(
        person,
        near.filter((one) => referenceOf(one.patient)?.endsWith(`/${person.id}`) ?? false),
      ),
    );
}

/** A gd-Person as a row of persons. What is missing is found out where rows are read. */
export function personRow(person: Resource, near: readonly Resource[]): Json {
  const numbers = objects(person.identifier).filter(
    ({ system }) => system === identifierSystems.FNR || system === identifierSystems.DNR,
  );
  const inForce = numbers.find((one) => !isCeased(one)) ?? numbers[0];
  const name = current(objects(person.name));
  const protection = (person.meta?.security ?? []).find(({ system }) => system === CONFIDENTIALITY)?.code;
  const deceased = nested(extension(person, 'gd-deceased'), 'deceasedDate');
  return without({
    nationalNumber: inForce?.value,
    previousNumbers: numbers
      .filter((one) => one !== inForce)
      .map((one) =>
        without({
          number: one.value,
          to: day((one.period as JsonObject | undefined)?.end ?? metadata(one, 'validTo')),
        }),
      ),
    name: nameRow(name),
    sex: person.gender === 'male' || person.gender === 'female' ? person.gender : 'unknown',
    birthDate: day(person.birthDate),
    deathDate: day(deceased),
    status: nested(extension(person, 'gd-person-status'), 'fregPersonStatus'),
    addressProtection: protection ?? 'ugradert',
    address: addressRow(current(objects(person.address))),
    custodians: near.flatMap((one) => custodianRow(one)),
    guardians: near.flatMap((one) => guardianRow(one)),
  });
}

/** The register keeps what no longer holds beside what does. */
function current(list: readonly JsonObject[]): JsonObject | undefined {
  return list.find(
    (one) => metadata(one, 'currentInfo') !== false && (one.period as JsonObject | undefined)?.end === undefined,
  );
}

const isCeased = (identifier: JsonObject): boolean =>
  extension(identifier, 'gd-person-identifier-status')?.valueCode === 'opphoert' ||
  metadata(identifier, 'currentInfo') === false;

function nameRow(name: JsonObject | undefined): JsonObject {
  const middle = objects(name?.extension).find(({ url }) => String(url).endsWith('/no-basis-middlename'))?.valueString;
  return without({ given: ((name?.given ?? []) as string[]).join(' '), middle, family: name?.family });
}

function addressRow(address: JsonObject | undefined): JsonObject | undefined {
  const line = ((address?.line ?? []) as string[]).join(', ');
  if (address === undefined || line === '' || address.postalCode === undefined) return undefined;
  const municipality = objects((address._district as JsonObject | undefined)?.extension).find(({ url }) =>
    String(url).endsWith('/no-basis-municipalitycode'),
  )?.valueCoding as JsonObject | undefined;
  return without({
    line,
    postalCode: address.postalCode,
    city: address.city,
    municipalityNumber: municipality?.code,
    municipality: address.district ?? municipality?.display,
  });
}

function custodianRow(related: Resource): Json[] {
  const concept = conceptOf(related, RESPONSIBILITY);
  if (concept === undefined) return [];
  const kin = codeOf(conceptOf(related, FAMILY), FAMILY);
  const detail = extension(concept, 'gd-parental');
  return [
    without({
      ...nearRow(related),
      responsibility: codeOf(concept, RESPONSIBILITY),
      kin: kin === 'mor' || kin === 'far' || kin === 'medmor' ? kin : undefined,
      from: day(metadata(detail, 'validFrom')),
      to: day(metadata(detail, 'validTo')),
    }),
  ];
}

function guardianRow(related: Resource): Json[] {
  return objects(related.relationship).flatMap((concept) => {
    const detail = extension(concept, 'gd-guardianship');
    if (detail === undefined) return [];
    const scope = objects(detail.extension).find(({ url }) => url === 'scope')?.valueCoding as JsonObject | undefined;
    return [
      without({
        ...nearRow(related),
        scope: scope?.code,
        from: day(metadata(detail, 'validFrom')) ?? '1900-01-01',
        to: day(metadata(detail, 'validTo')),
      }),
    ];
  });
}

function nearRow(related: Resource): JsonObject {
  const number = objects(related.identifier).find(
    (one) => (one.system === identifierSystems.FNR || one.system === identifierSystems.DNR) && !isCeased(one),
  )?.value;
  return without({ nationalNumber: number, name: nameRow(objects(related.name)[0]) });
}

const conceptOf = (related: Resource, system: string): JsonObject | undefined =>
  objects(related.relationship).find((concept) => codeOf(concept, system) !== undefined);

const codeOf = (concept: JsonObject | undefined, system: string): Json | undefined =>
  objects(concept?.coding).find((one) => one.system === system)?.code;

const extension = (of: JsonObject | undefined, name: string): JsonObject | undefined =>
  objects(of?.extension).find(({ url }) => url === `${GD}/${name}`);

function nested(of: JsonObject | undefined, url: string): Json | undefined {
  const one = objects(of?.extension).find((inner) => inner.url === url);
  return one?.valueCode ?? one?.valueDate ?? one?.valueString ?? one?.valueDateTime ?? one?.valueBoolean;
}

/** The register's own word on a piece of information: from when, until when, whether it holds. */
function metadata(of: JsonObject | undefined, url: string): Json | undefined {
  const inner = objects(of?.extension).find((one) => one.url === `${GD}/gd-fregmetadata` || one.url === 'fregMetadata');
  return (
    nested(inner, url) ??
    nested(
      objects(inner?.extension).find((one) => one.url === `${GD}/gd-fregmetadata`),
      url,
    )
  );
}

const day = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value.slice(0, 10) : undefined;

function without(members: { [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

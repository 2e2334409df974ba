import type { JsonObject } from '../../fhir/resource.ts';
import { fold, hash64 } from '../../fhir/search/hash.ts';
import { typeNumber } from '../../fhir/types.ts';
import { findCurrent, int8Array, type Queryable, textArray } from '../../record/index.ts';
import type { Someone, Visit, VisitFacts } from './patterns.ts';
import type { VisitKey } from './visits.ts';

/** A visit with all that judges it. */
export type KnownVisit = VisitKey & { visit: Visit; facts: VisitFacts };

type VisitRow = VisitKey &
  Visit & {
    unit: string | null;
    legal: string | null;
    hasCared: boolean;
    isFormerPatient: boolean;
    isColleague: boolean;
    isOfUnit: boolean;
    worksNights: boolean;
  };

/** Loads what there is to know of visits: statements do not grow with their number. */
export async function loadVisits(client: Queryable, keys: readonly VisitKey[]): Promise<KnownVisit[]> {
  const rows = await visitRows(client, keys);
  const records = [...new Set(rows.map(({ record }) => record))];
  const staff = await staffOf(client, [...new Set(rows.map(({ person }) => person))]);
  const patients = await resourcesIn(client, records, 'Patient');
  const related = await resourcesIn(client, records, 'RelatedPerson');
  const namesakes = await countNames(
    client,
    rows.flatMap(({ person, record }) => sharedNames(staff.get(person), someoneOf(patients.get(record)))),
  );
  return rows.flatMap(
    ({ person, record, day, hasCared, isFormerPatient, isColleague, isOfUnit, worksNights, ...visit }) => {
      const told = patients.get(record);
      if (told === undefined) return []; // no citizen's record
      const [patient, one] = [someoneOf(told), staff.get(person) ?? nobody];
      const shared = sharedNames(one, patient).map((name) => namesakes.get(name) ?? 0);
      const facts: VisitFacts = {
        staff: one,
        patient,
        related: (related.get(record) ?? []).map(someoneFrom),
        isColleague,
        isOfUnit,
        isFamous: told.some(isFamous),
        hasCared,
        isFormerPatient,
        worksNights,
        ...(shared.length === 0 ? {} : { namesakes: Math.min(...shared) }),
      };
      return [{ person, record, day, visit, facts }];
    },
  );
}

async function visitRows(client: Queryable, keys: readonly VisitKey[]): Promise<VisitRow[]> {
  const { rows } = await client.query<VisitRow>(
    `SELECT v.person, v.record, v.day::text, v.unit, v.legal, v.reads, v.writes, v.refused, v.emergencies, v.grace, v.night,
       v.writes > 0 OR EXISTS (SELECT FROM log_visit h WHERE h.person = v.person AND h.record = v.record AND h.writes > 0
           AND h.day BETWEEN v.day - 30 AND v.day)
         OR EXISTS (SELECT FROM access_fact f WHERE f.record = v.record AND f.kind NOT IN ('block', 'emergency') AND v.first_at BETWEEN f.from_at AND f.to_at
           AND (f.person = split_part(v.person, '/', 2) OR f.data -> 'participants' ? split_part(v.person, '/', 2))) AS "hasCared",
       EXISTS (SELECT FROM access_fact f WHERE f.record = v.record AND f.unit = v.unit AND f.kind <> 'block' AND f.to_at <= v.first_at)
         AND NOT EXISTS (SELECT FROM access_fact f WHERE f.record = v.record AND f.unit = v.unit AND f.kind <> 'block' AND f.to_at > v.first_at) AS "isFormerPatient",
       EXISTS (SELECT FROM access_fact f WHERE f.record = v.record AND f.unit = v.unit AND f.kind <> 'block'
         AND v.first_at BETWEEN f.from_at AND f.to_at) AS "isOfUnit",
       EXISTS (SELECT FROM access_fact f WHERE f.record = v.record AND f.kind = 'patient'
         AND (f.data -> 'employeeOf' ? v.legal OR f.data -> 'employeeOf' ? v.unit)) AS "isColleague",
       (SELECT count(DISTINCT h.day) FROM log_visit h WHERE h.person = v.person AND h.day BETWEEN v.day - 45 AND v.day - 1 AND h.night > 0) >= 2
         AS "worksNights"
     FROM unnest($1::text[], $2::int8[], $3::text[]) AS k (person, record, day)
     JOIN log_visit v ON v.person = k.person AND v.record = k.record AND v.day = k.day::date`,
    [
      textArray(keys.map(({ person }) => person)),
      int8Array(keys.map(({ record }) => record)),
      textArray(keys.map(({ day }) => day)),
    ],
    'log-visit-facts',
  );
  return rows;
}

const nobody: Someone = { given: [], family: [], addresses: [] };

/** Personnel by their own words, and by their own record as citizens where one number tells that they are the same. */
async function staffOf(client: Queryable, persons: readonly string[]): Promise<Map<string, Someone>> {
  const known = persons.filter((person) => person.startsWith('Practitioner/'));
  const places = await findCurrent(
    client,
    known.map((person) => ({ type: 'Practitioner', id: person.slice(13) })),
    false,
  );
  const found = new Map<string, Someone>();
  const tokens = new Map<bigint, string>();
  for (const [i, place] of places.entries()) {
    if (place.state !== 'current') continue;
    const practitioner = JSON.parse(place.content) as JsonObject;
    found.set(known[i]!, someoneFrom(practitioner));
    for (const { system, value } of (practitioner.identifier ?? []) as { system?: string; value?: string }[]) {
      if (isNational.test(system ?? '')) tokens.set(hash64(`identifier\u001f${system}|${value}`), known[i]!);
    }
  }
  const { rows } = await client.query<{ value: bigint; content: string }>(
    `SELECT x.value, r.content FROM x_token x JOIN resource r ON r.record = x.record AND r.type = x.type AND r.id = x.id
     WHERE x.value = ANY ($1::int8[]) AND x.type = ${typeNumber('Patient')}`,
    [int8Array([...tokens.keys()])],
    'log-staff-records',
  );
  for (const { value, content } of rows) {
    const person = tokens.get(value)!;
    const [own, asCitizen] = [found.get(person)!, someoneFrom(JSON.parse(content) as JsonObject)];
    found.set(person, {
      ...own,
      family: [...new Set([...own.family, ...asCitizen.family])],
      addresses: [...own.addresses, ...asCitizen.addresses],
    });
  }
  return found;
}

/** National identity numbers and D-numbers. */
const isNational = /^urn:oid:2\.16\.578\.1\.12\.4\.1\.4\.[12]$/;

async function resourcesIn(
  client: Queryable,
  records: readonly bigint[],
  type: string,
): Promise<Map<bigint, JsonObject[]>> {
  const { rows } = await client.query<{ record: bigint; content: string }>(
    `SELECT r.record, r.content FROM unnest($1::int8[]) AS k (record) JOIN resource r ON r.record = k.record AND r.type = $2::int2`,
    [int8Array(records), typeNumber(type)],
    'log-resources-in',
  );
  const found = new Map<bigint, JsonObject[]>();
  for (const { record, content } of rows) {
    found.set(record, [...(found.get(record) ?? []), JSON.parse(content) as JsonObject]);
  }
  return found;
}

const someoneOf = (resources: readonly JsonObject[] | undefined): Someone =>
  resources === undefined ? nobody : someoneFrom(resources[0]!);

function someoneFrom(resource: JsonObject): Someone {
  const names = (resource.name ?? []) as { family?: string; given?: string[] }[];
  const addresses = (resource.address ?? []) as {
    line?: string[];
    postalCode?: string;
    use?: string;
    period?: { end?: string };
  }[];
  return {
    given: names.flatMap(({ given }) => (given ?? []).map(fold)),
    family: names.flatMap(({ family }) => (family === undefined ? [] : fold(family).split(/[ -]+/))),
    addresses: addresses.map(({ line, postalCode, use, period }) => ({
      line: fold(line?.[0] ?? ''),
      postalCode: postalCode ?? '',
      isPast: use === 'old' || (period?.end !== undefined && Date.parse(period.end) < Date.now()),
    })),
  };
}

/** Marked as one whom many are curious about. @source HL7 v3 ActCode CELEB */
function isFamous({ meta }: JsonObject): boolean {
  const { security = [], tag = [] } = (meta ?? {}) as { security?: { code?: string }[]; tag?: { code?: string }[] };
  return [...security, ...tag].some(({ code }) => code === 'CELEB');
}

const sharedNames = (one: Someone | undefined, other: Someone): string[] =>
  (one?.family ?? []).filter((name) => other.family.includes(name));

/** How many citizens have each of the names; no more than some hundred are counted. */
async function countNames(client: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; n: number }>(
    `SELECT k.name, (SELECT count(*)::int FROM (SELECT FROM x_name x WHERE x.type = ${typeNumber('Patient')} AND x.name = k.name LIMIT 200) few) AS n
     FROM unnest($1::text[]) AS k (name)`,
    [textArray([...new Set(names)])],
    'log-namesakes',
  );
  return new Map(rows.map(({ name, n }) => [name, n]));
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { Acting } from '../../access/gate/gate.ts';
import { recordOfOwnId } from '../../fhir/ids.ts';
import { citizens, fillMunicipality, units } from '../../record/search/test/municipality.ts';
import { looked, nodesOf, plansOf } from '../../record/search/test/plans.ts';
import { Store } from '../../record/search/test/store.ts';
import { acrossScope, type Narrowing, recordScope, sharedScope } from './predicates.ts';

/** The gate's own predicates in a municipality: each search looks at what its reader may see, and not at everyone's. */
let store: Store;

beforeAll(async () => {
  store = await Store.open();
  await fillMunicipality(store.database.writer);
}, 120_000);

afterAll(() => store.close());

const actor: Actor = { kind: 'staff', id: 'Practitioner/d', display: '', clientId: 'web', scopes: [], loa: 4 };
const narrowing: Narrowing = {
  token: { reaches: () => true, isWhole: () => true, includes: () => true, sql: undefined },
  launched: undefined,
  query: [],
  actor,
};

const now = Date.parse('2026-11-24T12:00:00Z');
const staff = (purpose: 'TREAT' | 'HQUALIMP'): Acting =>
  ({
    facts: {
      ...{ kind: 'staff', person: 'd', role: 'sykepleier', org: 'kommunen', unit: 'unit-3', alsoUnits: [] },
      ...{ isEmployed: true, loa: 4, hpr: { category: 'SP', status: 'active' } },
    },
    purpose,
  }) as unknown as Acting;

const scopes = {
  'a nurse of a unit': acrossScope(narrowing, staff('TREAT'), now, false),
  'who learns from records one by one': acrossScope(narrowing, staff('HQUALIMP'), now, false),
  'who sees only what everybody sees': sharedScope(narrowing),
  'a citizen': recordScope(narrowing, 7n, {
    ...{ reason: 'self', categories: 0xffff, hidden: 0, barriers: [], passed: [], isWhole: false, address: 'open' },
    ...{ masksThirdParty: true, masksIdentity: false, extras: [], obligations: [] },
  } as never),
};

const searches = [
  'Task?_count=10',
  'Task?owner=Organization/u3&_total=accurate',
  'Task?owner=Organization/u3&status=requested,accepted',
  'Observation?code=urn:loinc|2&_count=10',
  'Observation?_sort=-date&_count=10',
  'Observation?_summary=count',
  'Condition?code=urn:icpc|T90&_total=accurate&_count=5',
  'Patient?name=kari&_count=5',
  'Patient?_count=5',
  'Patient?_has:Condition:patient:code=urn:icpc|T90',
  'Observation?patient.name=kari&_count=5',
  '?_type=Observation,Task&_count=10',
  'Condition?_include=Condition:patient&_count=5',
  'Patient?_count=3&_revinclude=Observation:patient',
];

describe.each(Object.entries(scopes))('%s', (_, scope) => {
  test.each(searches)('asks %s of no more than that', async (url) => {
    for (const plan of await plansOf(store, url, scope)) {
      expect(nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'])).toEqual([]);
      expect(looked(plan)).toBeLessThan(citizens * 0.8);
    }
  });
});

test('a page of one record stays in the covering index under a decision about it', async () => {
  const permit = { reason: 'relation:vedtak', categories: 0b1111111, hidden: 0x10000, isWhole: false, address: 'open' };
  const lists = { barriers: [{ reason: 'blocked-category', categories: 0x80, marker: true }], passed: [], extras: [] };
  const scope = recordScope(narrowing, recordOfOwnId('Patient', 'p7'), {
    ...permit,
    ...lists,
    obligations: [],
  } as never);
  for (const url of ['Observation?patient=Patient/p7', 'Patient/p7/Observation?_sort=-date&code=urn:loinc|2']) {
    const [plan] = await plansOf(store, url, scope);
    const scans = nodesOf(plan!).filter((one) => one['Relation Name'] === 'resource' && one['Actual Loops'] !== 0);
    expect(scans.map((one) => one['Node Type']).sort()).toEqual(['Index Only Scan', 'Index Scan']);
  }
});

test('a nurse finds what the records of the unit have, and the unit’s own', async () => {
  const scope = scopes['a nurse of a unit'];
  const total = async (url: string) => (await store.search(`${url}&_summary=count`, { scope })).total;
  const { sql } = scope;
  for (const url of ['Task?status:missing=true', 'Observation?code=urn:loinc|1', 'Condition?code=urn:icpc|T90']) {
    const { total: all } = await store.search(`${url}&_summary=count`, { scope: { sql: sql! } });
    expect([url, await total(url)]).toEqual([url, all]);
    expect(all).toBeGreaterThan(0);
  }
  expect(await total('Observation?code=urn:loinc|1')).toBe(citizens / units);
  const kept = await store.search('Task?_sort=_id&_count=1000', { scope });
  expect(kept.matches.map(({ id }) => id)).toEqual(expect.arrayContaining(['kept1', 'kept2']));
});

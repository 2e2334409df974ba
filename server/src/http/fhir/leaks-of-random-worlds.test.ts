import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chance } from '../../access/cases/drawing.ts';
import { categorySystem, labelSystem } from '../../access/categories.ts';
import { hl7, systems } from '../../access/rules/codes.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { staff } from '../../test/actors.ts';
import { type Ask, get, pages } from '../../test/asks.ts';
import { hiddenBlock } from '../../test/leak-parts.ts';
import { shared } from '../../test/leak-world.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';
import { datum } from '../../test/world-contents.ts';

/**
 * What a search finds is what it would find if what is hidden had never been: random records, with random parts of them hidden in one
 * of several ways, stand in one store whole and in the other without those parts. `ENJOURNAL_TEST_WORLDS=200` tries as many as the
 * access model asks for; `ENJOURNAL_TEST_SEED` other ones.
 */
const WORLDS = Number(process.env.ENJOURNAL_TEST_WORLDS ?? 6);
const seed = Number(process.env.ENJOURNAL_TEST_SEED ?? 1);

type Item = JsonObject & { resourceType: string; id: string };
type World = { patient: string; common: Item[]; hidden: Item[] };

function worldOf(n: number): World {
  const chance = new Chance(seed * 10_007 + n);
  const random = () => chance.next();
  const pick = <T>(list: readonly T[]): T => chance.of(list);
  const patient = `w${n}`;
  const subject = { reference: `Patient/${patient}` };
  const ids = Array.from({ length: 4 + Math.floor(random() * 10) }, (_, i) => `w${n}-${i}`);
  const encounters = ids.filter(() => random() < 0.3);
  const blocked: string[] = [];
  const common: Item[] = [];
  const hidden: Item[] = [];
  for (const id of ids) {
    const way = random() < 0.4 ? pick(['block', 'category', 'draft', 'quarantine'] as const) : undefined;
    const item = itemOf(id, encounters.includes(id) ? 'Encounter' : pick(['Observation', 'Condition', 'Composition']), {
      subject,
      code: { coding: [{ system: 'urn:w', code: pick(['a', 'b', 'c']) }] },
      date: `2026-0${1 + Math.floor(random() * 5)}-1${Math.floor(random() * 9)}`,
      ...(encounters.length > 0 && random() < 0.6 ? { encounter: { reference: `Encounter/${pick(encounters)}` } } : {}),
    });
    if (way === 'block') blocked.push(`${item.resourceType}/${id}`);
    if (way === 'category') item.meta = secured('psych-note');
    if (way === 'quarantine')
      item.meta = { security: [...security('care-plan'), { system: labelSystem, code: 'wrong-patient' }] };
    if (way === 'draft' && item.resourceType === 'Composition') {
      item.status = 'preliminary';
      item.author = [{ reference: 'Practitioner/ola' }];
      item.meta = { ...secured('clinical-note'), tag: [{ system: systems.recorder, code: 'ola' }] };
    } else if (way === 'draft') blocked.push(`${item.resourceType}/${id}`);
    (way === undefined ? common : hidden).push(item);
  }
  const records: Item[] = [
    { resourceType: 'Patient', id: patient, name: [{ family: 'Prøvesen', given: [`W${n}`] }], gender: 'female' },
    {
      resourceType: 'EpisodeOfCare',
      id: `${patient}-care`,
      meta: { tag: [{ system: systems.custodian, code: 'zone' }] },
      status: 'active',
      patient: subject,
      managingOrganization: { reference: 'Organization/zone' },
      period: { start: '2026-01-01' },
    },
    ...(blocked.length === 0 ? [] : [blockOf(patient, blocked)]),
  ];
  return { patient, common: [...records, ...common], hidden };
}

const security = (code: string) => [{ system: categorySystem, code }];
const secured = (code: string): JsonObject => ({ security: security(code) });

type Parts = { subject: JsonObject; code: JsonObject; date: string; encounter?: JsonObject };

function itemOf(id: string, type: string, { subject, code, date, encounter }: Parts): Item {
  const common = { id, subject, ...(encounter === undefined || type === 'Encounter' ? {} : { encounter }) };
  switch (type) {
    case 'Encounter':
      return {
        ...common,
        ...{ resourceType: type, meta: secured('appointment'), status: 'planned', reasonCode: [code] },
        class: { system: hl7('v3-ActCode'), code: 'AMB' },
        period: { start: date },
      };
    case 'Condition':
      return { ...common, resourceType: type, meta: secured('clinical-note'), code, recordedDate: date };
    case 'Composition':
      return {
        ...common,
        ...{ resourceType: type, meta: secured('clinical-note'), status: 'final', type: code, date, title: 'Notat' },
        author: [{ display: 'Somebody' }],
      };
    default:
      return {
        ...common,
        ...{ resourceType: 'Observation', meta: secured('care-plan'), status: 'final', code, effectiveDateTime: date },
        valueQuantity: { value: Number(date.slice(8)) },
      };
  }
}

const blockOf = (patient: string, documents: readonly string[]): Item =>
  hiddenBlock(`${patient}-block`, patient, { data: documents.map(datum) });

const asksOf = ({ patient, hidden }: World): Ask[] => [
  ...['Observation', 'Condition', 'Composition', 'Encounter'].flatMap((type) => [
    get(`${type}?patient=${patient}&_total=accurate&_sort=-_id`),
    pages(`${type}?patient=${patient}&_count=2&_sort=date`),
  ]),
  get(`Observation?patient=${patient}&_summary=count&code=urn:w|a`),
  get(`Observation?patient=${patient}&code:not=urn:w|b&_sort=value-quantity`),
  get(`Observation?patient=${patient}&encounter.reason-code=urn:w|a`),
  get(`Patient?_id=${patient}&_has:Observation:patient:code=urn:w|c`),
  get(`Encounter?patient=${patient}&_revinclude=Observation:encounter&_revinclude=Condition:encounter`),
  get(`Observation?patient=${patient}&_include=Observation:encounter&_sort=_id`),
  pages(`Patient/${patient}/*?_count=3&_sort=-date`),
  pages(`Patient/${patient}/$everything?_count=4`),
  ...hidden.flatMap(({ resourceType, id, meta }) => [
    get(`${resourceType}?_id=${id}&_summary=count`),
    // what a role does not see is refused as such when it is asked for by name; of all else it is told that there is nothing
    ...(JSON.stringify(meta).includes('psych-note')
      ? []
      : [get(`${resourceType}/${id}`), get(`${resourceType}/${id}/_history`)]),
  ]),
];

let whole: TestServer;
let without: TestServer;
beforeAll(async () => {
  [whole, without] = await Promise.all([withServer(), withServer()]);
  for (const server of [whole, without]) {
    server.clock.now = Date.parse('2026-06-01T12:00:00Z');
    server.actors.set('nurse', staff('hanne', 'zone', 'sykepleier'));
    await store(server, shared);
  }
});
afterAll(async () => {
  for (const server of [whole, without]) {
    await server.close();
    expect(server.faults).toEqual([]);
  }
});

test(`in ${WORLDS} random records every answer is as if what is hidden had never been`, {
  timeout: 900_000,
}, async () => {
  let [asked, told] = [0, 0];
  for (let n = 0; n < WORLDS; n += 1) {
    const world = worldOf(n);
    await store(whole, [...world.common, ...world.hidden]);
    await store(without, world.common);
    for (const [at, ask] of asksOf(world).entries()) {
      const headers = { authorization: 'Bearer nurse' };
      const where = { seed, world: n, at };
      const answer = await ask(whole, headers);
      expect({ ...where, answer }).toEqual({ ...where, answer: await ask(without, headers) });
      asked += 1;
      // and the same asked by one from whom nothing is hidden tells
      const open = { authorization: 'Bearer test' };
      if (n < 3 && JSON.stringify(await ask(whole, open)) !== JSON.stringify(await ask(without, open))) told += 1;
    }
  }
  expect(asked).toBeGreaterThan(WORLDS * 15);
  expect(told).toBeGreaterThan(10);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordOfOwnId } from '../../fhir/ids.ts';
import { Problem } from '../../fhir/issue.ts';
import { guessRecord, history, instanceHistory, type Version } from '../index.ts';
import { findMatches, readKeys, readOfPatient, readRecord, type Scope, sealCursor } from './index.ts';
import { Store } from './test/store.ts';
import { HIDDEN, isHidden, seeing, worldOf } from './test/world.ts';

/**
 * Two stores for each seed: the whole world, seen by a reader from whom a third is hidden, and the world without that third.
 * Whatever is asked, the answers have the same bytes.
 */
const seeds = [1, 2, 3];
const stores: { all: Store; rest: Store }[] = [];

beforeAll(async () => {
  for (const seed of seeds) {
    const [all, rest] = [await Store.open(), await Store.open()];
    for (const store of [all, rest]) {
      store.context = {
        now: () => Date.parse('2026-11-24T12:00:00Z'),
        label: (resource) => (isHidden(resource) ? HIDDEN | 4 : 4),
      };
    }
    const world = worldOf(seed);
    for (const resource of world) {
      const { id, resourceType } = resource;
      await all.put(structuredClone(resource));
      if (!isHidden(resource)) await rest.put(structuredClone(resource));
      // versions, and what has ended
      for (const again of id!.endsWith('b1') ? [1, 2] : []) {
        const changed = { ...structuredClone(resource), note: [{ text: String(again) }] };
        await all.put(changed);
        if (!isHidden(resource)) await rest.put(structuredClone(changed));
      }
      if (id!.endsWith('b2')) {
        await all.remove(resourceType, id!);
        if (!isHidden(resource)) await rest.remove(resourceType, id!);
      }
    }
    stores.push({ all, rest });
  }
}, 120_000);

afterAll(async () => {
  for (const { all, rest } of stores) {
    await all.close();
    await rest.close();
  }
});

/** All pages of a search: what is on them, and where they end. */
async function pagesOf(store: Store, url: string, scope: Scope): Promise<unknown[]> {
  const pages: unknown[] = [];
  let position: readonly (string | null)[] | undefined;
  do {
    const from = position === undefined ? {} : { position };
    const page = await store.search(url, { scope, maxIncludes: 30, ...from });
    const { next, ...told } = page;
    pages.push({ ...told, isLast: next === undefined });
    position = next;
  } while (position !== undefined && pages.length < 40);
  return pages;
}

const text = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one), 1);

const patients = ['p0', 'p1', 'p2', 'p3'];
const each = (make: (patient: string) => string[]) => patients.flatMap(make);

const channels: Record<string, string[]> = {
  'totals and counts': [
    'Observation?_summary=count',
    'Observation?_total=accurate&_count=2',
    'Observation?_total=estimate&_count=2',
    '?_type=Observation,Condition&_total=accurate&_count=3',
    ...each((p) => [`Observation?patient=Patient/${p}&_total=accurate&_count=1`, `Patient/${p}/*?_summary=count`]),
    'Patient?name=kari&_total=accurate&_count=1',
    'Task?identifier=task&_total=accurate&_count=1',
  ],
  'pages and their ends': [
    'Observation?_count=1',
    'Observation?_count=3',
    'Patient?name=kari&_count=1',
    'Task?identifier=task&_count=1',
    'Task?owner=Practitioner/d0&_count=1',
    ...each((p) => [
      `Patient/${p}/Observation?_count=1`,
      `Patient/${p}/*?_count=2`,
      `Observation?subject=${p}&_count=2`,
    ]),
  ],
  order: [
    ...['date', '-date', 'code', '-value-quantity', '_lastUpdated', '-_id', 'status,date'].flatMap((sort) => [
      `Observation?_sort=${sort}&_count=2`,
      `Patient/p1/Observation?_sort=${sort}&_count=2`,
    ]),
    'Patient?_sort=family,-birthdate&_count=1',
    'Task?identifier=task&_sort=-authored-on&_count=1',
    '?_type=Observation,Encounter&_sort=date&_count=3',
  ],
  'every kind of filter': [
    'Observation?code=urn:codes|8480-6',
    'Observation?code:not=urn:codes|8480-6',
    'Observation?code:text=text',
    'Observation?value-quantity=gt70',
    'Observation?date=ge2026-03-01',
    'Observation?date:missing=true',
    'Observation?_lastUpdated=ge2026-11-24',
    'Observation?_tag=urn:unit|u1',
    'Observation?_security=urn:label|hidden',
    'Observation?_security:not=urn:label|hidden',
    'Observation?_id=p0-b0,p0-b1,p1-b0,p1-b3,p2-b4',
    'Patient?name=berg&given=kari',
    'Patient?family:exact=Berg',
    'Patient?name:contains=erg',
    'Patient?identifier=urn:ids|p0,urn:ids|p1,urn:ids|p2',
    'Patient?identifier=urn:ids|',
    'DocumentReference?description=epi',
    'DocumentReference?_text=epikrise',
    'DocumentReference?_content=notat',
    'Questionnaire?url=http://forms.no/q0,http://forms.no/q1',
    ...each((p) => [`Observation?patient=Patient/${p}&code=urn:codes|8480-6,urn:codes|8867-4`, `Patient?_id=${p}`]),
  ],
  chains: [
    'Observation?patient.name=berg',
    'Observation?subject:Patient.identifier=urn:ids|p1',
    'Observation?encounter.status=finished',
    'Observation?encounter.service-provider.name=etat',
    'Observation?performer:Practitioner.name=lege0',
    'Observation?patient.general-practitioner:Practitioner.identifier=urn:ids|d1',
    'Observation?has-member.code=urn:codes|8480-6',
    'Task?focus:Observation.code=urn:codes|8867-4',
    'Task?owner:Organization.name=etat',
    'ServiceRequest?requester:Practitioner.name=lege1',
    'Organization?partof.name=etat',
    'PractitionerRole?practitioner.name=lege0&organization.name=etat',
    ...each((p) => [
      `Observation?patient=Patient/${p}&encounter.status=finished`,
      `Patient/${p}/Observation?performer:Practitioner.name=lege1`,
      `Patient/${p}/*?patient.name=kari&_type=Observation,Condition`,
    ]),
  ],
  'reverse chains, also nested': [
    'Patient?_has:Observation:patient:code=urn:codes|8480-6',
    'Patient?_has:Encounter:patient:status=in-progress',
    'Patient?_has:Condition:patient:code=urn:codes|R05&name=kari',
    'Practitioner?_has:Observation:performer:code=urn:codes|8480-6',
    'Practitioner?_has:Patient:general-practitioner:name=berg',
    'Organization?_has:Encounter:service-provider:status=finished',
    'Organization?_has:Patient:organization:_has:Observation:patient:code=urn:codes|8867-4',
    'Practitioner?_has:PractitionerRole:practitioner:organization.name=etat',
    'Encounter?_has:Observation:encounter:value-quantity=gt80',
    'Observation?_has:Provenance:target:agent=Practitioner/d0',
    'Observation?_has:Observation:has-member:status=final',
    'Condition?_has:List:item:status=current',
    ...each((p) => [
      `Encounter?patient=Patient/${p}&_has:Observation:encounter:code=urn:codes|8480-6`,
      `Observation?patient=Patient/${p}&_has:DocumentReference:related:status=current`,
      `Observation?patient=Patient/${p}&_has:Provenance:target:recorded=ge2020`,
    ]),
  ],
  includes: [
    'Observation?_include=Observation:encounter&_include=Observation:performer&_count=4',
    'Observation?_include=*&_count=3',
    'Observation?_include=Observation:has-member&_include:iterate=Observation:has-member&_count=2',
    'Encounter?_include=Encounter:service-provider&_include:iterate=Organization:partof&_count=2',
    'Task?identifier=task&_include=Task:focus&_include:iterate=Observation:encounter&_include=Task:owner',
    'QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire&_include=QuestionnaireResponse:author',
    'List?_include=List:item&_count=1',
    'Provenance?_include=Provenance:target&_include=Provenance:entity',
    ...each((p) => [`Patient/${p}/*?_include=*&_count=5`, `Patient?_id=${p}&_include=Patient:general-practitioner`]),
  ],
  'reverse includes': [
    'Patient?name=kari&_revinclude=Observation:patient&_revinclude=Encounter:patient&_count=1',
    'Patient?name=kari&_revinclude=Provenance:entity&_revinclude=Appointment:actor',
    'Practitioner?name=ada&_revinclude=Observation:performer&_revinclude=PractitionerRole:practitioner&_count=2',
    'Organization?name=etat&_revinclude=Encounter:service-provider&_revinclude:iterate=Observation:encounter&_count=1',
    'Questionnaire?url=http://forms.no/q0&_revinclude=QuestionnaireResponse:questionnaire',
    'Encounter?_revinclude=Observation:encounter&_count=1',
    'Observation?_revinclude=Provenance:target&_revinclude=Observation:derived-from&_count=2',
    'Observation?_revinclude=*:*&_count=1',
  ].filter((url) => !url.includes('*:*')),
  compartments: [
    ...each((p) => [
      `Patient/${p}/Observation`,
      `Patient/${p}/*?_sort=-date`,
      `Patient/${p}/Provenance`,
      `Patient/${p}/Appointment`,
    ]),
    'Practitioner/d0/*?_count=5',
    'Practitioner/d1/Observation',
    'Encounter/p0-e0/*',
    'Encounter/p1-e1/Observation?_count=1',
    'Organization/o1/*',
  ].filter((url) => !url.startsWith('Organization/')),
};

describe.each(seeds)('in world %i a reader is told as if what is hidden were not there', (seed) => {
  const of = () => stores[seeds.indexOf(seed)]!;

  test.each(Object.entries(channels))('by %s', async (_, urls) => {
    const { all, rest } = of();
    let differs = 0;
    for (const url of urls) {
      const seen = text(await pagesOf(all, url, seeing));
      expect(`${url}\n${seen}`).toBe(`${url}\n${text(await pagesOf(rest, url, {}))}`);
      expect(`${url}\n${text(await pagesOf(rest, url, seeing))}`).toBe(`${url}\n${seen}`);
      if (text(await pagesOf(all, url, {})) !== seen) differs += 1;
    }
    // the questions are such that something could have been told
    expect(differs).toBeGreaterThan(urls.length / 3);
  });

  test('by what conditional interactions match', async () => {
    const { all, rest } = of();
    const queries = ['identifier=urn:ids|p0', 'identifier=urn:ids|p1', 'identifier=urn:ids|p2', 'name=berg', '_id=p3'];
    const criteria = [
      ...queries.map((query) => ({ type: 'Patient', query })),
      { type: 'Task', query: 'identifier=task' },
      { type: 'Observation', query: 'patient=Patient/p1&code=urn:codes|8480-6' },
      { type: 'Observation', query: 'patient.identifier=urn:ids|p2&code=urn:codes|8867-4' },
    ];
    const found = async (store: Store, scope: Scope) =>
      (await findMatches(store.database.reader, criteria, { scope, most: 50 })).map((one) =>
        one instanceof Problem ? one.kind : one.map(({ type, id }) => `${type}/${id}`).sort(),
      );
    expect(await found(all, seeing)).toEqual(await found(rest, {}));
    expect(await found(all, {})).not.toEqual(await found(rest, {}));
  });

  test('by the whole of a record', async () => {
    const { all, rest } = of();
    const whole = async ({ database: { reader } }: Store, scope: Scope) => {
      const told: unknown[] = [];
      for (const id of patients) {
        const record = guessRecord('Patient', id);
        let after: { type: number; id: string } | undefined;
        do {
          const pieces = await readRecord(reader, record, { part: {}, size: 4, scope, ...(after && { after }) });
          told.push(pieces);
          after = pieces.length < 4 ? undefined : pieces.at(-1);
        } while (after !== undefined);
        const part = { types: [75, 97, 110], since: 0, from: Date.parse('2026-01-01'), to: Date.parse('2026-04-01') };
        told.push(await readRecord(reader, record, { part, size: 50, scope }));
        told.push(await readOfPatient(reader, { id, record }, { part: {}, scope }));
        const keys = ['d0', 'd1', 'd2', 'd3'].map((one) => ({ type: 'Practitioner', id: one }));
        told.push(await readKeys(reader, [...keys, { type: 'Observation', id: `${id}-b0` }], scope));
      }
      return text(told);
    };
    expect(await whole(all, seeing)).toBe(await whole(rest, {}));
    expect(await whole(all, {})).not.toBe(await whole(rest, {}));
  });

  test('by history', async () => {
    const { all, rest } = of();
    const see = async (_: unknown, versions: readonly Version[]) =>
      versions.map(({ access, accessNow }) => ((access! | (accessNow ?? 0)) & HIDDEN) === 0);
    const told = async ({ database: { reader } }: Store, isSeeing: boolean) => {
      const of = isSeeing ? [see] : [];
      const pages: unknown[] = [];
      for (const type of [undefined, 'Observation', 'Patient']) {
        const ofType = type === undefined ? {} : { type };
        for (let after: { seq: bigint } | undefined, more = true; more; ) {
          const page = await history(reader, { count: 7, ...ofType, ...(after && { after }) }, ...of);
          pages.push({ more: page.more, versions: page.versions.map(({ seq, ...version }) => version) });
          more = page.more;
          after = more ? { seq: page.versions.at(-1)!.seq! } : undefined;
        }
      }
      for (const id of patients.flatMap((p) => [0, 1, 2, 3].map((n) => `${p}-b${n}`))) {
        const query = { type: 'Observation', id };
        pages.push(await instanceHistory(reader, { ...query, count: 10 }, ...of));
        pages.push(await instanceHistory(reader, { ...query, count: 1 }, ...of));
        pages.push(await instanceHistory(reader, { ...query, count: 1, after: { at: 0, version: 2 } }, ...of));
      }
      return text(pages);
    };
    expect(await told(all, true)).toBe(await told(rest, false));
    expect(await told(all, false)).not.toBe(await told(rest, false));
  });
});

test('the length of a page link does not tell how large a number in it is', () => {
  const link = (seq: string) => sealCursor({ path: 'Observation', query: [], position: [seq] }, 'secret').length;
  expect(link('7')).toBe(link('1234567'));
});

test('a scope by tag holds for a resource with more tokens than its index entry has room for', async () => {
  const store = await Store.open();
  const tokens = { system: 'urn:unit', code: 'u1' };
  await store.put({
    resourceType: 'Observation',
    id: 'large',
    meta: { tag: [tokens] },
    status: 'final',
    subject: { reference: 'Patient/x' },
    code: { coding: Array.from({ length: 400 }, (_, i) => ({ system: 'urn:codes', code: `c${i}` })) },
  });
  const { rows } = await store.database.reader.query<{ more: number; tagged: boolean }>(
    `SELECT cardinality(tokens_more) AS more, hashtextextended('_tag' || chr(31) || 'urn:unit|u1', 0) = ANY (tokens) AS tagged
     FROM resource WHERE record = $1`,
    [recordOfOwnId('Patient', 'x')],
  );
  expect(rows).toEqual([{ more: expect.any(Number), tagged: true }]);
  expect(await store.ids('Observation?_tag=urn:unit|u1&code=c399')).toEqual(['large']);
  await store.close();
});

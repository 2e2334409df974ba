import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCursor, sealCursor } from '../index.ts';
import type { Position } from '../keys.ts';
import { Store } from '../test/store.ts';

/** FHIR R4, search.html, "Managing returned resources", section by section. */
let store: Store;
let made: string;

const observation = (id: string, more: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: { reference: 'Patient/p' },
  ...more,
});

beforeAll(async () => {
  store = await Store.open();
  await store.put(
    { resourceType: 'Organization', id: 'org', name: 'Kommunen' },
    { resourceType: 'Organization', id: 'part', name: 'Etaten', partOf: { reference: 'Organization/org' } },
    { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Lege' }] },
    {
      resourceType: 'Patient',
      id: 'p',
      name: [{ family: 'Åsen' }],
      managingOrganization: { reference: 'Organization/part' },
      generalPractitioner: [{ reference: 'Practitioner/doc' }],
    },
    { resourceType: 'Patient', id: 'q', name: [{ family: 'Berg' }, { family: 'Østby' }], birthDate: '1950' },
    {
      resourceType: 'Encounter',
      id: 'e',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/p' },
      period: { start: '2026-01-01' },
    },
    observation('o1', {
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 3 },
      encounter: { reference: 'Encounter/e' },
      performer: [{ reference: 'Practitioner/doc' }],
    }),
    observation('o2', {
      effectiveDateTime: '2026-01-02',
      valueQuantity: { value: 1 },
      hasMember: [{ reference: 'Observation/o1' }],
    }),
    observation('o3', {
      effectiveDateTime: '2026-01-02',
      valueQuantity: { value: 2 },
      hasMember: [{ reference: 'Observation/o2' }],
    }),
    observation('o4', { valueString: 'no date', code: { coding: [{ code: 'b' }] } }),
    {
      resourceType: 'Provenance',
      id: 'prov1',
      target: [{ reference: 'Observation/o1' }],
      recorded: '2026-01-05T00:00:00Z',
      agent: [{ who: { reference: 'Practitioner/doc' } }],
    },
    {
      resourceType: 'Provenance',
      id: 'prov2',
      target: [{ reference: 'Provenance/prov1' }],
      recorded: '2026-01-06T00:00:00Z',
      agent: [{ who: { reference: 'Patient/q' } }],
    },
    { resourceType: 'Questionnaire', id: 'old', status: 'retired', url: 'http://acme.org/form', version: '2' },
    { resourceType: 'Questionnaire', id: 'form', status: 'active', url: 'http://acme.org/form', version: '3' },
    {
      resourceType: 'QuestionnaireResponse',
      id: 'answer',
      status: 'completed',
      questionnaire: 'http://acme.org/form|3',
      subject: { reference: 'Patient/p' },
    },
    {
      resourceType: 'QuestionnaireResponse',
      id: 'answer2',
      status: 'completed',
      questionnaire: 'http://acme.org/form',
      subject: { reference: 'Patient/p' },
    },
  );
  made = await store.create({ resourceType: 'Patient', name: [{ family: 'Caspersen' }] });
});

afterAll(() => store.close());

/** All pages of a search, of the size given, with something done between them. */
async function pages(url: string, between?: (page: number) => Promise<void>): Promise<string[][]> {
  const found: string[][] = [];
  let position: Position | undefined;
  do {
    const page = await store.search(url, position === undefined ? {} : { position });
    found.push(page.matches.map(({ id }) => id));
    position = page.next;
    await between?.(found.length);
  } while (position !== undefined && found.length < 50);
  return found;
}

describe('sorting', () => {
  test.each([
    ['Observation?patient=p&_sort=date', ['o1', 'o3', 'o2', 'o4']],
    ['Observation?patient=p&_sort=-date', ['o2', 'o3', 'o1', 'o4']],
    ['Observation?patient=p', ['o2', 'o3', 'o1', 'o4']],
    ['Observation?patient=p&_sort=value-quantity', ['o2', 'o3', 'o1', 'o4']],
    ['Observation?patient=p&_sort=-value-quantity', ['o1', 'o3', 'o2', 'o4']],
    ['Observation?_sort=-date,value-quantity', ['o2', 'o3', 'o1', 'o4']],
    ['Observation?_sort=-date,-value-quantity', ['o3', 'o2', 'o1', 'o4']],
    ['Observation?_sort=code', ['o4', 'o1', 'o2', 'o3']],
    ['Observation?_sort=-_id', ['o4', 'o3', 'o2', 'o1']],
    ['Observation?_sort=_lastUpdated', ['o1', 'o2', 'o3', 'o4']],
    ['Observation?_sort=-_lastUpdated', ['o4', 'o3', 'o2', 'o1']],
    ['Observation?_sort=has-member', ['o2', 'o3', 'o1', 'o4']],
    ['Observation?_sort=-encounter', ['o1', 'o2', 'o3', 'o4']],
    ['Observation?_sort=_score,date', ['o1', 'o3', 'o2', 'o4']],
    ['Observation', ['o4', 'o3', 'o2', 'o1']],
    ['Patient?_sort=family', ['p', 'q', 'MADE']],
    ['Patient?_sort=-family', ['q', 'MADE', 'p']],
    ['Patient?_sort=birthdate', ['q', 'MADE', 'p']],
    ['Questionnaire?_sort=url,-version', ['form', 'old']],
    ['Provenance?_sort=-recorded', ['prov2', 'prov1']],
  ])('%s', async (url, wanted) => {
    // Ids that the server makes begin anywhere, so only their place among the others is told.
    const expected = wanted.map((id) => (id === 'MADE' ? made : id));
    const found = await store.ids(url);
    if (wanted.includes('MADE') && url.endsWith('birthdate')) {
      expect(found[0]).toBe('q');
      expect([...found].sort()).toEqual([...expected].sort());
    } else expect(found).toEqual(expected);
    for (const size of [1, 2, 3]) {
      expect((await pages(`${url}${url.includes('?') ? '&' : '?'}_count=${size}`)).flat()).toEqual(found);
    }
  });
});

describe('page count and total', () => {
  test('the page has as many as were asked for, and says where the next begins only when there is one', async () => {
    const first = await store.search('Observation?patient=p&_count=3');
    expect(first.matches).toHaveLength(3);
    expect(first.total).toBeUndefined();
    const last = await store.search('Observation?patient=p&_count=3', { position: first.next! });
    expect(last.matches).toHaveLength(1);
    expect(last.next).toBeUndefined();
    expect((await store.search('Observation?patient=p&_count=4')).next).toBeUndefined();
  });

  test('a first page that is the last gives the total for nothing', async () => {
    expect((await store.search('Observation?patient=p')).total).toBe(4);
  });

  test('a total is counted when it is asked for', async () => {
    const url = 'Observation?patient=p&_count=1';
    expect((await store.search(`${url}&_total=accurate`)).total).toBe(4);
    expect((await store.search(`${url}&_total=estimate`)).total).toBe(4);
    expect((await store.search(`${url}&_total=none`)).total).toBeUndefined();
  });

  test('only the number is told for _count=0 and _summary=count', async () => {
    expect(await store.search('Observation?_count=0')).toMatchObject({ matches: [], total: 4 });
    expect(await store.search('Observation?_summary=count&code=b')).toMatchObject({ matches: [], total: 1 });
    expect(await store.search('?_type=Observation,Patient&_summary=count')).toMatchObject({ total: 7 });
    expect(await store.search('Patient/p/*?_summary=count')).toMatchObject({ total: 8 });
  });
});

describe('included resources', () => {
  const includedBy = async (url: string, options = {}) => {
    const { matches, included } = await store.search(url, options);
    const known = new Set(matches.map(({ type, id }) => `${type}/${id}`));
    const keys = included.map(({ type, id }) => `${type}/${id}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => known.has(key))).toEqual([]);
    return keys.sort();
  };

  test.each([
    ['Observation?_id=o1&_include=Observation:patient', ['Patient/p']],
    [
      'Observation?_id=o1&_include=Observation:performer:Practitioner&_include=Observation:encounter',
      ['Encounter/e', 'Practitioner/doc'],
    ],
    ['Observation?_id=o1&_include=Observation:performer:Patient', []],
    ['Observation?_id=o1&_include=Observation:*', ['Encounter/e', 'Patient/p', 'Practitioner/doc']],
    ['Observation?_id=o1&_include=*', ['Encounter/e', 'Patient/p', 'Practitioner/doc']],
    ['Observation?_id=o3&_include=Observation:has-member', ['Observation/o2']],
    ['Observation?_id=o3&_include:iterate=Observation:has-member', ['Observation/o1', 'Observation/o2']],
    [
      'Observation?_id=o1&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof',
      ['Organization/org', 'Organization/part', 'Patient/p'],
    ],
    ['Observation?_id=o1&_include=Observation:patient&_include=Patient:organization', ['Patient/p']],
    ['Observation?_id=o1&_revinclude=Provenance:target', ['Provenance/prov1']],
    ['Observation?_id=o1&_revinclude:iterate=Provenance:target', ['Provenance/prov1', 'Provenance/prov2']],
    [
      'Observation?_id=o1&_revinclude=Provenance:target&_include:iterate=Provenance:agent',
      ['Practitioner/doc', 'Provenance/prov1'],
    ],
    ['Observation?_id=o1&_revinclude=Observation:has-member', ['Observation/o2']],
    [
      'Patient?_id=p&_revinclude=Observation:subject',
      ['Observation/o1', 'Observation/o2', 'Observation/o3', 'Observation/o4'],
    ],
    ['Patient?_id=p&_revinclude=Encounter:patient', ['Encounter/e']],
    [
      'Patient?_id=p&_revinclude=Observation:*',
      ['Observation/o1', 'Observation/o2', 'Observation/o3', 'Observation/o4'],
    ],
    ['Practitioner?_id=doc&_revinclude=Observation:performer', ['Observation/o1']],
    ['Practitioner?_id=doc&_revinclude=Patient:general-practitioner', ['Patient/p']],
    ['Encounter?patient=p&_revinclude=Observation:encounter', ['Observation/o1']],
    ['QuestionnaireResponse?_id=answer&_include=QuestionnaireResponse:questionnaire', ['Questionnaire/form']],
    [
      'Questionnaire?_id=form&_revinclude=QuestionnaireResponse:questionnaire',
      ['QuestionnaireResponse/answer', 'QuestionnaireResponse/answer2'],
    ],
    ['Observation?patient=p&_include=Observation:has-member', []],
  ])('%s includes %j', async (url, expected) => {
    expect(await includedBy(url)).toEqual(expected);
  });

  test('too many are cut, and it is said', async () => {
    const page = await store.search('Patient?_id=p&_revinclude=Observation:subject', { maxIncludes: 2 });
    expect(page.included).toHaveLength(2);
    expect(page.issues).toMatchObject([{ severity: 'warning', code: 'too-costly', key: 'includes-cut' }]);
    const whole = await store.search('Patient?_id=p&_revinclude=Observation:subject', { maxIncludes: 4 });
    expect(whole.issues).toEqual([]);
  });
});

describe('paging while others write', () => {
  const of = (i: number) => ({
    resourceType: 'Task',
    id: `t${String(i).padStart(2, '0')}`,
    status: 'requested',
    intent: 'order',
    for: { reference: 'Patient/q' },
    owner: { reference: 'Practitioner/doc' },
    authoredOn: `2026-02-${String(1 + (i % 5)).padStart(2, '0')}`,
  });
  const ids = Array.from({ length: 20 }, (_, i) => of(i).id);

  test.each([
    'Task?patient=q&_count=6',
    'Task?patient=q&_sort=authored-on&_count=6',
    'Task?owner=Practitioner/doc&_count=6',
    'Task?owner=Practitioner/doc&_sort=authored-on&_count=6',
    'Task?_count=6',
    'Task?_sort=status,authored-on&_count=6',
    'Task?_sort=_id&_count=6',
  ])('%s: what stays is told once, whatever comes and goes', async (url) => {
    await store.putAll(Array.from({ length: 20 }, (_, i) => of(i)));
    const found = await pages(url, async (page) => {
      if (page !== 1 && page !== 2) return;
      // One is changed without moving, one goes, one comes.
      await store.put({ ...of(3), description: `changed ${page}` });
      await store.remove('Task', of(page === 1 ? 7 : 13).id);
      await store.put({ ...of(20 + page), id: `new${page}` });
    });
    const told = found.flat();
    expect(new Set(told).size).toBe(told.length);
    const stayed = ids.filter((id) => id !== of(7).id && id !== of(13).id);
    expect(told.filter((id) => stayed.includes(id)).sort()).toEqual(stayed);
    await store.remove('Task', 'new1');
    await store.remove('Task', 'new2');
  });
});

describe('links to pages', () => {
  const cursor = {
    path: 'Observation',
    query: [['patient', 'p']] as [string, string][],
    position: ['2026-01-01 00:00:00+00', null],
  };

  test('come back as they were, and tell nobody what was asked', () => {
    const sealed = sealCursor(cursor, 'secret');
    expect(openCursor(sealed, 'Observation', 'secret')).toEqual(cursor);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('patient');
    expect(sealed).toMatch(/^[\w-]+$/);
  });

  test('that were changed, or belong elsewhere, are refused', () => {
    const sealed = sealCursor(cursor, 'secret');
    const changed = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21);
    const attempts: [string, string, string][] = [
      [changed, 'Observation', 'secret'],
      [sealed.slice(0, -2), 'Observation', 'secret'],
      ['', 'Observation', 'secret'],
      ['AAAA', 'Observation', 'secret'],
      [sealed, 'Patient', 'secret'],
      [sealed, 'Observation', 'other'],
    ];
    for (const [text, path, secret] of attempts) {
      expect(() => openCursor(text, path, secret)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    }
  });
});

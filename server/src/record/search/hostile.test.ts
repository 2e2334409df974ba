import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../fhir/issue.ts';
import { searchParametersOf } from '../../fhir/search/parameters.ts';
import { parseSearch } from '../../fhir/search/parse.ts';
import { resourceTypes } from '../../fhir/types.ts';
import { findMatches, runSearch } from './index.ts';
import { Store } from './test/store.ts';

let store: Store;

beforeAll(async () => {
  store = await Store.open();
  await store.put({ resourceType: 'Patient', id: 'p', name: [{ family: 'O\'Brien %_\\ "x"' }] });
});

afterAll(() => store.close());

/** A value that fits a parameter, for there to be a statement at all. */
const fitting: Record<string, string> = {
  token: 'urn:s|c',
  string: 'abc',
  date: 'ge2020',
  number: '5.4',
  quantity: '5.4|http://unitsofmeasure.org|mg',
  reference: 'Patient/p',
  uri: 'http://acme.org/x',
};
const modifiers: Record<string, string[]> = {
  token: ['', ':not', ':text', ':missing'],
  string: ['', ':exact', ':contains', ':missing'],
  reference: ['', ':identifier', ':missing'],
  uri: ['', ':below', ':above', ':missing'],
};

/** Every parameter of a type with every modifier, and a sort by it where there is one. */
function everyQuestion(type: string): { filters: [string, string][]; sorts: string[] } {
  const filters: [string, string][] = [];
  const sorts: string[] = [];
  for (const { code, type: of, components = [] } of searchParametersOf(type).values()) {
    const isFullText = code === '_text' || code === '_content';
    if (code === '_query') continue;
    if (of !== 'composite' && of !== 'special' && !isFullText) sorts.push(`-${code}`);
    const composed = components.map((component) => fitting[component.type]).join('$');
    const value = of === 'composite' ? composed : of === 'special' ? '60|10|5|km' : fitting[of]!;
    for (const modifier of modifiers[of] ?? ['', ':missing']) {
      if (modifier !== ':missing') filters.push([code + modifier, value]);
      else if (!isFullText) filters.push([code + modifier, 'true']);
    }
  }
  return { filters, sorts };
}

test.each(resourceTypes)('every parameter of %s makes statements that the database takes', async (type) => {
  const { filters, sorts } = everyQuestion(type);
  // Several at a time, for most of the time goes to the database's planning.
  for (let i = 0; i * 15 < filters.length; i++) {
    const query = filters.slice(i * 15, i * 15 + 15);
    const sort = sorts.slice(i * 6, i * 6 + 6).join(',');
    if (sort !== '') query.push(['_sort', sort]);
    const search = parseSearch({ type, query, handling: 'lenient' });
    expect(search.filters.length).toBeGreaterThan(0);
    await runSearch(store.database.reader, search);
  }
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    "'",
    "''; DROP TABLE resource; --",
    '$1',
    '\\',
    '\\\\',
    '%',
    '_',
    '"',
    '{',
    '}',
    ',',
    '\\,',
    '|',
    '||',
  ),
  fc.constantFrom('\u001f', '\ud800', '\u{10ffff}', '1e308', '-0', '9'.repeat(400), 'x'.repeat(5000), 'NULL', '../..'),
);
const anyValue = fc.array(nasty, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));

test('whatever stands in a value, the answer is a page or a refusal', async () => {
  const names = [
    ...[
      '_id',
      '_tag',
      '_text',
      '_content',
      '_lastUpdated',
      '_source',
      '_profile:below',
      'identifier',
      'identifier:of-type',
    ],
    ...[
      'name',
      'name:exact',
      'name:contains',
      'family',
      'birthdate',
      'gender:not',
      'general-practitioner',
      'organization',
    ],
    ...[
      'link:Patient.name',
      '_has:Observation:patient:code',
      '_has:Observation:subject:value-quantity',
      'phone',
      'address',
    ],
    ...['_sort', '_include', '_revinclude', '_count', '_elements', '_list', 'general-practitioner:identifier'],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...names), anyValue), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(undefined, 'Patient'),
      async (query, type) => {
        try {
          const search = parseSearch({ ...(type === undefined ? {} : { type }), query, handling: 'lenient' });
          await runSearch(store.database.reader, search);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).kind).toBe('invalid');
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(await store.found('Patient')).toEqual(['p']);
});

test('what would be a pattern or a quote elsewhere is itself here', async () => {
  expect(await store.found('Patient?family=o\'brien %25_\\\\ "')).toEqual(['p']);
  expect(await store.found('Patient?family:contains=%25_')).toEqual(['p']);
  expect(await store.found('Patient?family:contains=%25%25')).toEqual([]);
  expect(await store.found('Patient?family:exact=O\'Brien %25_\\\\ "x"')).toEqual(['p']);
});

test('criteria of conditional interactions are as safe', async () => {
  await fc.assert(
    fc.asyncProperty(anyValue, async (value) => {
      const query = `identifier=${encodeURIComponent(value.toWellFormed())}`;
      const [found] = await findMatches(store.database.reader, [{ type: 'Patient', query }]);
      if (!(found instanceof Problem)) expect(found).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('a value in thousands is one parameter of the statement', async () => {
  const ids = Array.from({ length: 1500 }, (_, i) => `id-${i}`);
  expect(await store.found(`Patient?_id=p,${ids.join(',')}`)).toEqual(['p']);
  expect(await store.found(`Patient?identifier=${ids.join(',')}`)).toEqual([]);
  expect(await store.found(`Observation?code=${ids.join(',')}`)).toEqual([]);
  await expect(async () =>
    store.found(`Patient?_id=${Array.from({ length: 3000 }, (_, i) => i).join(',')}`),
  ).rejects.toMatchObject({
    kind: 'invalid',
  });
});

test('a resource with more tokens than its index entry holds is found by every one of them', async () => {
  const component = Array.from({ length: 150 }, (_, i) => ({
    code: { coding: [{ system: 'urn:parts', code: `part-${i}` }] },
    valueCodeableConcept: { coding: [{ system: 'urn:values', code: `value-${i}` }] },
  }));
  await store.put(
    {
      resourceType: 'Observation',
      id: 'many',
      status: 'final',
      code: { coding: [{ code: 'panel' }] },
      subject: { reference: 'Patient/p' },
      component,
    },
    {
      resourceType: 'Observation',
      id: 'few',
      status: 'final',
      code: { coding: [{ code: 'panel' }] },
      subject: { reference: 'Patient/p' },
      component: component.slice(0, 1),
    },
  );
  for (const i of [1, 7, 50, 99, 149]) {
    expect(await store.found(`Observation?patient=p&component-code=part-${i}`)).toEqual(['many']);
    expect(await store.found(`Observation?component-code=urn:parts|part-${i}`)).toEqual(['many']);
    expect(await store.found(`Observation?patient=p&component-code-value-concept=part-${i}$value-${i}`)).toEqual([
      'many',
    ]);
    expect(await store.found(`Observation?patient=p&component-code:not=part-${i}`)).toEqual(['few']);
    expect(await store.found(`Patient?_has:Observation:patient:component-code=part-${i}`)).toEqual(['p']);
    const list = Array.from({ length: 60 }, (_, n) => `other-${n}`).join(',');
    expect(await store.found(`Observation?patient=p&component-code=${list},part-${i}`)).toEqual(['many']);
  }
  expect(await store.found('Observation?patient=p&code=panel')).toEqual(['few', 'many']);
});

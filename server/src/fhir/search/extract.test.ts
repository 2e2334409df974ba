import { expect, test } from 'vitest';
import { makeId } from '../ids.ts';
import type { Resource } from '../resource.ts';
import { extract } from './extract.ts';
import { hash64, key32 } from './hash.ts';

const s = '\u001f';
const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const hashes = (...texts: string[]) => texts.map((text) => hash64(text.replace(' ', s))).sort(ascending);
const record = 42n;
const of = (resource: object, recordOfId?: (id: string) => bigint | undefined) =>
  extract(resource as Resource, recordOfId === undefined ? { record } : { record, recordOfId });

const own = `Patient/${makeId(record, 1n)}`;

test('a blood pressure is found by its code, its patient, its time and each of its components', () => {
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  const entries = of({
    resourceType: 'Observation',
    id: 'bp',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9', display: 'Blodtrykk' }], text: 'BT, høyre arm' },
    subject: { reference: own },
    effectiveDateTime: '2024-03-01T08:00:00+01:00',
    component: [part('8480-6', 120), part('8462-4', 80)],
  });
  expect(entries.tokens).toEqual(
    hashes(
      ...['status final', 'status |final', 'code http://loinc.org|85354-9', 'code 85354-9', 'code http://loinc.org|'],
      ...[`subject ${own}`, `patient ${own}`, 'component-code http://loinc.org|'],
      ...['component-code http://loinc.org|8480-6', 'component-code 8480-6'],
      ...['component-code http://loinc.org|8462-4', 'component-code 8462-4'],
    ),
  );
  expect(entries.strings).toEqual([
    `code:text${s}blodtrykk${s}Blodtrykk`,
    `code:text${s}bt, hoyre arm${s}BT, høyre arm`,
  ]);
  const from = Date.parse('2024-03-01T07:00:00Z');
  expect(entries).toMatchObject({ from, to: from + 1000, dates: [{ key: hash64('date'), from, to: from + 1000 }] });
  expect(entries.references).toEqual([own]);
  expect(entries.present).toEqual(expect.arrayContaining(['code', 'date', 'component-code-value-quantity'].map(key32)));

  const unit = hash64('http://unitsofmeasure.org|mm[Hg]');
  const systolic = hash64(`component-code-value-quantity${s}8480-6`);
  expect(entries.numbers).toContainEqual({ key: systolic, from: 120, to: 120, unit });
  expect(entries.numbers).not.toContainEqual({ key: systolic, from: 80, to: 80, unit });
});

test('an open Period and a comparator leave one side open', () => {
  const encounter = of({ resourceType: 'Encounter', status: 'in-progress', period: { start: '2024-01-01' } });
  expect(encounter).toMatchObject({ from: Date.parse('2024-01-01'), to: Number.POSITIVE_INFINITY });
  const { numbers } = of({ resourceType: 'Observation', valueQuantity: { value: 5, comparator: '<' } });
  expect(numbers).toEqual([{ key: hash64('value-quantity'), from: Number.NEGATIVE_INFINITY, to: 5, unit: 0n }]);
});

test('the same amount in two units is one amount in base units', () => {
  const amount = (value: number, code: string) =>
    of({
      resourceType: 'Observation',
      valueQuantity: { value, code, system: 'http://unitsofmeasure.org' },
    }).numbers.find(({ key }) => key === hash64('value-quantity:canonical'));
  expect(amount(1.5, 'g')).toEqual(amount(1500, 'mg'));
  expect(amount(1.5, 'g')!.unit).toBe(hash64('http://unitsofmeasure.org|g'));
  expect(amount(1, 'nonsense')).toBeUndefined();
});

test('an identifier is found across records, also by its type, but never by its system alone', () => {
  const system = 'urn:oid:2.16.578.1.12.4.1.4.1';
  const type = { coding: [{ system: 'http://hl7.org/v2', code: 'NI' }] };
  const { globals, tokens } = of({
    resourceType: 'Observation',
    subject: { reference: own },
    identifier: [{ system, value: '12', type }],
  });
  const wide = hashes(`identifier ${system}|12`, 'identifier 12', 'identifier:of-type http://hl7.org/v2|NI|12');
  expect(globals).toEqual(wide);
  expect(tokens).toEqual(expect.arrayContaining(hashes(`identifier ${system}|`)));
});

test('a reference out of the record is found across records, one within it is not', () => {
  const inside = makeId(record, 7n);
  const outside = makeId(43n, 7n);
  const refer = (...ids: string[]) => ids.map((id) => ({ reference: `Observation/${id}` }));
  const { globals } = of({
    resourceType: 'Observation',
    subject: { reference: own },
    focus: [{ reference: 'Patient/other' }],
    hasMember: refer(inside, outside),
    derivedFrom: refer('given-by-client'),
    performer: [{ reference: 'Practitioner/p' }],
  });
  expect(globals).toEqual(
    hashes('focus Patient/other', `has-member Observation/${outside}`, 'derived-from Observation/given-by-client'),
  );
});

test('what the caller knows of where a resource lives decides whether a reference leaves', () => {
  const resource = {
    resourceType: 'Observation',
    subject: { reference: own },
    hasMember: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
  };
  const { globals } = of(resource, (id) => (id === 'a' ? record : undefined));
  expect(globals).toEqual(hashes('has-member Observation/b'));
});

test('work is found by who shall do it, also when only an identifier tells, and only with that by its status', () => {
  const { globals } = of({
    resourceType: 'Task',
    status: 'requested',
    restriction: { period: { end: '2026-11-24T23:30:00Z' } },
    for: { reference: own },
    owner: { reference: 'Organization/hjemmetjenesten' },
    requester: { identifier: { system: 'urn:oid:1', value: '9' } },
    code: { coding: [{ system: 'urn:c', code: 'visit' }] },
  });
  expect(globals).toEqual(
    hashes(
      ...['owner Organization/hjemmetjenesten', 'requester:identifier urn:oid:1|9', 'requester:identifier 9'],
      ...['code urn:c|visit', 'code visit', 'owner-status Organization/hjemmetjenesten$requested'],
      'deadline-status 2026-11-24$requested',
    ),
  );
});

test('closed work is not found by its status at all', () => {
  const owner = { reference: 'Organization/hjemmetjenesten' };
  const { globals } = of({ resourceType: 'Task', status: 'completed', for: { reference: own }, owner });
  expect(globals).toEqual(hashes('owner Organization/hjemmetjenesten'));
});

test('a diagnosis is found by its code in all records', () => {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'T90' }] };
  const category = [{ coding: [{ system: 'urn:x', code: 'problem' }] }];
  const { globals } = of({ resourceType: 'Condition', subject: { reference: own }, code, category });
  expect(globals).toEqual(hashes('code urn:oid:2.16.578.1.12.4.1.1.7170|T90', 'code T90'));
});

test.each([
  { resourceType: 'Practitioner', active: true, gender: 'female' },
  { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: { reference: own } }] },
  { resourceType: 'List', status: 'current', mode: 'working', code: { coding: [{ code: 'x' }] } },
])('$resourceType in no patient’s record is found by all its tokens', (resource) => {
  const { globals, tokens } = of(resource);
  expect(tokens.length).toBeGreaterThan(2);
  expect(globals).toEqual(tokens);
});

test('the codes of a code system are not found across records one by one', () => {
  const concept = [{ code: 'a' }, { code: 'b' }];
  const { globals, tokens } = of({ resourceType: 'CodeSystem', url: 'http://a', content: 'complete', concept });
  expect(tokens).toEqual(expect.arrayContaining(hashes('code a', 'code |b', 'url http://a')));
  expect(globals).toEqual(expect.arrayContaining(hashes('url http://a', 'content-mode complete')));
  expect(globals).not.toEqual(expect.arrayContaining(hashes('code a')));
});

test('a person is found by each name, each word of it and each two of the words, folded', () => {
  const name = [{ family: 'Østby-Åsen', given: ['Kari Anne'], text: 'Kari Anne Østby-Åsen' }, { given: ['Kari'] }];
  const words = ['kari', 'anne', 'ostby', 'asen'];
  expect(of({ resourceType: 'Patient', id: 'p', name }).names).toEqual([
    ...['kari anne ostby-asen', ...words, 'ostby-asen', 'kari anne'],
    ...words.flatMap((one) => words.filter((other) => other !== one).map((other) => `${one}\u001f${other}`)),
  ]);
  const many = 'en to tre fire fem seks sju aatte ni';
  expect(of({ resourceType: 'Organization', name: many }).names).toEqual([many, ...many.split(' '), '\u001f']);
  expect(of({ resourceType: 'Organization', name: 'Å'.repeat(500) }).names).toEqual(['a'.repeat(100)]);
  expect(of({ resourceType: 'Observation', valueString: 'Kari' }).names).toEqual([]);
});

test('a Location is near its position', () => {
  const { numbers } = of({ resourceType: 'Location', position: { latitude: 62.57, longitude: 11.38 } });
  expect(numbers).toEqual([
    { key: hash64('near:lat'), from: 62.57, to: 62.57, unit: 0n },
    { key: hash64('near:lon'), from: 11.38, to: 11.38, unit: 0n },
  ]);
});

test('a patient who is not said to be dead is found as living', () => {
  const deceased = (members: object) => of({ resourceType: 'Patient', id: 'p', ...members }).tokens;
  expect(deceased({})).toEqual(hashes('deceased false'));
  expect(deceased({ deceasedBoolean: false })).toEqual(hashes('deceased false'));
  expect(deceased({ deceasedDateTime: '2020' })).toEqual(hashes('deceased true'));
});

test('local references are gathered from everywhere, each once, without versions', () => {
  const { references } = of({
    resourceType: 'Condition',
    subject: { reference: 'Patient/p/_history/3' },
    asserter: { reference: 'Patient/p' },
    recorder: { reference: '#author' },
    encounter: { reference: 'http://elsewhere.no/fhir/Encounter/e' },
    contained: [
      { resourceType: 'Practitioner', id: 'author', extension: [{ valueReference: { reference: 'Organization/o' } }] },
    ],
    code: { coding: [{ extension: [{ url: 'u', valueReference: { reference: 'Device/d' } }] }] },
    _recordedDate: { extension: [{ url: 'u', valueReference: { reference: 'urn:uuid:1' } }] },
  });
  expect(references).toEqual(['Patient/p', 'Organization/o', 'Device/d']);
});

test('links that are no references are not gathered', () => {
  const expression = { language: 'text/cql', reference: 'Library/l' };
  expect(of({ resourceType: 'DetectedIssue', reference: 'Basic/b' }).references).toEqual([]);
  expect(of({ resourceType: 'Immunization', education: [{ reference: 'Basic/b' }] }).references).toEqual([]);
  expect(of({ resourceType: 'Measure', group: [{ population: [{ criteria: expression }] }] }).references).toEqual([]);
  const entry = [{ resource: { resourceType: 'Composition', id: 'c', subject: { reference: 'Patient/p' } } }];
  expect(of({ resourceType: 'Bundle', type: 'document', entry }).references).toEqual([]);
});

test('one extraction leaves nothing in the next', () => {
  const full = { resourceType: 'Patient', id: 'p', name: [{ family: 'Å' }], birthDate: '2000', gender: 'female' };
  const before = of({ resourceType: 'Patient', id: 'p' });
  const first = of(full);
  const copy = structuredClone(first);
  expect(of({ resourceType: 'Patient', id: 'p' })).toEqual(before);
  expect(first).toEqual(copy);
});

test('a very large resource keeps all its tokens', () => {
  const entry = Array.from({ length: 3000 }, (_, i) => ({ item: { reference: `Observation/o${i}` } }));
  const { tokens, references } = of({ resourceType: 'List', status: 'current', mode: 'working', entry });
  expect(tokens).toHaveLength(3000 + 2);
  expect(references).toHaveLength(3000);
});

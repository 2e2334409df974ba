import { expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import type { Resource } from '../resource.ts';
import { compileSearchParameter } from './custom.ts';
import { extract } from './extract.ts';
import { hash64, key32 } from './hash.ts';

const s = '\u001f';

const parameter = (members: object) =>
  ({
    resourceType: 'SearchParameter',
    url: 'http://example.org/sp',
    base: ['Patient'],
    ...members,
  }) as unknown as Resource;

function entriesOf(members: object, resource: object) {
  return extract(resource as Resource, { record: 1n }, [compileSearchParameter(parameter(members))]);
}

test('a parameter on an extension finds its value', () => {
  const expression = "Patient.extension.where(url='http://example.org/kommune').value.ofType(Coding)";
  const extension = [{ url: 'http://example.org/kommune', valueCoding: { system: 'urn:k', code: '4601' } }];
  const { tokens, present } = entriesOf(
    { code: 'kommune', type: 'token', expression },
    { resourceType: 'Patient', extension },
  );
  expect(tokens).toEqual(
    expect.arrayContaining([`urn:k|4601`, '4601', 'urn:k|'].map((form) => hash64(`kommune${s}${form}`))),
  );
  expect(present).toContain(key32('kommune'));
});

test.each([
  ['string', 'Patient.contact.name', { contact: [{ name: { family: 'Ås' } }] }, { strings: [`x${s}as${s}Ås`] }],
  ['date', 'Patient.contact.period', { contact: [{ period: { end: '2020' } }] }, { dates: [{ to: Date.UTC(2021) }] }],
  ['number', 'Patient.multipleBirth.as(integer)', { multipleBirthInteger: 2 }, { numbers: [{ from: 2, to: 2 }] }],
  ['token', '(Patient.multipleBirth as boolean)', { multipleBirthBoolean: true }, { tokens: [`x${s}true`] }],
  ['token', 'Patient.photo.exists()', { photo: [{ title: 't' }] }, { tokens: [`x${s}true`] }],
  ['uri', 'Patient.photo.url', { photo: [{ url: 'http://a' }] }, { tokens: [`x${s}http://a`] }],
  [
    'reference',
    'Patient.generalPractitioner.where(resolve() is Organization)',
    { generalPractitioner: [{ reference: 'Practitioner/p' }, { reference: 'Organization/o' }] },
    { tokens: [`x${s}Organization/o`] },
  ],
])('a %s parameter on %s finds its values', (type, expression, members, expected) => {
  const entries = entriesOf({ code: 'x', type, expression }, { resourceType: 'Patient', ...members });
  const { tokens = [], ...rest } = expected as { tokens?: string[] };
  expect(entries.tokens).toEqual(expect.arrayContaining(tokens.map(hash64)));
  expect(entries).toMatchObject(rest);
  expect(entries.tokens).not.toContain(hash64(`x${s}Practitioner/p`));
});

test('a parameter adds nothing to types that it is not on', () => {
  const only = { code: 'x', type: 'token', expression: 'Patient.photo.exists()' };
  expect(entriesOf(only, { resourceType: 'Practitioner', photo: [] }).present).not.toContain(key32('x'));
});

test('a parameter on all resources is on each', () => {
  const all = compileSearchParameter(
    parameter({ code: 'x', type: 'token', base: ['Resource'], expression: 'Resource.language' }),
  );
  expect(all.isOn('Basic')).toBe(true);
  expect(extract({ resourceType: 'Basic', language: 'nb' }, { record: 1n }, [all]).present).toContain(key32('x'));
});

test('a resource on which the expression fails can still be written', () => {
  const single = { code: 'x', type: 'token', expression: 'Patient.name.given.single()' };
  const entries = entriesOf(single, { resourceType: 'Patient', name: [{ given: ['a', 'b'] }] });
  expect(entries.present).not.toContain(key32('x'));
});

test('extraction does not change the resource', () => {
  const resource = { resourceType: 'Patient', name: [{ family: 'a' }] };
  entriesOf({ code: 'x', type: 'string', expression: 'Patient.name.family' }, resource);
  expect(Reflect.ownKeys(resource.name[0]!)).toEqual(['family']);
});

test('a resource on which the expression takes too much work is written without a value', () => {
  const walk = {
    code: 'x',
    type: 'string',
    expression: 'Patient.descendants().select(%context.descendants().count())',
  };
  const contact = Array.from({ length: 2000 }, (_, i) => ({ name: { family: `f${i}` } }));
  const start = process.threadCpuUsage().user;
  expect(entriesOf(walk, { resourceType: 'Patient', contact }).present).not.toContain(key32('x'));
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1000);
});

test.each([
  ["Patient.name.family.matches/**/('^(a+)+$')"],
  ["Patient.name.family.`matches`('^(a+)+$')"],
  ['Patient.repeat/**/($this)'],
  ['Patient.select(repeat/* ( */(1))'],
  ["Patient.name.trace//\n('x')"],
  ['now()'],
  ["Patient.name.family.encode('hex')"],
  ["defineVariable('a', Patient).select(%a)"],
  ["%factory.Coding('a', 'b')"],
])('a function that search parameters cannot use is found however it is written: %s', (expression) => {
  expect(() => compileSearchParameter(parameter({ code: 'x', type: 'token', expression }))).toThrow(
    expect.objectContaining({
      kind: 'rule',
      issues: [expect.objectContaining({ key: 'search-parameter-expression' })],
    }),
  );
});

test.each([
  ['expression', { expression: 'Patient.name.(' }],
  ['expression', { expression: 'Patient.name.frobnicate()' }],
  ['expression', { expression: 'Patient.generalPractitioner.resolve().name' }],
  ['expression', { expression: "Patient.name.family.matches('(a+)+$')" }],
  ['expression', { expression: '' }],
  ['expression', { expression: `Patient.name${'.name'.repeat(500)}` }],
  ['type', { type: 'composite' }],
  ['code', { code: '_x' }],
  ['code', { code: 'a:b' }],
  ['taken', { code: 'birthdate' }],
  ['taken', { code: 'birthdate', base: ['Resource'] }],
  ['base', { base: ['Elephant'] }],
])('refuses for its %s: %j', (key, members) => {
  const compile = () =>
    compileSearchParameter(parameter({ code: 'x', type: 'token', expression: 'Patient.gender', ...members }));
  expect(compile).toThrow(Problem);
  expect(compile).toThrow(
    expect.objectContaining({ kind: 'rule', issues: [expect.objectContaining({ key: `search-parameter-${key}` })] }),
  );
});

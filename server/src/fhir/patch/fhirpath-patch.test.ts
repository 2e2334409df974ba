import { describe, expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import { parseJson, printJson } from '../json/index.ts';
import { applyFhirPathPatch } from './index.ts';

/** An operation as text, so that decimals are as they are written here. */
function operation(type: string, path: string, ...parts: string[]): string {
  const all = [
    `{"name":"type","valueCode":"${type}"}`,
    `{"name":"path","valueString":${JSON.stringify(path)}}`,
    ...parts,
  ];
  return `{"name":"operation","part":[${all.join(',')}]}`;
}

const name = (text: string) => `{"name":"name","valueString":"${text}"}`;
const value = (rest: string) => `{"name":"value",${rest}}`;
const at = (part: 'index' | 'source' | 'destination', index: number) => `{"name":"${part}","valueInteger":${index}}`;

function patched(document: string, ...operations: string[]): string {
  const parameters = parseJson(`{"resourceType":"Parameters","parameter":[${operations.join(',')}]}`);
  const result = applyFhirPathPatch(parseJson(document), parameters);
  return printJson(result.value, result.decimals);
}

function refusal(document: string, ...operations: string[]) {
  try {
    patched(document, ...operations);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.kind, error.issues[0]?.key];
  }
  return undefined;
}

const patient = (rest: string) => `{"resourceType":"Patient"${rest === '' ? '' : `,${rest}`}}`;
const four = patient('"identifier":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"}]');
const order = (text: string) => [...text.matchAll(/"value":"(\w+)"/g)].map((match) => match[1]).join('');

describe('add', () => {
  test('a primitive, a complex value and an item of a list', () => {
    expect(
      patched(patient(''), operation('add', 'Patient', name('birthDate'), value('"valueDate":"1930-01-01"'))),
    ).toBe(patient('"birthDate":"1930-01-01"'));
    expect(
      patched(
        patient(''),
        operation('add', 'Patient', name('maritalStatus'), value('"valueCodeableConcept":{"text":"married"}')),
      ),
    ).toBe(patient('"maritalStatus":{"text":"married"}'));
    const first = patient('"name":[{"given":["A"]}]');
    expect(patched(first, operation('add', 'Patient', name('name'), value('"valueHumanName":{"family":"B"}')))).toBe(
      patient('"name":[{"given":["A"]},{"family":"B"}]'),
    );
    expect(patched(first, operation('add', 'Patient.name[0]', name('given'), value('"valueString":"B"')))).toBe(
      patient('"name":[{"given":["A","B"]}]'),
    );
  });

  test('a choice takes the name of its type', () => {
    const add = operation('add', 'Patient', name('deceased'), value('"valueDateTime":"2020"'));
    expect(patched(patient(''), add)).toBe(patient('"deceasedDateTime":"2020"'));
    expect(refusal(patient('"deceasedBoolean":true'), add)).toEqual(['rule', 'patch-not-applicable']);
  });

  test('a backbone element is put together from parts', () => {
    const parts =
      '"part":[{"name":"name","valueHumanName":{"text":"X"}},{"name":"relationship","valueCodeableConcept":{"text":"a"}},{"name":"relationship","valueCodeableConcept":{"text":"b"}}]';
    expect(patched(patient(''), operation('add', 'Patient', name('contact'), value(parts)))).toBe(
      patient('"contact":[{"name":{"text":"X"},"relationship":[{"text":"a"},{"text":"b"}]}]'),
    );
  });

  test('a contained resource, and into it', () => {
    const resource = value('"resource":{"resourceType":"Organization","id":"o"}');
    const into = operation('add', 'Patient.contained[0]', name('active'), value('"valueBoolean":true'));
    expect(patched(patient(''), operation('add', 'Patient', name('contained'), resource), into)).toBe(
      patient('"contained":[{"resourceType":"Organization","id":"o","active":true}]'),
    );
  });

  test('an extension of a primitive', () => {
    const add = operation('add', 'Patient.birthDate', name('extension'), value('"valueString":"x"'));
    expect(refusal(patient('"birthDate":"1970"'), add)).toEqual(['rule', 'patch-not-applicable']);
    const parts = value('"part":[{"name":"url","valueUri":"http://x"},{"name":"value","valueDecimal":1.10}]');
    expect(
      patched(patient('"birthDate":"1970"'), operation('add', 'Patient.birthDate', name('extension'), parts)),
    ).toBe(patient('"birthDate":"1970","_birthDate":{"extension":[{"url":"http://x","valueDecimal":1.10}]}'));
    const given = patient('"name":[{"given":["A","B"]}]');
    expect(patched(given, operation('add', 'Patient.name.given[1]', name('extension'), parts))).toBe(
      patient('"name":[{"given":["A","B"],"_given":[null,{"extension":[{"url":"http://x","valueDecimal":1.10}]}]}]'),
    );
  });

  test('a value that is only extensions', () => {
    const add = operation('add', 'Patient.name[0]', name('given'), value('"_valueString":{"id":"x"}'));
    expect(patched(patient('"name":[{"given":["A"]}]'), add)).toBe(
      patient('"name":[{"given":["A",null],"_given":[null,{"id":"x"}]}]'),
    );
  });
});

describe('insert', () => {
  const insert = (index: number) =>
    operation('insert', 'Patient.identifier', at('index', index), value('"valueIdentifier":{"value":"x"}'));
  test.each([
    [0, 'x1234'],
    [2, '12x34'],
    [4, '1234x'],
  ])('at %d', (index, expected) => expect(order(patched(four, insert(index)))).toBe(expected));

  test('into a list that is not there', () => expect(order(patched(patient(''), insert(0)))).toBe('x'));

  test('beyond the end, or where there is no list', () => {
    expect(refusal(four, insert(5))).toEqual(['rule', 'patch-not-applicable']);
    const part = operation(
      'insert',
      "Patient.identifier.where(value = '1')",
      at('index', 0),
      value('"valueIdentifier":{}'),
    );
    expect(refusal(four, part)).toEqual(['rule', 'patch-not-applicable']);
    const single = operation('insert', 'Patient.birthDate', at('index', 0), value('"valueDate":"1970"'));
    expect(refusal(patient(''), single)).toEqual(['rule', 'patch-not-applicable']);
    expect(refusal(patient('"birthDate":"1970"'), single)).toEqual(['rule', 'patch-not-applicable']);
  });
});

describe('delete', () => {
  test.each([
    [
      'a primitive with its extensions',
      '"birthDate":"1970","_birthDate":{"id":"x"},"active":true',
      'Patient.birthDate',
      '"active":true',
    ],
    ['what is not there', '"active":true', 'Patient.birthDate', '"active":true'],
    [
      'one item of a list',
      '"name":[{"text":"a"},{"text":"b"}]',
      "Patient.name.where(text = 'a')",
      '"name":[{"text":"b"}]',
    ],
    ['the last item of a list', '"name":[{"text":"a"}]', 'Patient.name', ''],
    ['the last element of an element', '"contact":[{"name":{"text":"a"}}]', 'Patient.contact.name.text', ''],
    ['a choice', '"multipleBirthInteger":2', 'Patient.multipleBirth', ''],
    [
      'a hole stays a hole',
      '"name":[{"given":["A",null,"B"],"_given":[null,{"id":"x"},null]}]',
      'Patient.name.given[0]',
      '"name":[{"given":[null,"B"],"_given":[{"id":"x"},null]}]',
    ],
    [
      'the extension that fills a hole',
      '"name":[{"given":["A",null],"_given":[null,{"id":"x"}]}]',
      'Patient.name.given[1]',
      '"name":[{"given":["A"]}]',
    ],
    [
      'an extension of a primitive',
      '"birthDate":"1970","_birthDate":{"extension":[{"url":"u"}]}',
      'Patient.birthDate.extension',
      '"birthDate":"1970"',
    ],
  ])('%s', (_name, before, path, after) => {
    expect(patched(patient(before), operation('delete', path))).toBe(patient(after));
  });

  test('several at once are refused, and so is the resource itself', () => {
    expect(refusal(four, operation('delete', 'Patient.identifier'))).toEqual(['rule', 'patch-not-applicable']);
    expect(refusal(four, operation('delete', 'Patient'))).toEqual(['rule', 'patch-not-applicable']);
  });
});

describe('replace', () => {
  test.each([
    [
      'a primitive, and its extensions go',
      '"birthDate":"1970","_birthDate":{"id":"x"},"active":true',
      'Patient.birthDate',
      '"valueDate":"1980"',
      '"birthDate":"1980","active":true',
    ],
    [
      'an item',
      '"name":[{"text":"a"},{"text":"b"}]',
      'Patient.name[1]',
      '"valueHumanName":{"text":"c"}',
      '"name":[{"text":"a"},{"text":"c"}]',
    ],
    [
      'an item of primitives',
      '"name":[{"given":["a","b"]}]',
      "Patient.name.given.where($this = 'b')",
      '"valueString":"c"',
      '"name":[{"given":["a","c"]}]',
    ],
    [
      'a choice by another type',
      '"multipleBirthInteger":2',
      'Patient.multipleBirth',
      '"valueBoolean":true',
      '"multipleBirthBoolean":true',
    ],
    ['a code by a string', '"gender":"male"', 'Patient.gender', '"valueString":"female"', '"gender":"female"'],
  ])('%s', (_name, before, path, given, after) => {
    expect(patched(patient(before), operation('replace', path, value(given)))).toBe(patient(after));
  });

  test('numbers keep the way they were written', () => {
    const observation =
      '{"resourceType":"Observation","valueQuantity":{"value":1.50,"unit":"g"},"referenceRange":[{"low":{"value":1.0}}]}';
    const replace = operation('replace', 'Observation.value.value', value('"valueDecimal":2.10'));
    expect(patched(observation, replace)).toBe(observation.replace('1.50', '2.10'));
    const whole = operation('replace', 'Observation.value', value('"valueQuantity":{"value":3.00}'));
    expect(patched(observation, whole)).toBe(observation.replace('{"value":1.50,"unit":"g"}', '{"value":3.00}'));
  });

  test('what is not there is refused', () => {
    const replace = operation('replace', 'Patient.birthDate', value('"valueDate":"1980"'));
    expect(refusal(patient(''), replace)).toEqual(['rule', 'patch-not-applicable']);
  });
});

describe('move', () => {
  const move = (source: number, destination: number) =>
    operation('move', 'Patient.identifier', at('source', source), at('destination', destination));
  test.each([
    [3, 0, '4123'],
    [0, 3, '2341'],
    [3, 1, '1423'],
    [1, 1, '1234'],
  ])('from %d to %d', (source, destination, expected) => {
    expect(order(patched(four, move(source, destination)))).toBe(expected);
  });

  test('beyond the end is refused', () => {
    expect(refusal(four, move(4, 0))).toEqual(['rule', 'patch-not-applicable']);
    expect(refusal(four, move(0, 4))).toEqual(['rule', 'patch-not-applicable']);
  });
});

test('operations see what earlier ones did', () => {
  expect(
    patched(
      patient(''),
      operation('add', 'Patient', name('name'), value('"valueHumanName":{"family":"A"}')),
      operation('add', 'Patient.name[0]', name('given'), value('"valueString":"B"')),
      operation('replace', 'Patient.name.family', value('"valueString":"C"')),
    ),
  ).toBe(patient('"name":[{"family":"C","given":["B"]}]'));
});

describe('refused', () => {
  const date = value('"valueDate":"1970"');
  test.each([
    ['an unknown type', operation('upsert', 'Patient', name('birthDate'), date), 'invalid'],
    ['no value', operation('add', 'Patient', name('birthDate')), 'invalid'],
    [
      'two values',
      operation('add', 'Patient', name('birthDate'), value('"valueDate":"1970","valueString":"x"')),
      'invalid',
    ],
    ['a part twice', operation('delete', 'Patient.birthDate', name('a'), name('b')), 'invalid'],
    ['an unknown part', operation('delete', 'Patient.birthDate', '{"name":"pat","valueString":"x"}'), 'invalid'],
    ['a negative index', operation('insert', 'Patient.name', at('index', -1), value('"valueHumanName":{}')), 'invalid'],
    ['a path that is no FHIRPath', operation('delete', 'Patient.name['), 'invalid'],
    ['a path with resolve()', operation('delete', 'Patient.managingOrganization.resolve().name'), 'invalid'],
    ['another parameter', '{"name":"op","part":[]}', 'invalid'],
    ['an element that does not exist', operation('add', 'Patient', name('birthday'), date), 'rule'],
    ['a value of the wrong type', operation('add', 'Patient', name('birthDate'), value('"valueInteger":1970')), 'rule'],
    [
      'a complex value of the wrong type',
      operation('add', 'Patient', name('name'), value('"valueAddress":{}')),
      'rule',
    ],
    ['a choice of the wrong type', operation('add', 'Patient', name('deceased'), value('"valueString":"x"')), 'rule'],
    ['a computed value', operation('delete', '1 + 1'), 'rule'],
    [
      'a value made by the path',
      operation('add', "%factory.HumanName('x')", name('family'), value('"valueString":"x"')),
      'rule',
    ],
    [
      'the prototype',
      operation('add', 'Patient', name('__proto__'), value('"part":[{"name":"x","valueString":"y"}]')),
      'rule',
    ],
  ])('%s', (_name, given, kind) =>
    expect(refusal(patient('"managingOrganization":{"reference":"Organization/1"}'), given)?.[0]).toBe(kind),
  );

  test('what is no Parameters', () => {
    expect(() => applyFhirPathPatch(parseJson(four), parseJson(four))).toThrow(Problem);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import type { Json, JsonObject } from '../resource.ts';
import { bytesToText, copyJson, Decimals, joinDecimals, parseJson, parseJsonArray, printJson } from './index.ts';

function refusal(run: () => unknown): { key: string | undefined; place: string | undefined } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.kind).toBe('invalid');
    return { key: error.issues[0]?.key, place: error.issues[0]?.expression };
  }
  throw new Error('was not refused');
}

const again = (text: string) => {
  const { value, decimals } = parseJson(text);
  return printJson(value, decimals);
};

describe('numbers', () => {
  test.each(['1.0', '1.50', '0.10', '1e3', '1E+3', '-0', '-0.0', '123456789012.345678', '0.123456789012345678'])(
    '%s is printed as it was written',
    (number) => {
      const text = `{"a":{"value":${number}},"b":[1,${number}]}`;
      expect(again(text)).toBe(text);
      expect(parseJson(text).value).toEqual(JSON.parse(text));
    },
  );

  test.each(['12345678901234567890', '0.0000001', '9007199254740993', '100000000000000000000000'])(
    'a number beyond what a double can say, %s, survives',
    (number) => expect(again(`{"value":${number}}`)).toBe(`{"value":${number}}`),
  );

  test('a number that has been changed is printed as it is now', () => {
    const { value, decimals } = parseJson('{"value":1.50,"other":2.50}');
    value.value = 3;
    expect(printJson(value, decimals)).toBe('{"value":3,"other":2.50}');
  });

  test('an object moved into another document brings its precision along', () => {
    const here = parseJson('{"quantity":{"value":1.50}}');
    const there = parseJson('{"value":2.0}');
    const joined = { ...there.value, value: 4, moved: here.value.quantity! };
    expect(printJson(joined, joinDecimals(here.decimals, there.decimals))).toBe('{"value":4,"moved":{"value":1.50}}');
  });

  test('a number beyond a double is refused', () => {
    expect(refusal(() => parseJson('{"a":1e400}'))).toEqual({ key: 'json-number-range', place: 'line 1, column 6' });
  });
});

describe('refused', () => {
  test.each([
    ['{"a":1,"a":2}', 'json-duplicate-name', 'line 1, column 8'],
    ['{"a":1,\n "b":{"c":1.0,"d":[{}],"c":2}}', 'json-duplicate-name', 'line 2, column 24'],
    ['{"a":1,"\\u0061":2}', 'json-duplicate-name', 'line 1, column 8'],
    ['{"å":1,"\\u00e5":2}', 'json-duplicate-name', 'line 1, column 8'],
    ['{"__proto__":{"x":1}}', 'json-forbidden-name', 'line 1, column 2'],
    ['{"a":[{"\\u005f_proto__":1}]}', 'json-forbidden-name', 'line 1, column 8'],
    ['{"constructor":1}', 'json-forbidden-name', 'line 1, column 2'],
    ['{"prototype":1.0}', 'json-forbidden-name', 'line 1, column 2'],
    ['{"a":"x\\u0000y"}', 'json-nul', 'line 1, column 8'],
    ['{"a":"\\ud800"}', 'json-surrogate', 'line 1, column 6'],
    ['{"a":"\\udc00\\ud800"}', 'json-surrogate', 'line 1, column 6'],
    ['{"a":"\ud800"}', 'json-surrogate', 'line 1, column 6'],
    ['{"a":"x\ny"}', 'json-syntax', 'line 1, column 8'],
    ['{"a":"\\x"}', 'json-syntax', 'line 1, column 7'],
    ['{"a":"\\u12g4"}', 'json-syntax', 'line 1, column 7'],
    ['{"a":01}', 'json-syntax', 'line 1, column 7'],
    ['{"a":.5}', 'json-syntax', 'line 1, column 6'],
    ['{"a":1.}', 'json-syntax', 'line 1, column 7'],
    ['{"a":+1}', 'json-syntax', 'line 1, column 6'],
    ['{"a":NaN}', 'json-syntax', 'line 1, column 6'],
    ['{"a":nul}', 'json-syntax', 'line 1, column 6'],
    ['{a:1}', 'json-syntax', 'line 1, column 2'],
    ["{'a':1}", 'json-syntax', 'line 1, column 2'],
    ['{"a":1,}', 'json-syntax', 'line 1, column 8'],
    ['{"a":[1,]}', 'json-syntax', 'line 1, column 9'],
    ['{"a" 1}', 'json-syntax', 'line 1, column 6'],
    ['{"a":1 "b":2}', 'json-syntax', 'line 1, column 8'],
    ['{"a":1}}', 'json-syntax', 'line 1, column 8'],
    ['{"a":1} {}', 'json-syntax', 'line 1, column 9'],
    ['{"a":1', 'json-syntax', 'line 1, column 7'],
    ['{"a', 'json-syntax', 'line 1, column 2'],
    ['{/* no */"a":1}', 'json-syntax', 'line 1, column 2'],
    ['', 'json-syntax', 'line 1, column 1'],
    ['[]', 'json-not-an-object', undefined],
    ['null', 'json-not-an-object', undefined],
    ['1.0', 'json-not-an-object', undefined],
  ])('%j as %s', (text, key, place) => {
    expect(refusal(() => parseJson(text))).toEqual({ key, place });
  });

  test('nesting beyond the limit, with or without decimals', () => {
    const nested = (levels: number, inner: string) => '{"a":'.repeat(levels) + inner + '}'.repeat(levels);
    expect(parseJson(nested(64, '1')).members).toBe(64);
    expect(parseJson(nested(64, '1.0')).members).toBe(64);
    expect(refusal(() => parseJson(nested(65, '1'))).key).toBe('json-too-deep');
    expect(refusal(() => parseJson(nested(65, '1.0'))).key).toBe('json-too-deep');
    expect(refusal(() => parseJson('{"a":[[1]]}', { maxDepth: 2 })).key).toBe('json-too-deep');
    expect(refusal(() => parseJson(`{"a":${'['.repeat(500_000)}`)).key).toBe('json-too-deep');
  });

  test('an object where an array is expected', () => {
    expect(parseJsonArray('[1.0,{"a":2}]').members).toBe(1);
    expect(refusal(() => parseJsonArray('{}')).key).toBe('json-not-an-array');
  });
});

describe('accepted', () => {
  test('a byte order mark in front', () => expect(parseJson('\uFEFF{"a":1}').value).toEqual({ a: 1 }));

  test('escapes, pairs of surrogates and names like those of Object', () => {
    const text = '{"toString":"\\u00e6\\ud83d\\ude00\\b\\f\\/\\"","hasOwnProperty":[],"valueOf":{"a":1.0}}';
    expect(parseJson(text).value).toEqual(JSON.parse(text));
    expect(parseJson('{"a":"the constructor of __proto__"}').members).toBe(1);
  });

  test('bytes that are UTF-8', () => {
    expect(bytesToText(Buffer.from('{"navn":"Åse 😀"}'))).toBe('{"navn":"Åse 😀"}');
    expect(refusal(() => bytesToText(Buffer.from('{"navn":"Åse"}', 'latin1'))).key).toBe('not-utf8');
    expect(refusal(() => bytesToText(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).key).toBe('not-utf8');
  });
});

/** A JSON text with every freedom of writing: spaces, escapes, numbers in odd forms. */
const written = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('true', 'false', 'null', '1', '-1.5', '1.50', '1e2', '-0', '0.000', '123456789012345678'),
    fc.string({ unit: 'grapheme' }).map((s) => JSON.stringify(s.replaceAll('\0', ''))),
    fc.array(tie('value')).map((items) => `[ ${items.join(' ,\n')}]`),
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '\\u0061', 'å', '\\u00e5', '0'), tie('value'))).map(writeObject),
  ),
}));

function writeObject(members: [string, string][]): string {
  return `{${members.map(([name, value]) => `"${name}"\t: ${value}`).join(',\r\n')} }`;
}

function hasDuplicates(text: string): boolean {
  let names = 0;
  // The reviver sees each kept member once; a colon after a quoted name stands for each written one.
  JSON.parse(text, function reviver(this: object, _key, value) {
    if (!Array.isArray(this)) names++;
    return value;
  });
  return (text.match(/"\t: /g) ?? []).length !== names - 1;
}

describe('property', () => {
  test('what JSON.parse takes is read alike, except names that occur twice', () => {
    fc.assert(
      fc.property(written.value, (inner) => {
        const text = `{"top"\t: ${inner}}`;
        if (hasDuplicates(text)) expect(refusal(() => parseJson(text)).key).toBe('json-duplicate-name');
        else expect(parseJson(text).value).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('parse and print give any JSON value back, and its text is stable', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object).replaceAll('__proto__', 'p').replaceAll('\\u0000', '');
        fc.pre(safe(() => parseJson(text)) !== undefined);
        const { value, decimals } = parseJson(text);
        expect(value).toStrictEqual(JSON.parse(text));
        expect(printJson(value, decimals)).toBe(printJson(JSON.parse(text) as Json, undefined));
      }),
    );
  });

  test('a text cut or bent anywhere gives a Problem or what JSON.parse gives, never another error', () => {
    const text = '{"a":[{"b":"\\u00e5\\n","c":-1.50},true,null],"d":{"e":"\\ud83d\\ude00"},"f":[1e3,20]}';
    const bend = fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.constantFrom('', '"', '{', ']', ',', '\\', '0', '\0'));
    fc.assert(
      fc.property(bend, ([at, cut, put]) => {
        const bent = text.slice(0, at) + put + text.slice(at + cut);
        const ours = safe(() => parseJson(bent).value);
        const theirs = safe(() => JSON.parse(bent) as JsonObject, SyntaxError);
        if (ours !== undefined) expect(ours).toStrictEqual(theirs);
      }),
      { numRuns: 1000 },
    );
  });

  test('any number text is printed as it was written', () => {
    const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$/);
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const text = `{"a":[${numbers.join(',')}]}`;
        expect(again(text)).toBe(text);
      }),
    );
  });
});

test.each([
  ['numbers as they were written', '{"a":[1.50,{"b":1e3}],"c":null}'],
  ['plain numbers', '{"a":[1,{"b":2.5,"c":[[true]]}],"d":null}'],
])('a copy has %s, and is apart from what it was made of', (_, text) => {
  const { value, decimals } = parseJson(text);
  const own = new Decimals();
  const copy = copyJson(value, decimals, own);
  (value.a as Json[]).length = 0;
  expect(printJson(copy, own)).toBe(text);
});

test('a member that is set to undefined is not in the copy', () => {
  const given = { a: 1, b: undefined, c: { d: undefined } } as unknown as JsonObject;
  expect(copyJson(given, new Decimals(), new Decimals())).toStrictEqual({ a: 1, c: {} });
});

function safe<T>(run: () => T, expected: new (...args: never[]) => Error = Problem): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof expected) return undefined;
    throw error;
  }
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import { parseJson, parseJsonArray, printJson } from '../json/index.ts';
import { applyJsonPatch } from './index.ts';

function patched(document: string, patch: string): string {
  const { value, decimals } = applyJsonPatch(parseJson(document), parseJsonArray(patch));
  return printJson(value, decimals);
}

function refusal(document: string, patch: string) {
  try {
    patched(document, patch);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.kind, error.issues[0]?.key, error.issues[0]?.diagnostics?.match(/operation (\d+)/)?.[1]];
  }
  return undefined;
}

describe('RFC 6902, appendix A', () => {
  test.each([
    [
      'A.1 an object member',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/baz","value":"qux"}]',
      '{"foo":"bar","baz":"qux"}',
    ],
    [
      'A.2 an array element',
      '{"foo":["bar","baz"]}',
      '[{"op":"add","path":"/foo/1","value":"qux"}]',
      '{"foo":["bar","qux","baz"]}',
    ],
    ['A.3 removing a member', '{"baz":"qux","foo":"bar"}', '[{"op":"remove","path":"/baz"}]', '{"foo":"bar"}'],
    [
      'A.4 removing an element',
      '{"foo":["bar","qux","baz"]}',
      '[{"op":"remove","path":"/foo/1"}]',
      '{"foo":["bar","baz"]}',
    ],
    [
      'A.5 replacing',
      '{"baz":"qux","foo":"bar"}',
      '[{"op":"replace","path":"/baz","value":"boo"}]',
      '{"baz":"boo","foo":"bar"}',
    ],
    [
      'A.6 moving a value',
      '{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}',
      '[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]',
      '{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}',
    ],
    [
      'A.7 moving an element',
      '{"foo":["all","grass","cows","eat"]}',
      '[{"op":"move","from":"/foo/1","path":"/foo/3"}]',
      '{"foo":["all","cows","eat","grass"]}',
    ],
    [
      'A.8 a test that holds',
      '{"baz":"qux","foo":["a",2,"c"]}',
      '[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]',
      '{"baz":"qux","foo":["a",2,"c"]}',
    ],
    [
      'A.10 a nested member',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/child","value":{"grandchild":{}}}]',
      '{"foo":"bar","child":{"grandchild":{}}}',
    ],
    [
      'A.11 members it does not know',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/baz","value":"qux","xyz":123}]',
      '{"foo":"bar","baz":"qux"}',
    ],
    ['A.14 escapes', '{"/":9,"~1":10}', '[{"op":"test","path":"/~01","value":10}]', '{"/":9,"~1":10}'],
    [
      'A.16 an array value',
      '{"foo":["bar"]}',
      '[{"op":"add","path":"/foo/-","value":["abc","def"]}]',
      '{"foo":["bar",["abc","def"]]}',
    ],
  ])('%s', (_name, document, patch, result) => expect(patched(document, patch)).toBe(result));

  test.each([
    [
      'A.9 a test that fails',
      '{"baz":"qux"}',
      '[{"op":"test","path":"/baz","value":"bar"}]',
      'rule',
      'patch-test-failed',
    ],
    [
      'A.12 a target that is not there',
      '{"foo":"bar"}',
      '[{"op":"add","path":"/baz/bat","value":"qux"}]',
      'rule',
      'patch-not-applicable',
    ],
    [
      'A.15 strings and numbers',
      '{"~1":10}',
      '[{"op":"test","path":"/~01","value":"10"}]',
      'rule',
      'patch-test-failed',
    ],
  ])('%s', (_name, document, patch, kind, key) => expect(refusal(document, patch)).toEqual([kind, key, '0']));
});

test.each([
  [
    'copy',
    '{"a":{"b":[1]}}',
    '[{"op":"copy","from":"/a","path":"/c"},{"op":"add","path":"/c/b/0","value":0}]',
    '{"a":{"b":[1]},"c":{"b":[0,1]}}',
  ],
  ['the whole document', '{"a":1}', '[{"op":"replace","path":"","value":{"b":2}}]', '{"b":2}'],
  ['adding to what is there', '{"a":1,"b":2}', '[{"op":"add","path":"/a","value":null}]', '{"a":null,"b":2}'],
  ['the empty name', '{"":{"":1}}', '[{"op":"replace","path":"//","value":2}]', '{"":{"":2}}'],
  [
    'objects in another order',
    '{"a":{"x":1,"y":[1.0]}}',
    '[{"op":"test","path":"/a","value":{"y":[1],"x":1}}]',
    '{"a":{"x":1,"y":[1.0]}}',
  ],
  ['moving onto itself', '{"a":1.0}', '[{"op":"move","from":"/a","path":"/a"}]', '{"a":1.0}'],
  ['an emptied list', '{"t":[{"x":1}],"b":2}', '[{"op":"remove","path":"/t/0"}]', '{"b":2}'],
  ['an emptied object in a list', '{"t":[{"x":1},{"x":2}]}', '[{"op":"remove","path":"/t/0/x"}]', '{"t":[{"x":2}]}'],
  [
    'a list emptied and filled again',
    '{"t":[1],"b":2}',
    '[{"op":"remove","path":"/t/0"},{"op":"add","path":"/t/-","value":3}]',
    '{"t":[3],"b":2}',
  ],
])('%s', (_name, document, patch, result) => expect(patched(document, patch)).toBe(result));

test('numbers keep the way they were written, in the document and in the patch', () => {
  const document = '{"a":{"value":1.50},"b":{"value":2.0},"c":3.0}';
  const patch = `[
    {"op":"replace","path":"/b/value","value":7.10},
    {"op":"add","path":"/d","value":{"value":1e2}},
    {"op":"copy","from":"/a","path":"/e"},
    {"op":"move","from":"/c","path":"/f"},
    {"op":"copy","from":"/f","path":"/g"}]`;
  expect(patched(document, patch)).toBe(
    '{"a":{"value":1.50},"b":{"value":7.10},"d":{"value":1e2},"e":{"value":1.50},"f":3.0,"g":3.0}',
  );
  expect(patched('{"a":1.50}', '[{"op":"replace","path":"/a","value":1.5}]')).toBe('{"a":1.5}');
});

test('the document given is left as it was, also when a later operation fails', () => {
  const document = parseJson('{"a":[1],"b":{"c":1.0}}');
  const patch = parseJsonArray(
    '[{"op":"remove","path":"/a/0"},{"op":"remove","path":"/b/c"},{"op":"remove","path":"/x"}]',
  );
  expect(() => applyJsonPatch(document, patch)).toThrow('operation 2');
  expect(printJson(document.value, document.decimals)).toBe('{"a":[1],"b":{"c":1.0}}');
});

describe('refused', () => {
  const document = '{"a":[1,2],"b":{"c":1}}';
  test.each([
    ['[1]', 'invalid'],
    ['[{"path":"/a"}]', 'invalid'],
    ['[{"op":"insert","path":"/a","value":1}]', 'invalid'],
    ['[{"op":"add","value":1}]', 'invalid'],
    ['[{"op":"add","path":"a","value":1}]', 'invalid'],
    ['[{"op":"add","path":"/a~2","value":1}]', 'invalid'],
    ['[{"op":"add","path":"/a~","value":1}]', 'invalid'],
    ['[{"op":"add","path":"/d"}]', 'invalid'],
    ['[{"op":"move","path":"/d"}]', 'invalid'],
    ['[{"op":"add","path":"/__proto__/polluted","value":1}]', 'invalid'],
    ['[{"op":"add","path":"/constructor/prototype/polluted","value":1}]', 'invalid'],
    ['[{"op":"copy","from":"/b/__proto__","path":"/d"}]', 'invalid'],
    ['[{"op":"copy","from":"/b/toString","path":"/d"}]', 'rule'],
    ['[{"op":"remove","path":"/a/length"}]', 'rule'],
    ['[{"op":"remove","path":"/a/-"}]', 'rule'],
    ['[{"op":"remove","path":"/a/2"}]', 'rule'],
    ['[{"op":"add","path":"/a/3","value":1}]', 'rule'],
    ['[{"op":"add","path":"/a/01","value":1}]', 'rule'],
    ['[{"op":"add","path":"/a/-1","value":1}]', 'rule'],
    ['[{"op":"replace","path":"/x","value":1}]', 'rule'],
    ['[{"op":"replace","path":"/a/7","value":1}]', 'rule'],
    ['[{"op":"remove","path":""}]', 'rule'],
    ['[{"op":"replace","path":"","value":[]}]', 'rule'],
    ['[{"op":"move","from":"/b","path":"/b/d"}]', 'rule'],
    ['[{"op":"move","from":"","path":"/d"}]', 'rule'],
    ['[{"op":"test","path":"/b","value":{"c":1,"d":1}}]', 'rule'],
    ['[{"op":"test","path":"/b","value":[]}]', 'rule'],
  ])('%s', (patch, kind) => {
    expect(refusal(document, patch)?.[0]).toBe(kind);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a patch that makes the document grow without end', () => {
    const double = '{"op":"copy","from":"/b","path":"/b/c"}';
    expect(refusal(document, `[${Array(70).fill(double).join(',')}]`)).toEqual(['rule', 'patch-not-applicable', '62']);
    const append = ['{"op":"copy","from":"/a","path":"/d"}', '{"op":"copy","from":"/d","path":"/a/-"}'];
    expect(refusal(document, `[${Array(60).fill(append.join(',')).join(',')}]`)?.[1]).toBe('patch-not-applicable');
  });
});

test('adding and then removing at any place gives the document back', () => {
  const value = fc
    .jsonValue({ maxDepth: 3 })
    .filter((json) => !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(json)));
  const documents = fc.dictionary(fc.constantFrom('a', 'b/c', '~', ''), value);
  fc.assert(
    fc.property(documents, value, fc.constantFrom('/new', '/~1new~0', '/new-'), (document, added, path) => {
      const text = JSON.stringify(document);
      const patch = JSON.stringify([
        { op: 'add', path, value: added },
        { op: 'test', path, value: added },
        { op: 'remove', path },
      ]);
      expect(patched(text, patch)).toBe(text);
    }),
  );
});

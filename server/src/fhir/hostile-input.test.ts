import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePath } from './fhirpath.ts';
import { Problem } from './issue.ts';
import { bytesToText, Decimals, parseJson, parseJsonArray, printJson } from './json/index.ts';
import { outcomeOf } from './outcome.ts';
import { applyFhirPathPatch, applyJsonPatch } from './patch/index.ts';
import type { Json, JsonObject, Resource } from './resource.ts';
import { elementsOf, summaryOf } from './summary.ts';
import { canonicalQuantity } from './ucum.ts';
import { aPatient, examples } from './validate/examples.ts';
import { anyResource } from './xml/any-resource.ts';
import { jsonToXml, xmlToJson } from './xml/index.ts';

/** What the text was taken for, or the Problem; any other error, or one that is slow to come, fails the test. */
function outcome<T>(run: () => T, kinds: readonly string[] = ['invalid', 'rule']): T | Problem {
  const start = performance.now();
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(kinds).toContain(error.kind);
    expect(JSON.stringify(outcomeOf(error.issues)).length).toBeLessThan(1000);
    return error;
  } finally {
    expect(performance.now() - start).toBeLessThan(15_000);
  }
}

const refused = (run: () => unknown) => expect(outcome(run)).toBeInstanceOf(Problem);

const json = JSON.stringify(aPatient());
const xml = jsonToXml(aPatient());

describe('texts that end too early', () => {
  test('JSON cut anywhere is refused', () => {
    for (let end = 0; end < json.length; end++) refused(() => parseJson(json.slice(0, end)));
  });

  test('XML cut anywhere is refused', () => {
    for (let end = 0; end < xml.length; end++) refused(() => xmlToJson(xml.slice(0, end)));
  });

  test('UTF-8 cut within a character is refused', () => {
    const bytes = Buffer.from('"Åse 😀"');
    const whole = new Set([...'"Åse 😀"'].map((_, index, all) => Buffer.byteLength(all.slice(0, index + 1).join(''))));
    for (let end = 1; end < bytes.length; end++) {
      const found = outcome(() => bytesToText(bytes.subarray(0, end)));
      expect(found instanceof Problem).toBe(!whole.has(end));
    }
  });
});

describe('texts that want to be large', () => {
  const levels = 200_000;
  test.each([
    ['arrays', '{"a":'.concat('['.repeat(levels))],
    ['arrays that end', `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`],
    ['objects', '{"a":'.repeat(levels)],
    ['objects with decimals', `{"b":1.0,"a":${'{"a":'.repeat(levels)}`],
  ])('%s in JSON', (_name, text) => refused(() => parseJson(text)));

  test.each([
    ['elements', '<a>'.repeat(levels)],
    ['elements of FHIR', `<Questionnaire xmlns="http://hl7.org/fhir">${'<item>'.repeat(levels)}`],
    ['contained resources', `<Patient xmlns="http://hl7.org/fhir">${'<contained><Patient>'.repeat(levels)}`],
    [
      'a billion laughs',
      `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><Patient xmlns="http://hl7.org/fhir"><language value="&b;"/></Patient>`,
    ],
    ['a quadratic blow-up', `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(levels)}">]><x>${'&a;'.repeat(levels)}</x>`],
    ['an external document type', '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>'],
    ['a parameter entity', '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/random"> %p;]><x/>'],
    ['an inclusion', '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'],
    ['a comment without end', `<!--${'-'.repeat(levels)}`],
    ['a tag without end', `<Patient ${' '.repeat(levels)}`],
    ['a name without end', `<${'a:'.repeat(levels)}`],
    [
      'references without end',
      `<Patient xmlns="http://hl7.org/fhir"><language value="${'&#'.repeat(levels)}"/></Patient>`,
    ],
  ])('%s in XML', (_name, text) => refused(() => xmlToJson(text)));

  test.each([
    ['functions', 'a('.repeat(1000)],
    ['brackets', '('.repeat(3000)],
    ['an expression', 'name.'.repeat(100_000)],
    ['descendants of descendants', `${'descendants().'.repeat(20)}count() > 'a'`],
    [
      'a regular expression that turns back',
      "name.family.matches('^(([a-z])+.)+[A-Z]([a-z])+$') or (text.div & text.div).matches('(.*)*(.*)*(.*)*x$')",
    ],
    ['a text that doubles', `(${'1 | '.repeat(60)}1).aggregate($total & $total & 'xxxxxxxxxxxxxxxx', 'y')`],
  ])('%s in FHIRPath', (_name, expression) => {
    outcome(() => compilePath(expression)(aPatient()));
  });

  test('units', () => {
    const units = [
      '('.repeat(1e6),
      '10*'.repeat(30),
      '{'.repeat(99),
      'm/'.repeat(49),
      '(m.(m.(m.(m.(m.(m.(m.(m.(m.(m.(m.(m',
      `m${'9'.repeat(98)}`,
    ];
    for (const unit of units) expect(outcome(() => canonicalQuantity(1, unit))).not.toBeInstanceOf(Problem);
  });
});

describe('characters that are none', () => {
  test.each(['\\u0000', '\\ud800', '\\udc00\\ud800', '\\ud800x'])('%s in JSON', (character) => {
    refused(() => parseJson(`{"a":"${character}"}`));
    refused(() => parseJson(`{"${character}":1}`));
    refused(() => parseJson(JSON.parse(`"{\\"a\\":\\"${character}\\"}"`) as string));
  });

  test.each([
    '\0',
    '\ud800',
    '\udc00',
    '\ufffe',
    '\uffff',
    '\u0001',
    '&#0;',
    '&#xd800;',
    '&#xfffe;',
    '&#x1;',
    '&#99999999999;',
    '&#x;',
    '&#;',
    '&;',
  ])('%j in XML', (text) => {
    const patient = (content: string) => `<Patient xmlns="http://hl7.org/fhir">${content}</Patient>`;
    refused(() => xmlToJson(patient(`<language value="${text}"/>`)));
    refused(() => xmlToJson(patient(`<text><div xmlns="http://www.w3.org/1999/xhtml">${text}</div></text>`)));
    refused(() => xmlToJson(patient(`<text><div xmlns="http://www.w3.org/1999/xhtml" class="${text}"/></text>`)));
  });
});

const oddValues: Json[] = [
  null,
  true,
  5,
  1e300,
  '',
  'x',
  '#',
  [],
  {},
  [null],
  [[]],
  [{}],
  { resourceType: 'x' },
  { resourceType: 'Patient' },
  [{ resourceType: 5 }],
];
const holders = (value: Json): (Json[] | JsonObject)[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(holders)] : [];

/** A resource in which one value, somewhere, has been put in place of another. */
const misshapen = fc
  .tuple(fc.nat(examples.length - 1), fc.nat(), fc.nat(), fc.constantFrom(...oddValues))
  .map(([example, holder, member, odd]) => {
    const resource = examples[example]?.() as Resource;
    const all = holders(resource);
    const chosen = all[holder % all.length] as JsonObject;
    const names = Object.keys(chosen);
    const name = names[member % names.length];
    if (name !== undefined && !(chosen === resource && name === 'resourceType')) chosen[name] = structuredClone(odd);
    return resource;
  });

describe('values of the wrong type', () => {
  test('are written as XML or refused', () => {
    fc.assert(
      fc.property(misshapen, (resource) => {
        const written = outcome(() => jsonToXml(resource), ['fault']);
        if (typeof written === 'string') outcome(() => xmlToJson(written));
      }),
      { numRuns: 1000 },
    );
  });

  test('do not keep a summary from being made', () => {
    fc.assert(
      fc.property(misshapen, (resource) => {
        for (const mode of ['true', 'text', 'data'] as const) expect(summaryOf(resource, mode).meta?.tag).toBeDefined();
        elementsOf(resource, ['name', 'value']);
      }),
    );
  });

  test('in a patch are refused or applied', () => {
    const operation = (part: Json[]): Json => ({ name: 'operation', part });
    const parameters: JsonObject = {
      resourceType: 'Parameters',
      parameter: [
        operation([
          { name: 'type', valueCode: 'add' },
          { name: 'path', valueString: 'Patient' },
          { name: 'name', valueString: 'contact' },
          { name: 'value', part: [{ name: 'name', valueHumanName: { family: 'x' } }] },
        ]),
        operation([
          { name: 'type', valueCode: 'move' },
          { name: 'path', valueString: 'Patient.name' },
          { name: 'source', valueInteger: 0 },
          { name: 'destination', valueInteger: 0 },
        ]),
      ],
    };
    const patch: Json[] = [
      { op: 'add', path: '/name/-', value: { family: 'x' } },
      { op: 'move', from: '/name/0', path: '/name/1' },
      { op: 'copy', from: '/contact', path: '/x' },
    ];
    const bend = (value: Json, holder: number, member: number, odd: Json): Json => {
      const copy = structuredClone(value);
      const all = holders(copy);
      const chosen = all[holder % all.length] as JsonObject;
      const names = Object.keys(chosen);
      chosen[names[member % names.length] as string] = structuredClone(odd);
      return copy;
    };
    const decimals = new Decimals();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom(...oddValues), misshapen, (holder, member, odd, resource) => {
        for (const value of [aPatient(), resource]) {
          const bentParameters = bend(parameters, holder, member, odd) as JsonObject;
          outcome(() => applyFhirPathPatch({ value, decimals }, { value: bentParameters, decimals }));
          outcome(() =>
            applyJsonPatch({ value, decimals }, { value: bend(patch, holder, member, odd) as Json[], decimals }),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what JSON.stringify wrote is read, and what it cannot say is refused', () => {
    refused(() => parseJson('"text"'));
    refused(() => parseJsonArray('{}'));
    for (const [index, example] of examples.entries()) {
      const { value, decimals } = anyResource(String(example().resourceType), index);
      expect(parseJson(printJson(value, decimals)).value).toEqual(value);
    }
  });
});

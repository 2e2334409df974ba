import { describe, expect, test } from 'vitest';
import type { Issue } from './issue.ts';
import { parseJson, printJson } from './json/index.ts';
import type { Resource } from './resource.ts';
import { elementsOf, summaryOf } from './summary.ts';
import { examples } from './validate/examples.ts';
import { validateResource } from './validate/index.ts';

const tag = '{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}';

const observation = `{"resourceType":"Observation","id":"o","meta":{"versionId":"1"},"language":"nb",
"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
"contained":[{"resourceType":"Patient","id":"p"}],
"extension":[{"url":"u","valueDecimal":1.0}],"modifierExtension":[{"url":"m","valueDecimal":2.0}],
"status":"final","_status":{"id":"s"},"code":{"text":"c","extension":[{"url":"u"}]},
"valueQuantity":{"value":1.50,"unit":"g","extension":[{"url":"u"}]},
"note":[{"text":"n"}],
"referenceRange":[{"low":{"value":1.0},"text":"r"}],
"component":[{"code":{"text":"d"},"valueQuantity":{"value":3.0},"referenceRange":[{"text":"r"}]}]}`;

function shown(choose: (resource: Resource, decimals: ReturnType<typeof parseJson>['decimals']) => Resource): string {
  const { value, decimals } = parseJson(observation);
  const before = printJson(value, decimals);
  const text = printJson(choose(value as Resource, decimals), decimals);
  expect(printJson(value, decimals)).toBe(before);
  return text;
}

describe('_summary', () => {
  test('true keeps the elements of the summary at every level, and the numbers as they were written', () => {
    expect(shown((resource, decimals) => summaryOf(resource, 'true', decimals))).toBe(
      `{"resourceType":"Observation","id":"o","meta":{"versionId":"1","tag":[${tag}]},` +
        '"modifierExtension":[{"url":"m","valueDecimal":2.0}],"status":"final","_status":{"id":"s"},"code":{"text":"c"},' +
        '"valueQuantity":{"value":1.50,"unit":"g"},"component":[{"code":{"text":"d"},"valueQuantity":{"value":3.0}}]}',
    );
  });

  test('text keeps the narrative and what is mandatory', () => {
    const names = Object.keys(JSON.parse(shown((resource) => summaryOf(resource, 'text'))));
    expect(names).toEqual(['resourceType', 'id', 'meta', 'text', 'modifierExtension', 'status', '_status', 'code']);
  });

  test('data leaves out the narrative only', () => {
    const text = shown((resource, decimals) => summaryOf(resource, 'data', decimals));
    expect(text).not.toContain('"text":{');
    expect(text).toContain('"valueQuantity":{"value":1.50,"unit":"g","extension":[{"url":"u"}]}');
    expect(text).toContain('"contained"');
  });
});

describe('_elements', () => {
  test.each([
    [['value'], ['valueQuantity']],
    [['value[x]'], ['valueQuantity']],
    [['valueQuantity'], ['valueQuantity']],
    [['Observation.note', 'Patient.name'], ['note']],
    [['unknown', '__proto__', 'constructor'], []],
  ])('%j', (elements, found) => {
    const names = Object.keys(JSON.parse(shown((resource) => elementsOf(resource, elements))));
    const kept = ['resourceType', 'id', 'meta', 'modifierExtension', 'status', '_status', 'code', ...found];
    expect(names.sort()).toEqual(kept.sort());
  });

  test('numbers are written as they were', () => {
    expect(shown((resource, decimals) => elementsOf(resource, ['value'], decimals))).toContain('"value":1.50');
  });
});

test('contained resources stay when what stays refers to them, directly or not', () => {
  const order: Resource = {
    resourceType: 'MedicationRequest',
    contained: [
      { resourceType: 'Organization', id: 'maker' },
      { resourceType: 'Medication', id: 'drug', manufacturer: { reference: '#maker' } },
      { resourceType: 'Practitioner', id: 'recorder' },
    ],
    medicationReference: { reference: '#drug' },
    recorder: { reference: '#recorder' },
  };
  const idsIn = (resource: Resource) => (resource.contained as Resource[] | undefined)?.map((each) => each.id);
  expect(idsIn(summaryOf(order, 'true'))).toEqual(['maker', 'drug']);
  expect(idsIn(elementsOf(order, ['recorder']))).toEqual(['maker', 'drug', 'recorder']);
  expect(idsIn(elementsOf({ ...order, medicationReference: { display: 'x' } }, ['id']))).toBeUndefined();
});

test("the resource's own numbers are written as they were", () => {
  const { value, decimals } = parseJson(
    '{"resourceType":"Media","status":"completed","duration":1.50,"note":[],"id":"m"}',
  );
  const written = '"status":"completed","duration":1.50}';
  expect(printJson(elementsOf(value as Resource, ['duration'], decimals), decimals)).toContain(written);
});

test('a resource is marked once', () => {
  const marked = summaryOf({ resourceType: 'Patient', active: true }, 'data');
  expect(summaryOf(marked, 'true').meta?.tag).toEqual([JSON.parse(tag)]);
});

test('every part of a valid resource is sound in its structure and its references', () => {
  // Rules between elements may miss what is left out: an appointment's times are not in its summary.
  const isRuleOfType = ({ code, key }: Issue) => code === 'invariant' && !/^(ref|dom|ext|ele)-/.test(key ?? '');
  const errors = (resource: Resource) =>
    validateResource(resource).filter((issue) => issue.severity === 'error' && !isRuleOfType(issue));
  for (const example of examples) {
    const whole = example();
    expect(errors(whole)).toEqual([]);
    for (const mode of ['true', 'text', 'data'] as const) expect(errors(summaryOf(whole, mode))).toEqual([]);
    expect(errors(elementsOf(whole, ['text']))).toEqual([]);
  }
});

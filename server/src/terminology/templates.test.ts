import { expect, test } from 'vitest';
import { compilePath } from '../fhir/fhirpath.ts';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { validateResource } from '../fhir/validate/index.ts';
import { contentResources } from './content.ts';

const OWN = 'https://enjournal.no/fhir';
const SNOMED = 'http://snomed.info/sct';
const resources = contentResources();
const templates = resources.filter(({ resourceType }) => resourceType === 'Questionnaire');
const each = templates.map((template) => [String(template.id), template] as const);

const listOf = (value: unknown): JsonObject[] => (value ?? []) as JsonObject[];
const extensionsOf = (of: JsonObject, end: string): JsonObject[] =>
  listOf(of.extension).filter(({ url }) => String(url).endsWith(`/${end}`));
const kindOf = (template: Resource) => extensionsOf(template, 'template-kind')[0]?.valueCode;

function itemsOf(of: JsonObject): JsonObject[] {
  return listOf(of.item).flatMap((item) => [item, ...itemsOf(item)]);
}

function conceptsOf(of: JsonObject): JsonObject[] {
  return listOf(of.concept).flatMap((concept) => [concept, ...conceptsOf(concept)]);
}

/** The names of the codes of each system in `content/`. */
const displays = new Map(
  resources
    .filter(({ resourceType }) => resourceType === 'CodeSystem')
    .map((system) => [system.url, new Map(conceptsOf(system).map(({ code, display }) => [code, display]))]),
);
const valueSets = new Set(
  resources.flatMap(({ resourceType, url, valueSet }) =>
    resourceType === 'ValueSet' ? [url] : resourceType === 'CodeSystem' ? [valueSet] : [],
  ),
);

/** All objects within a value, itself first. */
function objectsIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as JsonObject, ...Object.values(value).flatMap(objectsIn)];
}

test('the templates are there', () => {
  expect(templates.map(({ id }) => id)).toEqual(expect.arrayContaining(['consultation', 'daily-report', 'news2']));
});

test.each(each)('%s is valid FHIR under its own address', (id, template) => {
  expect(validateResource(template)).toEqual([]);
  expect(template).toMatchObject({ url: `${OWN}/Questionnaire/${id}`, status: 'active', language: 'nb' });
  expect(template.version).toMatch(/^\d+$/);
});

test.each(each)('%s says what it is, and for whom it stands first', (_, template) => {
  const kind = kindOf(template);
  expect(['note', 'form', 'score']).toContain(kind);
  for (const { valueCode } of extensionsOf(template, 'template-role')) {
    expect(displays.get(`${OWN}/CodeSystem/access-role`)?.has(String(valueCode)), String(valueCode)).toBe(true);
  }
  const system = { note: 'note-type', score: 'score', form: 'form-type' }[String(kind)];
  expect(listOf(template.code)[0]?.system).toBe(`${OWN}/CodeSystem/${system}`);
});

test.each(each)('%s asks each thing once, and depends on nothing that it does not ask', (_, template) => {
  const items = itemsOf(template);
  const ids = items.map(({ linkId }) => linkId);
  expect(ids.length).toBe(new Set(ids).size);
  for (const { linkId, enableWhen } of items) {
    for (const { question } of listOf(enableWhen)) expect(ids, String(linkId)).toContain(question);
  }
  for (const { valueExpression } of objectsIn(template)) {
    const { expression } = (valueExpression ?? { expression: '' }) as { expression: string };
    for (const [, asked] of expression.matchAll(/linkId\s*=\s*'([^']+)'/g)) expect(ids, expression).toContain(asked);
    for (const [, list] of expression.matchAll(/linkId in \(([^)]+)\)/g)) {
      for (const [, asked] of list!.matchAll(/'([^']+)'/g)) expect(ids, expression).toContain(asked);
    }
  }
});

test.each(each)('%s has expressions that can be compiled', (_, template) => {
  for (const { valueExpression } of objectsIn(template)) {
    const { language, expression } = (valueExpression ?? {}) as { language?: string; expression?: string };
    if (language === 'text/fhirpath') expect(compilePath(expression!)).toBeTypeOf('function');
    else if (language !== undefined) expect(language).toBe('application/x-fhir-query');
  }
});

test.each(each)('%s is complete in bokmål, nynorsk and English', (_, template) => {
  const words = ['title', 'description', 'text', 'display'];
  const spoken = [
    template,
    ...itemsOf(template),
    ...itemsOf(template).flatMap(({ answerOption }) => optionsOf(answerOption)),
  ];
  for (const object of spoken) {
    for (const word of words.filter((name) => typeof object[name] === 'string' && object[name] !== '')) {
      const translations = extensionsOf((object[`_${word}`] ?? {}) as JsonObject, 'translation').map(({ extension }) =>
        listOf(extension).map(({ valueCode, valueString }) => valueCode ?? valueString),
      );
      expect(translations, String(object[word])).toEqual([
        ['nn', expect.stringMatching(/\S/)],
        ['en', expect.stringMatching(/\S/)],
      ]);
    }
  }
});

const optionsOf = (answerOption: unknown): JsonObject[] =>
  listOf(answerOption).flatMap(({ valueCoding }) => (valueCoding === undefined ? [] : [valueCoding as JsonObject]));

test.each(each)('%s uses codes and value sets that are there, under their names', (_, template) => {
  for (const { linkId, code, answerOption, answerValueSet } of [template, ...itemsOf(template)] as JsonObject[]) {
    for (const coding of [...listOf(code), ...optionsOf(answerOption)]) {
      if (coding.system === SNOMED) continue; // not ours to carry
      expect(displays.get(coding.system)?.get(coding.code), `${linkId} ${coding.system} ${coding.code}`).toBe(
        coding.display,
      );
    }
    if (answerValueSet !== undefined) expect(valueSets, String(linkId)).toContain(answerValueSet);
  }
  for (const { answerCoding } of itemsOf(template).flatMap(({ enableWhen }) => listOf(enableWhen))) {
    const { system, code } = (answerCoding ?? {}) as JsonObject;
    if (answerCoding !== undefined) expect(displays.get(system)?.has(code), String(code)).toBe(true);
  }
});

test.each(each)('%s makes Observations only of what has a code', (_, template) => {
  for (const item of itemsOf(template).filter(
    (one) => extensionsOf(one, 'sdc-questionnaire-observationExtract').length,
  )) {
    expect(listOf(item.code), String(item.linkId)).not.toEqual([]);
  }
});

test.each(each.filter(([, template]) => kindOf(template) === 'note'))('%s is divided into sections', (_, template) => {
  for (const { linkId, type, code, required } of listOf(template.item)) {
    expect(type, String(linkId)).toBe('group');
    expect(listOf(code)[0]?.system).toBe(`${OWN}/CodeSystem/note-section`);
    expect(required).toBeUndefined();
  }
});

test.each(each.filter(([, template]) => kindOf(template) === 'note'))(
  '%s demands nothing: the law asks for what is relevant and necessary, not for filled fields',
  (_, template) => {
    expect(itemsOf(template).filter(({ required }) => required)).toEqual([]);
  },
);

test.each(each.filter(([, template]) => kindOf(template) === 'score'))(
  '%s calculates its total, keeps it as an Observation and says what it means and by whom',
  (_, template) => {
    const total = itemsOf(template).find(({ linkId }) => linkId === 'total');
    const meaning = itemsOf(template).find(({ linkId }) => linkId === 'interpretation');
    for (const item of [total, meaning]) {
      expect(extensionsOf(item!, 'sdc-questionnaire-calculatedExpression')).toHaveLength(1);
      expect(item?.readOnly).toBe(true);
    }
    expect(extensionsOf(total!, 'sdc-questionnaire-observationExtract')).toHaveLength(1);
    expect(listOf(total?.code)).toContainEqual(listOf(template.code)[0]);
    expect(String(template.purpose)).toMatch(/\d{4}/);
  },
);

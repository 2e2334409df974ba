import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { resourceTypes } from '../types.ts';
import { elementNamed, elementsOf, isPrimitive } from './elements.ts';

const namesOf = (type: string) => elementsOf(type).map((element) => element.name);

test('a type lists its elements in the order of the specification, inherited ones first', () => {
  expect(namesOf('Period')).toEqual(['id', 'extension', 'start', 'end']);
  expect(namesOf('Patient').slice(0, 9)).toEqual([
    'id',
    'meta',
    'implicitRules',
    'language',
    'text',
    'contained',
    'extension',
    'modifierExtension',
    'identifier',
  ]);
  expect(namesOf('Patient.contact').at(-1)).toBe('period');
  expect(namesOf('string')).toEqual(['id', 'extension']);
  expect(elementsOf('constructor')).toEqual([]);
});

test('a member name leads to its element and type', () => {
  expect(elementNamed('Observation', 'valueQuantity')).toMatchObject({ type: 'Quantity', element: { name: 'value' } });
  expect(elementNamed('Observation', 'value')).toBeUndefined();
  expect(elementNamed('Observation.component', 'referenceRange')?.type).toBe('Observation.referenceRange');
  expect(elementNamed('Observation', 'basedOn')?.element).toMatchObject({ isArray: true, max: Infinity, min: 0 });
  expect(elementNamed('Observation', 'status')?.element).toMatchObject({ isArray: false, min: 1, isSummary: true });
  expect(elementNamed('Observation', 'subject')?.element.targets).toEqual(['Patient', 'Group', 'Device', 'Location']);
  expect(elementNamed('Patient', 'id')).toMatchObject({ type: 'id', element: { xml: 'element' } });
  expect(elementNamed('Period', 'id')).toMatchObject({ type: 'string', element: { xml: 'attribute' } });
  expect(elementNamed('Extension', 'url')).toMatchObject({ type: 'uri', element: { xml: 'attribute' } });
  expect(elementNamed('Narrative', 'div')?.element.xml).toBe('xhtml');
});

/** The FHIRPath package carries its own picture of R4; what the two agree on is R4, and no later version has crept in. */
test('the elements are those of R4 4.0.1', () => {
  const model = createRequire(import.meta.url)('fhirpath/fhir-context/r4') as {
    path2Type: Record<string, unknown>;
    choiceTypePaths: Record<string, string[]>;
    pathsDefinedElsewhere: Record<string, string>;
  };
  const ours = new Set<string>();
  const visited = new Set<string>(resourceTypes);
  const visit = (name: string) => {
    for (const element of elementsOf(name)) {
      ours.add(element.path);
      for (const type of element.types) {
        if (isPrimitive(type) || visited.has(type)) continue;
        visited.add(type);
        visit(type);
      }
    }
  };
  for (const type of resourceTypes) visit(type);
  const theirs = new Set([...Object.keys(model.choiceTypePaths), ...Object.keys(model.pathsDefinedElsewhere)]);
  const choiceMembers = new Set<string>();
  for (const [path, types] of Object.entries(model.choiceTypePaths)) {
    for (const type of types) choiceMembers.add(path + type);
  }
  for (const path of Object.keys(model.path2Type)) if (!choiceMembers.has(path)) theirs.add(path);
  const isOfOurs = (path: string) =>
    path.includes('.') && visited.has(path.split('.')[0] as string) && !path.includes('.extension.');
  expect([...ours].filter((path) => !theirs.has(path)).filter((path) => !isInherited(path))).toEqual([]);
  expect([...theirs].filter(isOfOurs).filter((path) => !ours.has(path))).toEqual([]);
});

const isInherited = (path: string) =>
  /\.(id|meta|implicitRules|language|text|contained|extension|modifierExtension)$/.test(path);

test('the types an element names exist', () => {
  const visited = new Set<string>();
  const visit = (name: string) => {
    if (visited.has(name)) return;
    visited.add(name);
    for (const type of elementsOf(name).flatMap((element) => element.types)) {
      expect(isPrimitive(type) || elementsOf(type).length > 0, `${type} in ${name}`).toBe(true);
      visit(type);
    }
  };
  for (const type of resourceTypes) visit(type);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject, Resource } from '../fhir/resource.ts';
import { contentFiles } from './content.ts';

const content = join(import.meta.dirname, '../../../content');
const files = contentFiles(content).map(({ path }) => path);
const read = (file: string) => JSON.parse(readFileSync(join(content, file), 'utf8')) as Resource;
const codeSystems = files
  .filter((file) => file.startsWith('code-systems'))
  .map((file) => read(file))
  .filter((system) => system.content !== 'not-present');

function concepts(of: JsonObject): JsonObject[] {
  const own = (of.concept ?? []) as JsonObject[];
  return own.flatMap((concept) => [concept, ...concepts(concept)]);
}

test('every file holds one resource, begins with its type, and is named by its id', () => {
  for (const file of files) {
    const resource = read(file);
    expect(Object.keys(resource)[0], file).toBe('resourceType');
    expect(typeof resource.resourceType, file).toBe('string');
    expect(file).toMatch(new RegExp(`/${resource.id}\\.json$`));
    expect(resource.id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
  }
});

test('no two resources of a type share a url', () => {
  const urls = files.map((file) => read(file)).filter((resource) => resource.url !== undefined);
  const keys = urls.map((resource) => `${resource.resourceType} ${resource.url}`);
  expect(keys.length).toBe(new Set(keys).size);
});

test.each(codeSystems.map((system) => [system.id, system]))('code system %s names each code once', (_, system) => {
  const all = concepts(system as Resource);
  expect(all.length).toBeGreaterThan(0);
  for (const concept of all) {
    expect(concept.code).toMatch(/^[^\s]+( [^\s]+)*$/);
    expect(concept.display).toMatch(/^\S(.*\S)?$/);
  }
  const codes = all.map((concept) => concept.code);
  expect(codes.length).toBe(new Set(codes).size);
});

test('every property a concept uses is declared', () => {
  for (const system of codeSystems) {
    const declared = new Set(((system.property ?? []) as JsonObject[]).map((property) => property.code));
    for (const concept of concepts(system)) {
      for (const property of (concept.property ?? []) as JsonObject[]) {
        expect(declared, `${system.id} ${concept.code}`).toContain(property.code);
      }
    }
  }
});

test('our own lists have their names in bokmål, nynorsk and English', () => {
  const ours = codeSystems.filter(({ url }) => String(url).startsWith('https://enjournal.no/'));
  expect(ours.map(({ id }) => id)).toEqual(expect.arrayContaining(['issue', 'service-kind']));
  for (const system of ours) {
    expect(system.language).toBe('nb');
    for (const concept of concepts(system)) {
      const languages = ((concept.designation ?? []) as JsonObject[]).map(({ language }) => language);
      expect(languages, `${system.id} ${concept.code}`).toEqual(['nn', 'en']);
    }
  }
});

test('a concept map leads from a code to a code that are there, under their names', () => {
  const displays = new Map(
    codeSystems.map(({ url, ...system }) => [
      url,
      new Map(concepts(system).map(({ code, display }) => [code, display])),
    ]),
  );
  for (const map of files.map((file) => read(file)).filter(({ resourceType }) => resourceType === 'ConceptMap')) {
    for (const group of map.group as JsonObject[]) {
      for (const element of group.element as JsonObject[]) {
        const ends = [
          [group.source, element],
          ...(element.target as JsonObject[]).map((target) => [group.target, target]),
        ];
        for (const [system, { code, display }] of ends as [string, JsonObject][]) {
          if (displays.has(system)) expect(displays.get(system)!.get(code), `${map.id} ${code}`).toBe(display);
        }
      }
    }
  }
});

test('a profile names its elements by their paths, and a slice by the end of its id', () => {
  for (const profile of files
    .map((file) => read(file))
    .filter(({ resourceType }) => resourceType === 'StructureDefinition')) {
    const elements = (profile.differential as JsonObject).element as JsonObject[];
    expect(elements[0]?.path).toBe(profile.type);
    for (const { id, path, sliceName } of elements) {
      expect(path, String(id)).toBe(String(id).replace(/:[^.]+/g, ''));
      expect(sliceName, String(id)).toBe(/:([^.:]+)$/.exec(String(id))?.[1]);
    }
  }
});

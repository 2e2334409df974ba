import { problem } from '../fhir/issue.ts';
import type { Json, JsonObject } from '../fhir/resource.ts';
import type { Concept, Designation } from './concept.ts';

const objects = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value)
    ? value.filter((item): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item))
    : [];

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The concepts of a CodeSystem resource, parents before children. The hierarchy is the nesting and the properties
 * `parent` and `child`; the statuses are read from the properties that FHIR R4 defines for it (section 4.8.11).
 */
export function conceptsOf(codeSystem: JsonObject): Concept[] {
  const found = new Map<string, Concept & { parents: string[] }>();
  const children: [parent: string, child: string][] = [];
  const add = (concept: JsonObject, parent: string | undefined, path: string) => {
    const code = text(concept.code);
    if (code === undefined) return;
    if (found.has(code)) {
      throw problem('rule', 'duplicate-code', {
        code: 'duplicate',
        diagnostics: 'A code system defines each code once.',
        expression: path,
      });
    }
    const made = conceptOf(concept, code);
    if (parent !== undefined) made.parents.push(parent);
    found.set(code, made);
    for (const value of made.properties.child ?? []) if (typeof value === 'string') children.push([code, value]);
    objects(concept.concept).forEach((child, i) => {
      add(child, code, `${path}.concept[${i}]`);
    });
  };
  objects(codeSystem.concept).forEach((concept, i) => {
    add(concept, undefined, `CodeSystem.concept[${i}]`);
  });
  for (const [parent, child] of children) {
    const parents = found.get(child)?.parents;
    if (parents !== undefined && !parents.includes(parent)) parents.push(parent);
  }
  return [...found.values()];
}

function conceptOf(concept: JsonObject, code: string): Concept & { parents: string[] } {
  const properties: Record<string, Json[]> = {};
  for (const property of objects(concept.property)) {
    const name = text(property.code);
    const key = Object.keys(property).find((member) => member.startsWith('value'));
    if (name === undefined || key === undefined) continue;
    properties[name] ??= [];
    properties[name].push(property[key]!);
  }
  const made: Concept & { parents: string[] } = {
    code,
    abstract: isTrue(properties.notSelectable) || isTrue(properties.abstract),
    inactive: isInactive(properties),
    parents: (properties.parent ?? []).filter((value): value is string => typeof value === 'string'),
    designations: objects(concept.designation).map(designationOf),
    properties,
  };
  const display = text(concept.display);
  if (display !== undefined) made.display = display;
  const definition = text(concept.definition);
  if (definition !== undefined) made.definition = definition;
  return made;
}

function designationOf(designation: JsonObject): Designation {
  const made: Designation = { value: text(designation.value) ?? '' };
  const language = text(designation.language);
  if (language !== undefined) made.language = language;
  const use = designation.use;
  if (typeof use === 'object' && use !== null && !Array.isArray(use)) made.use = use;
  return made;
}

const isTrue = (values: Json[] | undefined) => values?.some((value) => value === true || value === 'true') ?? false;

/** R4 knows `inactive`, and `status`; `deprecated` concepts may still be used. */
function isInactive(properties: Record<string, Json[]>): boolean {
  const status = properties.status?.[0];
  return isTrue(properties.inactive) || status === 'retired' || status === 'inactive';
}

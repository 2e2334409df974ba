import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../resource.ts';
import { correct } from './corrections.ts';
import { definitionsPackage } from './package.ts';

/** The parts of an R4 ElementDefinition that the compilers read. */
export type ElementDefinition = JsonObject & {
  id: string;
  path: string;
  sliceName?: string;
  min?: number;
  max?: string;
  representation?: string[];
  contentReference?: string;
  type?: TypeRef[];
  constraint?: Constraint[];
  binding?: JsonObject & { strength: string; valueSet?: string };
  isModifier?: boolean;
  isSummary?: boolean;
};

export type TypeRef = JsonObject & {
  code: string;
  profile?: string[];
  targetProfile?: string[];
  extension?: JsonObject[];
};

export type Constraint = JsonObject & { key: string; severity: string; human: string; expression?: string };

export type StructureDefinition = JsonObject & {
  resourceType: 'StructureDefinition';
  id: string;
  url: string;
  type: string;
  kind: string;
  abstract: boolean;
  derivation?: string;
  baseDefinition?: string;
  snapshot?: { element: ElementDefinition[] };
  differential?: { element: ElementDefinition[] };
};

/** One file of the package as it stands, e.g. `search-parameters.json`. */
export function readDefinitions(file: string): JsonObject {
  return JSON.parse(readFileSync(join(definitionsPackage.folder, file), 'utf8')) as JsonObject;
}

/** The resources of one Bundle file of the package. */
export function readBundle(file: string): JsonObject[] {
  const entries = readDefinitions(file).entry as { resource: JsonObject }[];
  return entries.map((entry) => entry.resource);
}

/** Everything the compilers start from, read once. */
export type Sources = {
  /** Base StructureDefinitions of R4 4.0.1 by type name: resources, datatypes, primitives and the abstract ones. */
  structures: ReadonlyMap<string, StructureDefinition>;
  /** HL7's own profiles on resources (vital signs and others) and its extension definitions. */
  profiles: readonly StructureDefinition[];
  /** CodeSystem and ValueSet resources by canonical URL without version. */
  codeSystems: ReadonlyMap<string, JsonObject>;
  valueSets: ReadonlyMap<string, JsonObject>;
};

export function readSources(): Sources {
  const structures = new Map<string, StructureDefinition>();
  const profiles: StructureDefinition[] = [];
  const files = [
    'profiles-types.json',
    'profiles-resources.json',
    'profiles-others.json',
    'extension-definitions.json',
  ];
  for (const resource of files.flatMap(readBundle)) {
    if (!isStructureDefinition(resource) || resource.kind === 'logical') continue;
    if (resource.derivation === 'constraint') profiles.push(resource);
    else if (resource.fhirVersion === '4.0.1') structures.set(resource.type, correct(resource));
  }
  const codeSystems = new Map<string, JsonObject>();
  const valueSets = new Map<string, JsonObject>();
  for (const resource of ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap(readBundle)) {
    const { url } = resource;
    if (typeof url !== 'string') continue;
    if (resource.resourceType === 'CodeSystem') codeSystems.set(url, resource);
    if (resource.resourceType === 'ValueSet') valueSets.set(url, resource);
  }
  return { structures, profiles, codeSystems, valueSets };
}

function isStructureDefinition(resource: JsonObject): resource is StructureDefinition {
  return resource.resourceType === 'StructureDefinition';
}

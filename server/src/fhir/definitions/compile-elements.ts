import type { ElementDefinition, Sources, StructureDefinition, TypeRef } from './sources.ts';

/**
 * One element of a type or backbone element, compact. Fields that are absent say: min 0, max 1, not in the summary,
 * no modifier, an XML element.
 */
export type ElementRow = {
  /** Name without `[x]`. */
  name: string;
  /** Type codes; a backbone element's type is the path of its block, also where the specification says contentReference. */
  types: string[];
  /** `value[x]`: the JSON name is the name and the capitalised type. */
  choice?: true;
  min?: number;
  /** Upper bound where it is not 1; 0 stands for `*`. */
  max?: number;
  summary?: true;
  modifier?: true;
  xml?: 'attribute' | 'xhtml';
  /** Allowed target types of Reference and canonical; absent: any. */
  targets?: string[];
  /** A Quantity that is a SimpleQuantity: without comparator. */
  simple?: true;
  /** Strength and canonical of the binding. */
  binding?: [string, string];
};

/** Element rows by type name (`Patient`, `HumanName`) and by backbone path (`Patient.contact`). */
export type ElementTable = Record<string, ElementRow[]>;

/** Builds the table of every R4 type, in the order of the specification. */
export function compileElements(sources: Sources): ElementTable {
  const table: ElementTable = {};
  for (const structure of sources.structures.values()) {
    if (structure.kind !== 'primitive-type') addStructure(table, structure);
  }
  return table;
}

function addStructure(table: ElementTable, structure: StructureDefinition): void {
  const elements = structure.snapshot?.element ?? [];
  table[structure.type] = [];
  for (const element of elements) {
    if (!element.path.includes('.') || element.max === '0') continue;
    const parent = element.path.slice(0, element.path.lastIndexOf('.'));
    const row = rowOf(element);
    if (isBlock(element)) table[element.path] = [];
    const rows = table[parent];
    if (!rows) throw new Error(`${element.path} stands before its parent`);
    rows.push(row);
  }
}

/** An element with its own children instead of a named type. */
export const isBlock = (element: ElementDefinition) =>
  element.type?.[0]?.code === 'BackboneElement' || element.type?.[0]?.code === 'Element';

function rowOf(element: ElementDefinition): ElementRow {
  const last = element.path.slice(element.path.lastIndexOf('.') + 1);
  const name = last.endsWith('[x]') ? last.slice(0, -3) : last;
  const row: ElementRow = { name, types: typesOf(element) };
  if (last.endsWith('[x]')) row.choice = true;
  if (element.min) row.min = element.min;
  if (element.max !== '1') row.max = element.max === '*' ? 0 : Number(element.max);
  if (element.isSummary) row.summary = true;
  if (element.isModifier) row.modifier = true;
  if (element.representation?.includes('xmlAttr')) row.xml = 'attribute';
  if (row.types[0] === 'xhtml') row.xml = 'xhtml';
  if (element.type?.some((type) => type.profile?.some((profile) => profile.endsWith('/SimpleQuantity'))))
    row.simple = true;
  const targets = targetsOf(element);
  if (targets) row.targets = targets;
  if (element.binding?.valueSet) row.binding = [element.binding.strength, element.binding.valueSet];
  return row;
}

function typesOf(element: ElementDefinition): string[] {
  if (element.contentReference) return [element.contentReference.slice(element.contentReference.indexOf('#') + 1)];
  if (isBlock(element)) return [element.path];
  return [...new Set((element.type ?? []).map((type) => typeName(element, type)))];
}

/** `id` of a resource has the type `id` (R4 resource.html#id), though its StructureDefinition says string. */
function typeName(element: ElementDefinition, type: TypeRef): string {
  if (!type.code.startsWith('http://hl7.org/fhirpath/')) return type.code;
  if (element.path.endsWith('.id')) return element.representation ? 'string' : 'id';
  const fhirType = type.extension?.find((extension) => String(extension.url).endsWith('structuredefinition-fhir-type'));
  return (fhirType?.valueUrl as string | undefined) ?? 'string';
}

function targetsOf(element: ElementDefinition): string[] | undefined {
  const types = element.type ?? [];
  const pointers = types.filter((type) => type.code === 'Reference');
  const profiles = (pointers.length > 0 ? pointers : types).flatMap((type) => type.targetProfile ?? []);
  const targets = [...new Set(profiles.map((profile) => profile.slice(profile.lastIndexOf('/') + 1)))];
  return targets.length === 0 || targets.includes('Resource') ? undefined : targets;
}

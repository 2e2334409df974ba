import type { ElementRow, ElementTable } from './compile-elements.ts';
import { readGenerated } from './generated.ts';

/** One element of an R4 type or backbone element, as its StructureDefinition tells it. */
export type ElementInfo = {
  /** Name without `[x]`: `value`. */
  name: string;
  /** `Observation.component.value`; for elements of datatypes and contentReferences the defining path, `Period.start`. */
  path: string;
  /**
   * Type codes: primitives (`dateTime`), datatypes (`CodeableConcept`), `Resource`, `Extension`; for a backbone element
   * (and a contentReference to one) the path of its block, `Observation.component`, which `elementsOf` takes too.
   */
  types: readonly string[];
  /** JSON member names, one for each type when `isChoice` (`valueQuantity`, …), else just the name. */
  jsonNames: readonly string[];
  isChoice: boolean;
  min: number;
  /** Infinity where the specification says `*`. */
  max: number;
  /** Whether JSON holds an array. */
  isArray: boolean;
  isSummary: boolean;
  isModifier: boolean;
  /** How XML writes it: an attribute (ids of elements, Extension.url), the xhtml div, or a child element. */
  xml: 'attribute' | 'xhtml' | 'element';
  /** Types a Reference (or canonical) may point to; undefined: any. */
  targets: readonly string[] | undefined;
  binding: { strength: string; valueSet: string } | undefined;
};

/** The primitive types of R4 and what JSON holds for them. */
export const primitiveTypes: ReadonlyMap<string, 'string' | 'number' | 'boolean'> = new Map(
  Object.entries({
    ...{ base64Binary: 'string', boolean: 'boolean', canonical: 'string', code: 'string', date: 'string' },
    ...{ dateTime: 'string', decimal: 'number', id: 'string', instant: 'string', integer: 'number' },
    ...{ markdown: 'string', oid: 'string', positiveInt: 'number', string: 'string', time: 'string' },
    ...{ unsignedInt: 'number', uri: 'string', url: 'string', uuid: 'string', xhtml: 'string' },
  } as const),
);

export const isPrimitive = (type: string): boolean => primitiveTypes.has(type);

/**
 * The elements of a type (`Patient`, `HumanName`) or block (`Patient.contact`), inherited ones included, in the order of
 * the specification, which is the order of XML. Of a primitive: `id` and `extension`. Empty for an unknown name.
 */
export function elementsOf(typeOrBlock: string): readonly ElementInfo[] {
  const known = infos.get(typeOrBlock);
  if (known) return known;
  const name = isPrimitive(typeOrBlock) ? 'Element' : typeOrBlock;
  table ??= new Map(Object.entries(JSON.parse(readGenerated('elements.json')) as ElementTable));
  const elements = (table.get(name) ?? []).map((row) => infoOf(name, row));
  if (elements.length > 0) infos.set(typeOrBlock, elements);
  return elements;
}

/** The element a JSON member name belongs to, and the type it has there: (`Observation`, `valueQuantity`) → value, Quantity. */
export function elementNamed(
  typeOrBlock: string,
  jsonName: string,
): { element: ElementInfo; type: string } | undefined {
  let byName = names.get(typeOrBlock);
  if (!byName) {
    byName = new Map();
    for (const element of elementsOf(typeOrBlock)) {
      element.jsonNames.forEach((name, index) => {
        byName?.set(name, { element, type: element.types[index] as string });
      });
    }
    if (byName.size > 0) names.set(typeOrBlock, byName);
  }
  return byName.get(jsonName);
}

let table: Map<string, ElementRow[]> | undefined;
const infos = new Map<string, ElementInfo[]>();
const names = new Map<string, Map<string, { element: ElementInfo; type: string }>>();

function infoOf(parent: string, row: ElementRow): ElementInfo {
  const max = row.max === 0 ? Number.POSITIVE_INFINITY : (row.max ?? 1);
  return {
    name: row.name,
    path: `${parent}.${row.name}`,
    types: row.types,
    jsonNames: row.choice ? row.types.map((type) => row.name + capitalised(type)) : [row.name],
    isChoice: row.choice === true,
    min: row.min ?? 0,
    max,
    isArray: max > 1,
    isSummary: row.summary === true,
    isModifier: row.modifier === true,
    xml: row.xml ?? 'element',
    targets: row.targets,
    binding: row.binding ? { strength: row.binding[0], valueSet: row.binding[1] } : undefined,
  };
}

const capitalised = (type: string) => type.charAt(0).toUpperCase() + type.slice(1);

import type { JsonObject } from '../resource.ts';
import type { Sources } from './sources.ts';

/** The codes of a value set by code system. */
export type Codes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Expands a value set of R4's definitions.
 * @param canonical URL, with or without `|version`
 * @returns undefined when it names a code system the definitions do not hold in full (mime types, UCUM, currencies, …)
 */
export function expandValueSet(canonical: string, sources: Sources): Codes | undefined {
  const valueSet = sources.valueSets.get(withoutVersion(canonical));
  const compose = valueSet?.compose as Compose | undefined;
  if (!compose) return undefined;
  const codes = new Map<string, Set<string>>();
  for (const include of compose.include) {
    const included = expandInclude(include, sources);
    if (!included) return undefined;
    for (const [system, some] of included) codes.set(system, (codes.get(system) ?? new Set()).union(some));
  }
  for (const exclude of compose.exclude ?? []) {
    const excluded = expandInclude(exclude, sources);
    if (!excluded) return undefined;
    for (const [system, some] of excluded) codes.set(system, (codes.get(system) ?? new Set()).difference(some));
  }
  return codes;
}

export const withoutVersion = (canonical: string) => canonical.replace(/\|.*$/, '');

type Include = {
  system?: string;
  concept?: { code: string }[];
  filter?: { property: string; op: string; value: string }[];
  valueSet?: string[];
};
type Compose = { include: Include[]; exclude?: Include[] };
type Concept = { code: string; concept?: Concept[]; property?: JsonObject[] };

/** Everything an include names must hold: its system's codes, its filters and each value set it imports. */
function expandInclude(include: Include, sources: Sources): Codes | undefined {
  let codes = include.system === undefined ? undefined : codesOfSystem(include.system, include, sources);
  if (include.system !== undefined && !codes) return undefined;
  for (const canonical of include.valueSet ?? []) {
    const imported = expandValueSet(canonical, sources);
    if (!imported) return undefined;
    codes = codes === undefined ? imported : intersection(codes, imported);
  }
  return codes;
}

function intersection(first: Codes, second: Codes): Codes {
  return new Map([...first].map(([system, some]) => [system, some.intersection(second.get(system) ?? new Set())]));
}

function codesOfSystem(system: string, include: Include, sources: Sources): Codes | undefined {
  if (include.concept) return new Map([[system, new Set(include.concept.map((concept) => concept.code))]]);
  const codeSystem = sources.codeSystems.get(system);
  if (codeSystem?.content !== 'complete' || !Array.isArray(codeSystem.concept)) return undefined;
  let concepts = placed(codeSystem.concept as unknown as Concept[]);
  for (const filter of include.filter ?? []) {
    const test = filterTest(filter, concepts);
    if (!test) return undefined;
    concepts = concepts.filter(test);
  }
  return new Map([[system, new Set(concepts.map(({ concept }) => concept.code))]]);
}

/** A concept with the codes it stands below, by nesting or by `subsumedBy` and `parent` properties. */
type Placed = { concept: Concept; above: ReadonlySet<string> };

function placed(roots: Concept[]): Placed[] {
  const parents = new Map<string, Set<string>>();
  const concepts: Concept[] = [];
  const visit = (concept: Concept, parent: string | undefined) => {
    concepts.push(concept);
    const own = parents.get(concept.code) ?? new Set();
    if (parent !== undefined) own.add(parent);
    for (const property of concept.property ?? []) {
      const isParent = property.code === 'subsumedBy' || property.code === 'parent';
      if (isParent && typeof property.valueCode === 'string') own.add(property.valueCode);
    }
    parents.set(concept.code, own);
    for (const child of concept.concept ?? []) visit(child, concept.code);
  };
  for (const root of roots) visit(root, undefined);
  const above = (code: string, seen: Set<string>): Set<string> => {
    for (const parent of parents.get(code) ?? []) {
      if (!seen.has(parent)) above(parent, seen.add(parent));
    }
    return seen;
  };
  return concepts.map((concept) => ({ concept, above: above(concept.code, new Set()) }));
}

function filterTest(
  filter: { property: string; op: string; value: string },
  concepts: Placed[],
): ((placed: Placed) => boolean) | undefined {
  switch (filter.op) {
    case 'is-a':
      return ({ concept, above }) => concept.code === filter.value || above.has(filter.value);
    case 'descendent-of':
      return ({ above }) => above.has(filter.value);
    case 'is-not-a':
      return ({ concept, above }) => concept.code !== filter.value && !above.has(filter.value);
    case '=':
      return ({ concept }) =>
        (concept.property ?? []).some(
          (property) => property.code === filter.property && Object.values(property).includes(filter.value),
        );
    case 'regex': {
      const pattern = new RegExp(`^(?:${filter.value})$`);
      return filter.property === 'code' || filter.property === 'concept'
        ? ({ concept }) => pattern.test(concept.code)
        : undefined;
    }
    default:
      return concepts.length === 0 ? () => false : undefined;
  }
}

import type { SearchParameterInfo, SearchParameterTable, SearchType } from '../search/parameters.ts';
import { resourceTypes } from '../types.ts';
import { compileElements, type ElementTable } from './compile-elements.ts';
import { type Leaf, leavesOn, unionOf } from './search-expressions.ts';
import { extractorSource } from './search-extractors.ts';
import { readBundle, readDefinitions, type Sources } from './sources.ts';

type SearchParameter = {
  url: string;
  code: string;
  base: string[];
  type: SearchType;
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
};

/** The generated files of search: R4's search parameters, the source of the extractors, the ways to a patient. */
export function compileSearch(sources: Sources): Record<string, string> {
  const all = [...(readBundle('search-parameters.json') as unknown as SearchParameter[]), ...ours];
  const elements = compileElements(sources);
  const context = { sources, elements, byUrl: new Map(all.map((p) => [p.url, p])) };
  const infosOf = (base: string) =>
    all.filter((p) => p.base.includes(base)).flatMap((p) => infoOf(p, base, context) ?? []);
  const everyType = [...infosOf('Resource'), ...infosOf('DomainResource')];
  const byType = new Map(resourceTypes.map((type) => [type, infosOf(type)]));
  const onType = new Map([...byType].map(([type, infos]) => [type, [...everyType, ...infos]]));
  const table: SearchParameterTable = { everyType, byType: Object.fromEntries(byType) };
  return {
    'search-parameters.json': JSON.stringify(table),
    'extractors.cjs': extractorSource(onType, elements),
    'subjects.json': JSON.stringify(subjectPaths(byType, elements)),
  };
}

/** What R4 has no parameter for, and a work list must be asked by. */
const ours: SearchParameter[] = [
  {
    url: 'https://enjournal.no/fhir/SearchParameter/Task-deadline',
    code: 'deadline',
    base: ['Task'],
    type: 'date',
    expression: 'Task.restriction.period.end',
  },
  {
    url: 'https://enjournal.no/fhir/SearchParameter/PractitionerRole-away',
    code: 'away',
    base: ['PractitionerRole'],
    type: 'date',
    expression: 'PractitionerRole.notAvailable.during',
  },
];

type Compartment = { resource: { code: string; param?: string[] }[] };

/**
 * For each type that lives in patients' records the members that lead to the references which put a resource there: first
 * the one that says whom it is about, then the others in the compartment's order.
 */
function subjectPaths(
  byType: ReadonlyMap<string, readonly SearchParameterInfo[]>,
  elements: ElementTable,
): Record<string, string[][]> {
  const compartment = readDefinitions('compartmentdefinition-patient.json') as unknown as Compartment;
  const ofCompartment = Object.fromEntries(
    compartment.resource
      .filter(({ param }) => param !== undefined)
      .map(({ code: type, param = [] }) => {
        const infos = param.flatMap((code) => byType.get(type)?.find((info) => info.code === code) ?? []);
        const leaves = infos.flatMap((info) => leavesOn(type, info.expression, elements));
        const paths = leaves
          .filter((leaf) => leaf.type === 'Reference')
          .map((leaf) => leaf.steps.flatMap((step) => (step.kind === 'member' ? step.member : [])).join('.'));
        const distinct = [...new Set(paths)];
        const isPrimary = (path: string) => primarySubjects.has(path);
        return [
          type,
          [...distinct.filter(isPrimary), ...distinct.filter((p) => !isPrimary(p))].map((p) => p.split('.')),
        ];
      }),
  );
  return { ...ofCompartment, ...besideCompartment };
}

/** Types that are about a patient too, though the compartment's definition leaves them out. */
const besideCompartment: Record<string, string[][]> = {
  Binary: [['securityContext']],
  Contract: [['subject']],
  Device: [['patient']],
  GuidanceResponse: [['subject']],
  Linkage: [['item', 'resource']],
};

const primarySubjects = new Set(['subject', 'patient', 'beneficiary', 'individual', 'for']);

type Context = { sources: Sources; elements: ElementTable; byUrl: ReadonlyMap<string, SearchParameter> };

/** A parameter as it is on a type; undefined when it asks for an element that 4.0.1 does not have (DeviceDefinition). */
function infoOf(parameter: SearchParameter, base: string, context: Context): SearchParameterInfo | undefined {
  const expression = expressionOn(base, parameter.expression ?? '');
  const leaves = leavesOn(base, expression, context.elements);
  if (leaves.length === 0 && expression !== '') return undefined;
  const info: SearchParameterInfo = {
    code: parameter.code,
    url: parameter.url,
    type: parameter.type,
    expression,
    targets: parameter.type === 'reference' ? targetsOf(parameter, leaves) : [],
    multiple: isMultiple(leaves),
  };
  if (parameter.component !== undefined) {
    info.components = parameter.component.map((component) => {
      const of = context.byUrl.get(swapped[component.definition] ?? component.definition)!;
      return { code: of.code, expression: component.expression, type: of.type };
    });
  }
  const from = base === 'Observation' ? madeOfOthers[parameter.code] : undefined;
  if (from !== undefined) Object.assign(info, from);
  const sortPath = leaves.map(sortPathOf).find((path) => path !== undefined);
  if (sortPath !== undefined) info.sortPath = sortPath;
  const systems = parameter.type === 'token' ? leaves.flatMap((leaf) => systemsOf(leaf, context.sources)) : [];
  if (systems.length > 0) info.systems = [...new Set(systems)];
  return info;
}

/**
 * Observation's parameters that others make up. The `combo-…` are the union of two others by definition. The `code-value-…`
 * composites ask about the resource's own code and value, of which it has one each, so they say the same as their parts
 * together; storing them would double the numbers of the most frequent type.
 */
const madeOfOthers: Record<string, Pick<SearchParameterInfo, 'anyOf' | 'allOf'>> = {
  'combo-code': { anyOf: ['code', 'component-code'] },
  'combo-data-absent-reason': { anyOf: ['data-absent-reason', 'component-data-absent-reason'] },
  'combo-value-concept': { anyOf: ['value-concept', 'component-value-concept'] },
  'combo-value-quantity': { anyOf: ['value-quantity', 'component-value-quantity'] },
  'combo-code-value-concept': { anyOf: ['code-value-concept', 'component-code-value-concept'] },
  'combo-code-value-quantity': { anyOf: ['code-value-quantity', 'component-code-value-quantity'] },
  'code-value-concept': { allOf: ['code', 'value-concept'] },
  'code-value-date': { allOf: ['code', 'value-date'] },
  'code-value-quantity': { allOf: ['code', 'value-quantity'] },
  'code-value-string': { allOf: ['code', 'value-string'] },
};

/** The parts of a shared parameter's expression that speak of one type; some say nothing of type (`name | alias`). */
function expressionOn(base: string, expression: string): string {
  const parts = unionOf(expression);
  const own = parts.filter((part) => new RegExp(`^\\(?${base}(?![A-Za-z])`).test(part));
  return (own.length > 0 ? own : parts.filter((part) => /^[a-z]/.test(part))).join(' | ');
}

/** The types that a chain may go on to: what the elements allow, or what the parameter says where they allow any. */
function targetsOf(parameter: SearchParameter, leaves: readonly Leaf[]): string[] {
  const targets = leaves.flatMap((leaf) => (leaf.targets.length > 0 ? leaf.targets : (parameter.target ?? [])));
  return [...new Set(targets)].sort();
}

/** DocumentReference's `relationship` names the parameters of its parts each for the other: `code` is the `relation`. */
const swapped: Record<string, string> = {
  'http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto':
    'http://hl7.org/fhir/SearchParameter/DocumentReference-relation',
  'http://hl7.org/fhir/SearchParameter/DocumentReference-relation':
    'http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto',
};

/** Whether one resource can have several of these; the types of `value[x]` are one. */
function isMultiple(leaves: readonly Leaf[]): boolean {
  const paths = leaves.map((leaf) => leaf.steps.map((step) => (step.kind === 'member' ? step.element : '')).join('.'));
  const arrays = leaves.some((leaf) => leaf.steps.some((step) => step.kind === 'member' && step.array));
  return arrays || new Set(paths).size > 1;
}

/** The code systems whose codes a plain `code` holds, which is bound to a value set of them. */
function systemsOf(leaf: Leaf, sources: Sources): string[] {
  if (leaf.type !== 'code' || leaf.codes === undefined) return [];
  const compose = sources.valueSets.get(leaf.codes.split('|')[0]!)?.compose as
    | { include?: { system?: string }[] }
    | undefined;
  return (compose?.include ?? []).flatMap((include) => include.system ?? []);
}

const sortMembers: Record<string, string[]> = {
  Coding: ['code'],
  CodeableConcept: ['coding', '0', 'code'],
  Identifier: ['value'],
  ContactPoint: ['value'],
  Reference: ['reference'],
  HumanName: ['family'],
  Address: ['text'],
  Quantity: ['value'],
  Money: ['value'],
};

function sortPathOf(leaf: Leaf): string[] | undefined {
  const path: string[] = [];
  for (const step of leaf.steps) {
    if (step.kind !== 'member') return undefined;
    path.push(step.member);
    if (step.array) path.push('0');
  }
  if (/^[a-z]/.test(leaf.type)) return path;
  const more = sortMembers[leaf.type];
  return more === undefined ? undefined : [...path, ...more];
}

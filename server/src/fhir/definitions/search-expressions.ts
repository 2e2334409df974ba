import type { ElementRow, ElementTable } from './compile-elements.ts';

/**
 * The part of FHIRPath in which R4's search parameters are written: paths, `as`, `ofType`, `where(x='y')`,
 * `where(resolve() is X)`, `[n]`, and the one `exists() and != false`.
 */
type Step =
  | { kind: 'member'; name: string }
  | { kind: 'as'; type: string }
  | { kind: 'where'; name: string; value: string }
  | { kind: 'resolves'; type: string }
  | { kind: 'first' };

/** A path from the resource (or from a composite's element) to the elements of one parameter, in terms of JSON. */
export type Leaf = {
  steps: LeafStep[];
  /** Data type, `Resource`, or the path of a backbone element. */
  type: string;
  /** Types a Reference found here may point to; empty: any. */
  targets: string[];
  /** The value set that a code is bound to. */
  codes?: string;
};

export type LeafStep =
  | { kind: 'member'; element: string; member: string; array: boolean; first?: true }
  | { kind: 'where'; member: string; value: string }
  | { kind: 'resolves'; type: string };

const scanner =
  /\s*(?:(where)\(\s*([a-z][A-Za-z]*)\s*=\s*'([^']*)'\s*\)|(where)\(resolve\(\) is ([A-Z][A-Za-z]*)\)|(as|ofType)\(([A-Za-z]+)\)|\[0\]()|([%A-Za-z][A-Za-z]*)|(\.))/y;

/** Splits at `|`; parentheses of R4's expressions never hold one. */
export function unionOf(expression: string): string[] {
  return expression.split('|').map((part) => part.trim());
}

/** The steps of one path. @throws when it is written in another way than those above. */
function parsePath(text: string): Step[] {
  const cast = /^\((.+?) as ([A-Za-z]+)\)(.*)$/.exec(text);
  if (cast !== null) {
    return [...parsePath(cast[1]!), { kind: 'as', type: cast[2]! }, ...parsePath(cast[3]!)];
  }
  const steps: Step[] = [];
  scanner.lastIndex = 0;
  while (scanner.lastIndex < text.length) {
    const at = scanner.lastIndex;
    const found = scanner.exec(text);
    if (found === null) throw new Error(`cannot read search expression at ${at}: ${text}`);
    if (found[1]) steps.push({ kind: 'where', name: found[2]!, value: found[3]! });
    else if (found[4]) steps.push({ kind: 'resolves', type: found[5]! });
    else if (found[6]) steps.push({ kind: 'as', type: found[7]! });
    else if (found[8] !== undefined) steps.push({ kind: 'first' });
    else if (found[9]) steps.push({ kind: 'member', name: found[9] });
  }
  return steps;
}

/** All ways the steps can go from the given type through the element table; none when the path does not exist there. */
function leavesOf(table: ElementTable, type: string, steps: readonly Step[]): Leaf[] {
  let leaves: Leaf[] = [{ steps: [], type, targets: [] }];
  steps.forEach((step, i) => {
    if (step.kind === 'as') return; // taken together with the member before it
    const next = steps[i + 1];
    const cast = next?.kind === 'as' ? next.type.toLowerCase() : undefined;
    leaves = leaves.flatMap((leaf) => stepFrom(table, leaf, step, cast));
  });
  return leaves;
}

function stepFrom(
  table: ElementTable,
  leaf: Leaf,
  step: Exclude<Step, { kind: 'as' }>,
  cast: string | undefined,
): Leaf[] {
  if (step.kind === 'first') return [{ ...leaf, steps: leaf.steps.with(-1, firstOf(leaf.steps.at(-1))) }];
  if (step.kind === 'resolves') {
    if (leaf.targets.length > 0 && !leaf.targets.includes(step.type)) return [];
    return [{ type: leaf.type, targets: [step.type], steps: [...leaf.steps, step] }];
  }
  const row = (table[leaf.type] ?? []).find((element) => element.name === step.name);
  if (row === undefined) return [];
  if (step.kind === 'where') {
    return [{ ...leaf, steps: [...leaf.steps, { kind: 'where', member: step.name, value: step.value }] }];
  }
  const types = row.types.filter((type) => cast === undefined || isA(type, cast));
  return types.map((type) => into(leaf, row, type));
}

/** Whether a data type is a type (in lower case, for R4 writes `DateTime` once) or a specialisation of it, as in `as`. */
const isA = (type: string, cast: string) => type.toLowerCase() === cast || specialises[type] === cast;

const specialises: Record<string, string> = {
  ...{ canonical: 'uri', url: 'uri', uuid: 'uri', oid: 'uri', code: 'string', id: 'string', markdown: 'string' },
  ...{ positiveInt: 'integer', unsignedInt: 'integer', Age: 'quantity', Duration: 'quantity', Count: 'quantity' },
};

function firstOf(step: LeafStep | undefined): LeafStep {
  if (step?.kind !== 'member') throw new Error('[0] must follow a member');
  return { ...step, first: true };
}

function into(leaf: Leaf, row: ElementRow, type: string): Leaf {
  const member = row.choice ? row.name + type[0]!.toUpperCase() + type.slice(1) : row.name;
  const array = row.max !== undefined;
  const step: LeafStep = { kind: 'member', element: row.name, member, array };
  return { steps: [...leaf.steps, step], type, targets: row.targets ?? [], ...codesOf(row) };
}

const codesOf = (row: ElementRow) => (row.binding?.[0] === 'required' ? { codes: row.binding[1] } : {});

/** The elements that an expression finds in resources (or blocks) of a type. */
export function leavesOn(base: string, expression: string, elements: ElementTable): Leaf[] {
  if (expression === '') return [];
  return unionOf(expression).flatMap((part) => {
    // Patient.deceased asks whether something is there; its extractor is written by hand.
    const steps = parsePath(part.replace(/\.exists\(\) and .*$/, ''));
    const root = steps[0]?.kind === 'member' ? steps[0].name : '';
    const isRooted = root === base || root === 'Resource' || root === 'DomainResource';
    return leavesOf(elements, base, isRooted ? steps.slice(1) : steps);
  });
}

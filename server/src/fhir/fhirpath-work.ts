// How much work a FHIRPath expression may be. Without I/O and without Node, for the browser evaluates too.

/** A thing an expression found, with its place: member `propName` (an element name) of the parent, item `index` of it. */
export type LocatedNode = {
  data: unknown;
  propName: string | null;
  index: number | null;
  parentResNode: LocatedNode | null;
};

export function isLocated(node: unknown): node is LocatedNode {
  return typeof node === 'object' && node !== null && 'parentResNode' in node && 'propName' in node;
}

/** Evaluation steps and things found, together: some tenths of a second at the most. */
const maxWork = 300_000;
const maxFound = 20_000;

/** How deep the brackets of an expression go. */
export function nestingOf(expression: string): number {
  let depth = 0;
  let deepest = 0;
  for (const c of expression) {
    if (c === '(' || c === '[' || c === '{') deepest = Math.max(deepest, ++depth);
    else if (c === ')' || c === ']' || c === '}') depth--;
  }
  return deepest;
}

/** An evaluation was stopped: it took too much work. */
export class TooCostly extends Error {}

/** Of a text, so much is one step's work: a step that reads or makes a long one takes as long as many steps. */
const textPerStep = 64;

/**
 * To be called by the library after each step of an evaluation: stops it when it has taken more than `most` steps,
 * things found and text gone through, together. `spent` counts them, also over several evaluations.
 */
export function workLimit(
  most = maxWork,
  spent = { work: 0 },
): (context: unknown, focus: unknown, result: unknown) => void {
  const end = spent.work + most;
  return (_context, focus, result) => {
    const found = Array.isArray(result) ? result.length : 0;
    spent.work += 1 + found + (textIn(focus) + textIn(result)) / textPerStep;
    if (spent.work > end || found > maxFound) throw new TooCostly();
  };
}

function textIn(nodes: unknown): number {
  let length = 0;
  for (const node of Array.isArray(nodes) ? nodes : []) {
    const text: unknown = isLocated(node) ? node.data : node;
    if (typeof text === 'string') length += text.length;
  }
  return length;
}

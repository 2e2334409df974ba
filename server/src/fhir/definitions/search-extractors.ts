import type { SearchParameterInfo } from '../search/parameters.ts';
import type { ElementTable } from './compile-elements.ts';
import { type Leaf, type LeafStep, leavesOn } from './search-expressions.ts';
import { formHandlers, handlerOf, pairHandlers } from './search-handlers.ts';

/**
 * Writes the extractor of each type as source: one walk down the members that any of its parameters asks for, so a member
 * is read once however many ask. At each place it calls the handler for the pair of parameter type and data type.
 */
export function extractorSource(
  byType: ReadonlyMap<string, readonly SearchParameterInfo[]>,
  elements: ElementTable,
): string {
  const extractors = [...byType].map(([type, infos]) => extractorOf(type, infos, elements));
  return `// Made by \`npm run build:definitions\` from R4's search parameters.\n'use strict';\n${extractors.join('')}`;
}

/** What is done at a place, given the variable that holds it. */
type Use = (variable: string) => string;

type Place = { uses: Use[]; next: Map<string, { step: LeafStep; place: Place }> };

function extractorOf(type: string, infos: readonly SearchParameterInfo[], elements: ElementTable): string {
  const writer = new Writer();
  const root = emptyPlace();
  for (const info of infos) {
    if (info.anyOf !== undefined || info.allOf !== undefined || storedElsewhere.has(info.code)) continue;
    const byHand = writtenByHand[info.expression];
    if (byHand !== undefined) root.uses.push(callOf(writer, byHand, info));
    else if (info.type === 'composite') addComposite(writer, root, type, info, elements);
    else addParameter(writer, root, type, info, elements);
  }
  const body = writer.walk(root, 'r');
  return `
exports.${type} = (h, p) => {
const { ${[...writer.called].sort().join(', ')} } = h;
${writer.parameters.map((code, i) => `const p${i} = p('${code}');`).join('\n')}
return (r, o) => {
${body}};
};
`;
}

/** Columns of their own hold these. */
const storedElsewhere = new Set(['_id', '_lastUpdated']);

const writtenByHand: Record<string, string> = {
  'Patient.deceased.exists() and Patient.deceased != false': 'deceased',
};

function addParameter(writer: Writer, root: Place, type: string, info: SearchParameterInfo, elements: ElementTable) {
  for (const leaf of leavesOn(type, info.expression, elements)) {
    const handler = handlerOf(info.type, leaf.type);
    if (handler !== undefined) placeOf(root, leaf).uses.push(callOf(writer, handler, info));
  }
}

function callOf(writer: Writer, handler: string, info: SearchParameterInfo): Use {
  const parameter = writer.parameter(info.code);
  writer.called.add(handler);
  return (variable) => `${handler}(o, ${parameter}, ${variable});\n`;
}

/**
 * A composite of a token and something: gathers the forms of the first part, then pairs each value of the others to them.
 * `%resource` in a part starts at the resource instead of at the composite's own element.
 */
function addComposite(writer: Writer, root: Place, type: string, info: SearchParameterInfo, elements: ElementTable) {
  const parameter = writer.parameter(info.code);
  const [first, second, third] = info.components ?? [];
  if (first === undefined || second === undefined) return;
  for (const element of leavesOn(type, info.expression, elements)) {
    placeOf(root, element).uses.push((variable) => {
      const part = (expression: string, use: (leaf: Leaf) => Use | undefined) => {
        const ofResource = expression.startsWith('%resource.');
        const path = ofResource ? expression.slice('%resource.'.length) : expression;
        const top = emptyPlace();
        for (const leaf of leavesOn(ofResource ? type : element.type, path, elements)) {
          const done = use(leaf);
          if (done !== undefined) placeOf(top, leaf).uses.push(done);
        }
        return writer.walk(top, ofResource ? 'r' : variable);
      };
      const call = (name: string | undefined, more: string): Use | undefined => {
        if (name === undefined) return undefined;
        writer.called.add(name);
        return (value) => `${name}(${more}${value});\n`;
      };
      const forms = part(first.expression, (leaf) => call(formHandlers[leaf.type], 'f, '));
      const pairs =
        third === undefined
          ? part(second.expression, (leaf) => call(pairHandlers[second.type]?.[leaf.type], `o, ${parameter}, f, `))
          : part(second.expression, () => (start) => {
              const end = part(third.expression, () => call('numberPairs', `o, ${parameter}, f, ${start}, `));
              return end;
            });
      return `{\nconst f = [];\n${forms}if (f.length > 0) {\n${pairs}}\n}\n`;
    });
  }
}

const emptyPlace = (): Place => ({ uses: [], next: new Map() });

function placeOf(root: Place, leaf: Leaf): Place {
  let place = root;
  for (const step of leaf.steps) {
    const key = JSON.stringify(step);
    let next = place.next.get(key);
    if (next === undefined) {
      next = { step, place: emptyPlace() };
      place.next.set(key, next);
    }
    place = next.place;
  }
  return place;
}

/** Source of one extractor as it grows: fresh variables, the parameters and handlers it needs. */
class Writer {
  readonly called = new Set<string>();
  readonly parameters: string[] = [];
  private variables = 0;

  parameter(code: string): string {
    const known = this.parameters.indexOf(code);
    return `p${known < 0 ? this.parameters.push(code) - 1 : known}`;
  }

  walk(place: Place, variable: string): string {
    let source = place.uses.map((use) => use(variable)).join('');
    for (const { step, place: next } of place.next.values()) source += this.step(step, next, variable);
    return source;
  }

  private step(step: LeafStep, next: Place, variable: string): string {
    if (step.kind === 'where') {
      return `if (${variable}.${step.member} === '${step.value}') {\n${this.walk(next, variable)}}\n`;
    }
    if (step.kind === 'resolves') {
      this.called.add('refersTo');
      return `if (refersTo(${variable}, '${step.type}')) {\n${this.walk(next, variable)}}\n`;
    }
    const value = `v${this.variables++}`;
    const read = `const ${value} = ${variable}.${step.member};\nif (${value} !== undefined`;
    if (!step.array) return `${read}) {\n${this.walk(next, value)}}\n`;
    const item = `v${this.variables++}`;
    const index = `i${this.variables++}`;
    const from = step.first ? `if (${value}?.length > 0) {\nconst ${item} = ${value}[0];\n` : '';
    if (step.first) return `const ${value} = ${variable}.${step.member};\n${from}${this.walk(next, item)}}\n`;
    // Arrays of primitives hold null where there is only an extension.
    return `${read}) for (let ${index} = 0; ${index} < ${value}.length; ${index}++) {
const ${item} = ${value}[${index}];
if (${item} === null) continue;
${this.walk(next, item)}}
`;
  }
}

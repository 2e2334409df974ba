import { createRequire } from 'node:module';
import type { ElementRow, ElementTable } from './compile-elements.ts';

/** FHIRPath's syntax tree, as the `fhirpath` package gives it. */
type Ast = { type: string; text?: string; children?: Ast[] };

const { parse } = createRequire(import.meta.url)('fhirpath') as { parse(expression: string): Ast };

/** A node a JavaScript expression yields: `js` is that expression, `type` its type or block. */
type Scope = { js: string; type: string };

/** Where an invariant stands; in a resource's own block its subject is `%resource` too. */
type Place = { block: string; elements: ElementTable; subject: string };

type Step =
  | { kind: 'element'; row: ElementRow; part: 'all' | 'first' | 'tail' }
  | { kind: 'where'; test: (scope: Scope) => string };

/** A path from a scope: the nodes it leads to. */
type Nodes = { from: Scope; steps: Step[]; type: string };

/** An expression uses FHIRPath beyond the part that is compiled. */
export class NotCompilable extends Error {}

/**
 * Turns the FHIRPath of an invariant into a JavaScript condition over `o`, an object that has passed all structural
 * checks. Only the part of FHIRPath that R4's invariants need is known: paths, where, exists, empty, all, count, first,
 * tail, isDistinct, comparison with literals, `in`, the logical operators and a few string functions.
 * The empty collection counts as false, so a condition that cannot be decided fails, as the specification's validator has it.
 * @throws NotCompilable
 */
export function compileInvariant(expression: string, block: string, elements: ElementTable, subject = 'o'): string {
  return new InvariantCompiler({ block, elements, subject }).condition(parse(expression), { js: subject, type: block });
}

class InvariantCompiler {
  readonly #place: Place;
  #variables = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  condition(ast: Ast, scope: Scope): string {
    const [left, right] = ast.children ?? [];
    switch (ast.type) {
      case 'EntireExpression':
      case 'TermExpression':
      case 'ParenthesizedTerm':
      case 'InvocationTerm':
        if (left && ast.children?.length === 1 && !this.#isPath(ast)) return this.condition(left, scope);
        break;
      case 'ImpliesExpression':
        return `(!${this.condition(left!, scope)}||${this.condition(right!, scope)})`;
      case 'AndExpression':
        return `(${this.condition(left!, scope)}&&${this.condition(right!, scope)})`;
      case 'OrExpression': {
        const operator = ast.text === 'xor' ? '!==' : '||';
        return `(${this.condition(left!, scope)}${operator}${this.condition(right!, scope)})`;
      }
      case 'EqualityExpression':
        return this.#equality(ast.text === '!=', left!, right!, scope);
      case 'InequalityExpression':
        return `(${this.#number(left!, scope)}${ast.text}${this.#number(right!, scope)})`;
      case 'MembershipExpression':
        if (ast.text !== 'in') break;
        return `(${this.#literals(right!)
          .map((literal) => this.#equalsLiteral(left!, literal, scope))
          .join('||')})`;
      case 'TypeExpression':
        if (ast.text === 'is') return this.#isOfType(this.#nodes(left!, scope), nameOf(right!));
        break;
      case 'InvocationExpression':
        if (right?.type === 'FunctionInvocation') return this.#call(left!, right, scope);
        break;
      case 'FunctionInvocation':
        return this.#call(undefined, ast, scope);
    }
    // A path as a condition: a boolean element.
    const nodes = this.#nodes(ast, scope);
    if (nodes.type !== 'boolean') throw new NotCompilable(`${nodes.type} as a condition`);
    return `(${this.#scalar(nodes)}===true)`;
  }

  #isPath(ast: Ast): boolean {
    if (ast.type === 'MemberInvocation' || ast.type === 'ThisInvocation') return true;
    return ast.children?.length === 1 && this.#isPath(ast.children[0]!);
  }

  #call(input: Ast | undefined, invocation: Ast, scope: Scope): string {
    const call = callOf(invocation);
    const [argument] = call.arguments;
    const nodes = () => (input ? this.#nodes(input, scope) : { from: scope, steps: [], type: scope.type });
    const test = (ast: Ast) => (item: Scope) => this.condition(ast, item);
    const text = (method: (value: string) => string) =>
      this.#some(nodes(), (item) => `(typeof ${item.js}==='string'&&${method(item.js)})`);
    switch (call.name) {
      case 'not':
        return `!${this.condition(input!, scope)}`;
      case 'exists':
        if (input && this.#isUnion(input))
          return `(${this.#members(input)
            .map((one) => this.#some(this.#nodes(one, scope)))
            .join('||')})`;
        return this.#some(nodes(), argument && test(argument));
      case 'empty':
        return `!${this.#some(nodes())}`;
      case 'hasValue':
        return `(${this.#scalar(nodes())}!==undefined)`;
      case 'all':
        return `!${this.#some(nodes(), (item) => `!${this.condition(argument!, item)}`)}`;
      case 'isDistinct':
        return this.#isDistinct(nodes());
      case 'startsWith':
        return text((value) => `${value}.startsWith(${literalOf(argument!)})`);
      case 'contains':
        return text((value) => `${value}.includes(${literalOf(argument!)})`);
      case 'matches':
        return text((value) => `matches(${value},${literalOf(argument!)})`);
      case 'is':
        return this.#isOfType(nodes(), nameOf(argument!));
      default:
        throw new NotCompilable(`${call.name}()`);
    }
  }

  #isUnion(ast: Ast): boolean {
    return ast.type === 'UnionExpression' || (ast.children?.length === 1 && this.#isUnion(ast.children[0]!));
  }

  #members(ast: Ast): Ast[] {
    if (ast.type === 'UnionExpression') return ast.children!.flatMap((child) => this.#members(child));
    return this.#isUnion(ast) ? this.#members(ast.children![0]!) : [ast];
  }

  #literals(ast: Ast): string[] {
    return this.#members(ast).map(literalOf);
  }

  #equality(isNegated: boolean, left: Ast, right: Ast, scope: Scope): string {
    const literal = tryLiteral(right);
    if (literal !== undefined) return this.#equalsLiteral(left, literal, scope, isNegated);
    const operator = isNegated ? '!==' : '===';
    if (isCondition(left) && isCondition(right)) {
      return `(${this.condition(left, scope)}${operator}${this.condition(right, scope)})`;
    }
    if (isCount(left)) return `(${this.#number(left, scope)}${operator}${this.#number(right, scope)})`;
    const [a, b] = [this.#scalar(this.#nodes(left, scope)), this.#scalar(this.#nodes(right, scope))];
    return `(${a}!==undefined&&${a}${operator}${b})`;
  }

  #equalsLiteral(ast: Ast, literal: string, scope: Scope, isNegated = false): string {
    if (isCount(ast)) return `(${this.#number(ast, scope)}${isNegated ? '!==' : '==='}${literal})`;
    const value = this.#scalar(this.#nodes(ast, scope));
    return isNegated ? `(${value}!==undefined&&${value}!==${literal})` : `(${value}===${literal})`;
  }

  #number(ast: Ast, scope: Scope): string {
    const literal = tryLiteral(ast);
    if (literal !== undefined) return literal;
    const [left, right] = ast.children ?? [];
    if (ast.type === 'AdditiveExpression' && ast.text === '+') {
      return `(${this.#number(left!, scope)}+${this.#number(right!, scope)})`;
    }
    if (ast.type === 'InvocationExpression' && right?.type === 'FunctionInvocation' && callOf(right).name === 'count') {
      return this.#count(this.#nodes(left!, scope));
    }
    if (ast.children?.length === 1 && !this.#isPath(ast)) return this.#number(left!, scope);
    const nodes = this.#nodes(ast, scope);
    if (!['decimal', 'integer', 'positiveInt', 'unsignedInt'].includes(nodes.type)) {
      throw new NotCompilable(`${nodes.type} as a number`);
    }
    return this.#scalar(nodes);
  }

  #count(nodes: Nodes): string {
    const [step, ...rest] = nodes.steps;
    if (step?.kind !== 'element' || rest.length > 0 || step.part !== 'all')
      throw new NotCompilable('count of a long path');
    if (!isArray(step.row)) return `(${this.#some(nodes)}?1:0)`;
    const list = `${nodes.from.js}.${step.row.name}`;
    return `(${list}===undefined?0:${list}.length)`;
  }

  #isDistinct(nodes: Nodes): string {
    const last = nodes.steps.at(-1);
    const list = nodes.steps[0];
    if (last?.kind !== 'element' || list?.kind !== 'element' || !isArray(list.row))
      throw new NotCompilable('isDistinct');
    const item = this.#variable();
    const key = nodes.steps.length > 1 ? `${item}.${last.row.name}` : item;
    const filters = nodes.steps.slice(1, -1).map((step) => {
      if (step.kind !== 'where') throw new NotCompilable('isDistinct of a long path');
      return step.test({ js: item, type: list.row.types[0]! });
    });
    const filter = filters.length > 0 ? `.filter(${item}=>${filters.join('&&')})` : '';
    const values = `${nodes.from.js}.${list.row.name}`;
    return `(${values}===undefined||isDistinct(${values}${filter}.map(${item}=>${key})))`;
  }

  /** Whether some node satisfies the test; without a test, whether there is a node. */
  #some(nodes: Nodes, test?: (scope: Scope) => string): string {
    const condition = this.#someStep(nodes.from, nodes.steps, test);
    return condition === '' ? 'true' : `(${condition})`;
  }

  #someStep(scope: Scope, steps: Step[], test: ((scope: Scope) => string) | undefined): string {
    const [step, ...rest] = steps;
    if (!step) return test ? test(scope) : '';
    const inner = (item: Scope) => this.#someStep(item, rest, test);
    if (step.kind === 'where') return [step.test(scope), inner(scope)].filter(Boolean).join('&&');
    const { row } = step;
    if (row.choice) {
      if (rest.length > 0 || test) throw new NotCompilable('a path through a choice');
      return this.#choiceExists(scope, row);
    }
    const type = row.types[0]!;
    const value = `${scope.js}.${row.name}`;
    if (rest.length === 0 && !test && step.part === 'all') {
      return isLowerCase(type)
        ? `(${value}!==undefined||${scope.js}._${row.name}!==undefined)`
        : `${value}!==undefined`;
    }
    if (!isArray(row)) return `${value}!==undefined&&${inner({ js: value, type }) || 'true'}`;
    if (step.part === 'first') return `${value}!==undefined&&${inner({ js: `${value}[0]`, type }) || 'true'}`;
    const item = this.#variable();
    const list = step.part === 'tail' ? `${value}.slice(1)` : value;
    return `${value}!==undefined&&${list}.some(${item}=>${inner({ js: item, type }) || 'true'})`;
  }

  /** The generated functions have met every member when they come to the invariants, and count which choices there were. */
  #choiceExists(scope: Scope, row: ElementRow): string {
    if (scope.js === 'o') return `c_${row.name}!==0`;
    const names = row.types.flatMap((type) => choiceNames(row.name, type));
    return `(${names.map((name) => `${scope.js}.${name}!==undefined`).join('||')})`;
  }

  #isOfType(nodes: Nodes, type: string): string {
    const last = nodes.steps.at(-1);
    if (last?.kind === 'element' && last.row.choice && nodes.steps.length === 1) {
      const [name] = choiceNames(last.row.name, type);
      return `(${nodes.from.js}.${name}!==undefined)`;
    }
    if (nodes.type !== 'Resource') throw new NotCompilable(`is(${type}) of ${nodes.type}`);
    return this.#some(nodes, (item) => `${item.js}.resourceType===${JSON.stringify(type)}`);
  }

  /** The value of a path that leads to at most one node. */
  #scalar(nodes: Nodes): string {
    let js = nodes.from.js;
    for (const [index, step] of nodes.steps.entries()) {
      if (step.kind !== 'element' || step.row.choice || (isArray(step.row) && step.part !== 'first')) {
        throw new NotCompilable('a path to many, as one value');
      }
      js += `${index === 0 ? '.' : '?.'}${step.row.name}${step.part === 'first' ? '?.[0]' : ''}`;
    }
    return js;
  }

  #nodes(ast: Ast, scope: Scope): Nodes {
    const [left, right] = ast.children ?? [];
    switch (ast.type) {
      case 'ThisInvocation':
        return { from: scope, steps: [], type: scope.type };
      case 'MemberInvocation':
        return this.#member({ from: scope, steps: [], type: scope.type }, nameOf(ast));
      case 'ExternalConstantTerm':
        if (nameOf(ast) === 'resource' && !this.#place.block.includes('.')) {
          return { from: { js: this.#place.subject, type: this.#place.block }, steps: [], type: this.#place.block };
        }
        throw new NotCompilable(`%${nameOf(ast)}`);
      case 'InvocationExpression': {
        const nodes = this.#nodes(left!, scope);
        return right!.type === 'FunctionInvocation' ? this.#filter(nodes, right!) : this.#member(nodes, nameOf(right!));
      }
      case 'FunctionInvocation':
        return this.#filter({ from: scope, steps: [], type: scope.type }, ast);
      case 'TypeExpression':
        // `(probability as decimal)`
        return this.#ofType(this.#nodes(left!, scope), nameOf(right!));
      default:
        if (ast.children?.length === 1 && left) return this.#nodes(left, scope);
        throw new NotCompilable(ast.type);
    }
  }

  #member(nodes: Nodes, name: string): Nodes {
    // `Appointment.status`: the type's own name stands for the node itself.
    if (nodes.steps.length === 0 && name === nodes.type) return nodes;
    const row = this.#place.elements[nodes.type]?.find((candidate) => candidate.name === name);
    if (!row) throw new NotCompilable(`${nodes.type}.${name}`);
    const type = row.types.length === 1 ? row.types[0]! : 'choice';
    return { ...nodes, type, steps: [...nodes.steps, { kind: 'element', row, part: 'all' }] };
  }

  #filter(nodes: Nodes, invocation: Ast): Nodes {
    const call = callOf(invocation);
    const [argument] = call.arguments;
    const last = nodes.steps.at(-1);
    switch (call.name) {
      case 'where':
        return {
          ...nodes,
          steps: [...nodes.steps, { kind: 'where', test: (item) => this.condition(argument!, item) }],
        };
      case 'select': {
        const inner = this.#nodes(argument!, { js: '', type: nodes.type });
        return { ...nodes, type: inner.type, steps: [...nodes.steps, ...inner.steps] };
      }
      case 'first':
      case 'tail':
        if (last?.kind !== 'element') throw new NotCompilable(`${call.name}() of a filter`);
        if (!isArray(last.row)) return nodes;
        return { ...nodes, steps: [...nodes.steps.slice(0, -1), { ...last, part: call.name }] };
      case 'trace':
        return nodes;
      case 'as':
      case 'ofType':
        return this.#ofType(nodes, nameOf(argument!));
      default:
        throw new NotCompilable(`${call.name}() within a path`);
    }
  }

  #ofType(nodes: Nodes, type: string): Nodes {
    const last = nodes.steps.at(-1);
    if (last?.kind !== 'element' || !last.row.choice) throw new NotCompilable(`as ${type}`);
    const { choice: _, ...row } = last.row;
    if (!row.types.includes(type)) throw new NotCompilable(`as ${type}`);
    const narrowed = { ...row, name: choiceNames(row.name, type)[0]!, types: [type] };
    return { ...nodes, type, steps: [...nodes.steps.slice(0, -1), { ...last, row: narrowed }] };
  }

  #variable(): string {
    return `x${++this.#variables}`;
  }
}

const isArray = (row: ElementRow) => row.max !== undefined && row.max !== 1;
const isLowerCase = (type: string) => /^[a-z]/.test(type);

/** The JSON names of one type of a choice: `valueString` and, for a primitive, `_valueString`. */
export function choiceNames(name: string, type: string): string[] {
  const member = name + type.charAt(0).toUpperCase() + type.slice(1);
  return isLowerCase(type) ? [member, `_${member}`] : [member];
}

function callOf(invocation: Ast): { name: string; arguments: Ast[] } {
  const [name, list] = invocation.children?.[0]?.children ?? [];
  return { name: name?.text ?? '', arguments: list?.children ?? [] };
}

function nameOf(ast: Ast): string {
  if (ast.type === 'Identifier') return ast.text!.replaceAll('`', '');
  const child = ast.children?.at(-1);
  if (!child) throw new NotCompilable(`no name in ${ast.type}`);
  return nameOf(child);
}

/** JavaScript of a string, number or boolean literal, and of `%ucum`. */
function tryLiteral(ast: Ast): string | undefined {
  switch (ast.type) {
    case 'StringLiteral':
      return JSON.stringify(unescaped(ast.text!.slice(1, -1)));
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return ast.text;
    case 'ExternalConstantTerm':
      return nameOf(ast) === 'ucum' ? '"http://unitsofmeasure.org"' : undefined;
    default:
      return ast.children?.length === 1 ? tryLiteral(ast.children[0]!) : undefined;
  }
}

function literalOf(ast: Ast): string {
  const literal = tryLiteral(ast);
  if (literal === undefined) throw new NotCompilable('not a literal');
  return literal;
}

const unescaped = (text: string) => text.replaceAll(/\\(.)/g, '$1');

/** Whether an operand of `=` is itself true or false: a call of exists or empty. */
function isCondition(ast: Ast): boolean {
  if (ast.type === 'InvocationExpression' || ast.type === 'FunctionInvocation') {
    const invocation = ast.type === 'FunctionInvocation' ? ast : ast.children?.[1];
    return invocation?.type === 'FunctionInvocation' && ['exists', 'empty'].includes(callOf(invocation).name);
  }
  if (['OrExpression', 'EqualityExpression', 'AndExpression'].includes(ast.type)) return true;
  return ast.children?.length === 1 && isCondition(ast.children[0]!);
}

function isCount(ast: Ast): boolean {
  if (ast.type === 'AdditiveExpression') return true;
  if (ast.type !== 'InvocationExpression') return ast.children?.length === 1 && isCount(ast.children[0]!);
  return ast.children![1]!.type === 'FunctionInvocation' && callOf(ast.children![1]!).name === 'count';
}

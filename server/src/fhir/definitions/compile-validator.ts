import { handWritten } from '../validate/invariants.ts';
import type { ElementRow, ElementTable } from './compile-elements.ts';
import { profileConditions } from './compile-profiles.ts';
import { choiceNames, compileInvariant } from './invariant-compiler.ts';
import type { Constraint, Sources } from './sources.ts';
import { expandValueSet, withoutVersion } from './value-sets.ts';

/**
 * Writes the validator: a CommonJS module with one JavaScript function per R4 type and backbone element. Each walks the
 * members of an object once (`for…in` and `switch`), and makes no path and no other garbage as long as all is well.
 * The module is a function of the runtime (validate/runtime.ts), whose checks it calls, and returns its entry points.
 *
 * In the code: `o` the object, `C` the Findings, `k`/`x` a member and its value, `m0` the findings before, `n` members met,
 * `f` a bit per required element met, `c_value` which type a choice `value[x]` was met with.
 */
export function compileValidator(sources: Sources, elements: ElementTable): string {
  const writer = new Writer(sources, elements);
  const blocks = Object.keys(elements).filter((name) => !abstractTypes.has(name));
  const functions = blocks.map((block) => writer.block(block));
  const resources = blocks.filter((name) => sources.structures.get(name)?.kind === 'resource');
  return [
    '// Made by npm run build:definitions. Do not edit.',
    "'use strict';",
    'module.exports=(rt)=>{',
    `const {${runtimeNames.join(',')}}=rt;`,
    ...writer.constants(),
    ...functions,
    'function v_SimpleQuantity(o,C){v_Quantity(o,C);' +
      "if(o.comparator!==undefined||o._comparator!==undefined)rule(C,'','sqty-1','The comparator is not used on a SimpleQuantity')}",
    // The runtime's own checks of extensions on primitives call back here.
    'rt.extension=v_Extension;',
    `const checks=new Map([${resources.map((type) => `['${type}',v_${type}]`).join(',')}]);`,
    `const conditions=new Map([${profileConditions(sources, elements).join(',')}]);`,
    'return {checks,conditions};};',
    '',
  ].join('\n');
}

const abstractTypes = new Set(['Element', 'BackboneElement', 'Resource', 'DomainResource']);

/** What the generated code takes from validate/runtime.ts. */
const runtimeNames = [
  ...['bad', 'empty', 'missing', 'rule', 'twice', 'unknown', 'many', 'one', 'each', 'extra', 'extras', 'reference'],
  ...['references', 'concept', 'narrative', 'contained', 'nested', 'tooMany', 'identifier', 'isDistinct', 'matches'],
  ...[
    'isNotWhole',
    'handWritten',
    'isMimeType',
    'isCurrency',
    'isUcum',
    'isString',
    'isCode',
    'isId',
    'isUri',
    'isOid',
  ],
  ...['isUuid', 'isBase64', 'isBoolean', 'isDecimal', 'isInteger', 'isUnsignedInt', 'isPositiveInt', 'isDate'],
  ...['isDateTime', 'isInstant', 'isTime'],
];

const predicates: Record<string, string> = {
  ...{ base64Binary: 'isBase64', boolean: 'isBoolean', canonical: 'isUri', code: 'isCode', date: 'isDate' },
  ...{ dateTime: 'isDateTime', decimal: 'isDecimal', id: 'isId', instant: 'isInstant', integer: 'isInteger' },
  ...{ markdown: 'isString', oid: 'isOid', positiveInt: 'isPositiveInt', string: 'isString', time: 'isTime' },
  ...{ unsignedInt: 'isUnsignedInt', uri: 'isUri', url: 'isUri', uuid: 'isUuid' },
};

/** Value sets too large to list, which a pattern or a library decides. */
const openSets: Record<string, string> = {
  'http://hl7.org/fhir/ValueSet/mimetypes': 'isMimeType',
  'http://hl7.org/fhir/ValueSet/currencies': 'isCurrency',
  'http://hl7.org/fhir/ValueSet/ucum-units': 'isUcum',
};

/** Rules that the walk itself keeps, or the runtime; and advice: on names of definitions (adf-0, …), to have a narrative (dom-6). */
const keptElsewhere = /^(?:ele-1|ext-1|dom-.|ref-1|txt-.|\w+-0)$/;

/** Members that most resources lack; asking for the others first saves comparisons. */
const rare = new Set(['implicitRules', 'language', 'contained', 'modifierExtension', 'text', 'extension', 'id']);
const commonTypes = [
  'Quantity',
  'CodeableConcept',
  'string',
  'dateTime',
  'Period',
  'boolean',
  'code',
  'Coding',
  'Reference',
];

class Writer {
  readonly #sources: Sources;
  readonly #elements: ElementTable;
  readonly #constraints: Map<string, Constraint[]>;
  readonly #targets = new Map<string, string>();
  readonly #codes = new Map<string, string>();
  readonly #hand = new Set<string>();

  constructor(sources: Sources, elements: ElementTable) {
    this.#sources = sources;
    this.#elements = elements;
    this.#constraints = constraintsByPath(sources);
  }

  constants(): string[] {
    return [
      ...[...this.#targets].map(([list, name]) => `const ${name}=${list};`),
      ...[...this.#codes].map(([list, name]) => `const ${name}=${list};`),
      ...[...this.#hand].map((key) => `const ${handName(key)}=handWritten[${quoted(key)}];`),
    ];
  }

  block(block: string): string {
    const rows = this.#elements[block] ?? [];
    const required = rows.filter((row) => row.min && !row.choice);
    const flag = (row: ElementRow) => (required.includes(row) ? `f|=${1 << required.indexOf(row)};` : '');
    const choices = rows.filter((row) => row.choice);
    const isResource = this.#sources.structures.get(block)?.kind === 'resource';
    const cases = rows.toSorted(byRarity).flatMap((row) => this.#cases(row, flag(row)));
    // The second members of primitives (`_birthDate`) are the rarest of all.
    const [second, first] = partition(cases, (text) => text.startsWith("case'_"));
    const tail = this.#rules(block, rows);
    return [
      `function ${functionName(block)}(o,C${block === 'Reference' ? ',T' : ''}){`,
      `const m0=C.count;let n=0${required.length > 0 ? ',f=0' : ''}${choices.map((row) => `,c_${row.name}=0`).join('')};`,
      'for(const k in o){const x=o[k];n++;switch(k){',
      ...(isResource ? ["case'resourceType':break;"] : []),
      ...first,
      ...second,
      'default:unknown(o,k,C);}}',
      ...(isResource ? [] : ['if(n===0||n===1&&o.id!==undefined)empty(o,C);']),
      ...this.#requirements(required, choices),
      ...(tail.length > 0 ? [`if(C.count===m0){${tail.join('')}}`] : []),
      '}',
    ].join('\n');
  }

  #requirements(required: ElementRow[], choices: ElementRow[]): string[] {
    const all = (1 << required.length) - 1;
    const each = required.map((row, index) => `if(!(f&${1 << index}))missing(C,${quoted(row.name)});`);
    const needed = choices.filter((row) => row.min);
    return [
      ...(required.length > 0 ? [`if(f!==${all}){${each.join('')}}`] : []),
      ...needed.map((row) => `if(c_${row.name}===0)missing(C,${quoted(row.name)});`),
    ];
  }

  #cases(row: ElementRow, flag: string): string[] {
    if (!row.choice) return this.#member(row, row.types[0]!, row.name, flag);
    const types = row.types.toSorted((a, b) => rank(a) - rank(b));
    return types.flatMap((type, index) => {
      const number = index + 1;
      const counter = `c_${row.name}`;
      const once = `if(${counter}!==0&&${counter}!==${number})twice(C,${quoted(row.name)});${counter}=${number};`;
      return this.#member(row, type, choiceNames(row.name, type)[0]!, once);
    });
  }

  /** The cases of one JSON member: of a primitive there are two, `birthDate` and `_birthDate`. */
  #member(row: ElementRow, type: string, member: string, before: string): string[] {
    const path = quoted(`.${row.name}`);
    const isMany = isArray(row);
    if (type === 'xhtml') return [`case'${member}':${before}narrative(x,C,${path});break;`];
    const predicate = this.#predicate(row, type);
    if (predicate === undefined) return [`case'${member}':${before}${this.#complex(row, type, path)}break;`];
    const valueSet = row.binding?.[0] === 'required' ? `,${quoted(withoutVersion(row.binding[1]))}` : '';
    const whole = wholeTypes.has(type) ? '||C.decimals!==undefined&&isNotWhole(o,k,x,C)' : '';
    const value = isMany
      ? `many(x,o._${member},${predicate},C,${path},'${type}'${valueSet});${this.#limit(row, path)}`
      : `if(!${predicate}(x)${whole})bad(C,${path},x,'${type}'${valueSet});`;
    const own = `case'${member}':${before}${value}break;`;
    // Ids of elements and Extension.url are attributes in XML, ids of resources plain: they cannot carry extensions.
    if (row.xml === 'attribute' || (type === 'id' && row.name === 'id')) return [own];
    return [own, `case'_${member}':${before}${isMany ? 'extras' : 'extra'}(x,o.${member},C,${path});break;`];
  }

  #complex(row: ElementRow, type: string, path: string): string {
    const isMany = isArray(row);
    const limit = isMany ? this.#limit(row, path) : '';
    if (type === 'Resource') return `${row.name === 'contained' ? 'contained' : 'nested'}(x,C,${path});`;
    if (type === 'Reference') {
      return `${isMany ? 'references' : 'reference'}(x,v_Reference,${this.#target(row)},C,${path});${limit}`;
    }
    const name = functionName(row.simple && type === 'Quantity' ? 'SimpleQuantity' : type);
    const bound = row.binding?.[0] === 'required' ? this.#concepts(row.binding[1]) : undefined;
    const concept = bound ? `concept(x,${bound},C,${path},${quoted(withoutVersion(row.binding![1]))});` : '';
    return `${isMany ? 'each' : 'one'}(x,${name},C,${path});${limit}${concept}`;
  }

  #limit(row: ElementRow, path: string): string {
    return row.max !== undefined && row.max > 1 ? `tooMany(x,${row.max},C,${path});` : '';
  }

  /** The name of the check of a primitive type, or of its required codes; undefined for what is no primitive. */
  #predicate(row: ElementRow, type: string): string | undefined {
    const predicate = predicates[type];
    if (predicate === undefined || row.binding?.[0] !== 'required') return predicate;
    const open = openSets[withoutVersion(row.binding[1])];
    if (open) return open;
    const codes = expandValueSet(row.binding[1], this.#sources);
    if (!codes) return predicate;
    const list = [...new Set([...codes.values()].flatMap((some) => [...some]))].sort();
    const set = named(this.#codes, `new Set(${JSON.stringify(list)})`, 'S');
    return named(this.#codes, `(x)=>${set}.has(x)`, 'p');
  }

  /** The name of a test of system and code, for a concept bound to a value set. */
  #concepts(valueSet: string): string | undefined {
    const open = openSets[withoutVersion(valueSet)];
    if (open) return open;
    const codes = expandValueSet(valueSet, this.#sources);
    if (!codes) return undefined;
    const systems = [...codes].map(([system, some]) => `[${quoted(system)},new Set(${JSON.stringify([...some])})]`);
    const map = named(this.#codes, `new Map([${systems.join(',')}])`, 'M');
    return named(this.#codes, `(code,system)=>${map}.get(system)?.has(code)===true`, 'p');
  }

  #target(row: ElementRow): string {
    if (!row.targets) return 'undefined';
    return named(this.#targets, JSON.stringify(row.targets.map((type) => `${type}/`)), 'T');
  }

  /** What can only be judged when the block and all below it is as it should be. */
  #rules(block: string, rows: ElementRow[]): string[] {
    const own = (this.#constraints.get(block) ?? []).map((constraint) =>
      this.#rule(constraint, block, block, "''", 'o'),
    );
    const ofElements = rows.flatMap((row) => this.#elementRules(block, row));
    const special: Record<string, string> = {
      Extension:
        "if((c_value!==0)===(o.extension!==undefined))rule(C,'','ext-1','Must have either extensions or value[x], not both');",
      Identifier: 'if(o.value!==undefined&&o.system!==undefined)identifier(o,C);',
    };
    return [...own, ...ofElements, ...(special[block] ? [special[block]] : [])];
  }

  /** Constraints on an element of a datatype, such as org-2 on Organization.address. */
  #elementRules(block: string, row: ElementRow): string[] {
    const path = `${block}.${row.name}`;
    if (this.#elements[path]) return [];
    const constraints = [...(this.#constraints.get(path) ?? []), ...(this.#constraints.get(`${path}[x]`) ?? [])];
    return constraints.map((constraint) => {
      if (row.choice) {
        const members = row.types.map((type) => `o.${choiceNames(row.name, type)[0]}`).join('??');
        return `{const e=${members};if(e!==undefined){${this.#rule(constraint, path, row.types[0]!, quoted(`.${row.name}`), 'e')}}}`;
      }
      const value = `o.${row.name}`;
      const step = quoted(`.${row.name}`);
      if (!isArray(row))
        return `if(${value}!==undefined){const e=${value};${this.#rule(constraint, path, row.types[0]!, step, 'e')}}`;
      const each = this.#rule(constraint, path, row.types[0]!, `${quoted(`.${row.name}[`)}+i+']'`, 'e');
      return `if(${value}!==undefined)for(let i=0;i<${value}.length;i++){const e=${value}[i];${each}}`;
    });
  }

  #rule(constraint: Constraint, path: string, type: string, where: string, subject: string): string {
    const key = constraint.key;
    const hand = [`${key}@${path}`, key].find((name) => Object.hasOwn(handWritten, name));
    const warning = constraint.severity === 'error' ? '' : ",'warning'";
    const report = `rule(C,${where},'${key}',${JSON.stringify(constraint.human)}${warning});`;
    if (hand !== undefined) {
      this.#hand.add(hand);
      return `if(!${handName(hand)}(${subject},C))${report}`;
    }
    return `if(!${compileInvariant(constraint.expression!, type, this.#elements, subject)})${report}`;
  }
}

const wholeTypes = new Set(['integer', 'positiveInt', 'unsignedInt']);

/** Each constraint at the path where its own type declares it, warnings too. */
function constraintsByPath(sources: Sources): Map<string, Constraint[]> {
  const constraints = new Map<string, Constraint[]>();
  for (const structure of sources.structures.values()) {
    if (structure.abstract || structure.kind === 'primitive-type') continue;
    for (const element of structure.snapshot?.element ?? []) {
      const own = (element.constraint ?? []).filter((constraint) => !keptElsewhere.test(constraint.key));
      if (own.length > 0) constraints.set(element.path, own);
    }
  }
  return constraints;
}

/** The name of a constant, made when it is first asked for. */
function named(constants: Map<string, string>, text: string, letter: string): string {
  const known = constants.get(text);
  if (known !== undefined) return known;
  const name = `${letter}${constants.size}`;
  constants.set(text, name);
  return name;
}

function partition<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

const isArray = (row: ElementRow) => row.max !== undefined;
const functionName = (block: string) => `v_${block.replaceAll('.', '_')}`;
const handName = (key: string) => `h_${key.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
const rank = (type: string) => (commonTypes.indexOf(type) + commonTypes.length + 1) % (commonTypes.length + 1);
const byRarity = (a: ElementRow, b: ElementRow) => Number(rare.has(a.name)) - Number(rare.has(b.name));

import { elementsOf, isPrimitive } from '../definitions/elements.ts';
import { Decimals } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';

/** For tests: a made-up resource of a type, right in its structure and in nothing else, always the same for a seed. */
export function anyResource(type: string, seed: number): { value: JsonObject; decimals: Decimals } {
  const maker = new Maker(seed);
  return { value: maker.resource(type, 0), decimals: maker.decimals };
}

const texts = [
  'a',
  ' b  c ',
  '<&>"\'',
  'Åse Ødegård',
  '😀',
  'x\ny\r\n\tz',
  '\u00a0',
  ']]>',
  '&#0;',
  '-- <!--',
  '{"a":1}',
];
const numbers = [
  '1',
  '0',
  '-1.5',
  '1.0',
  '0.10',
  '1e3',
  '1.50E-7',
  '123456789012.345678',
  '0.000000000000000001',
  '-0.0',
];
const divs = [
  '<div xmlns="http://www.w3.org/1999/xhtml">x</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"\n  class=\'a\'><p>1 &lt; 2 &#160;<br/><b >Ø</b ></p><!-- kept -->\r\n</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="nb"/>',
];

class Maker {
  readonly decimals = new Decimals();
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  resource(type: string, depth: number): JsonObject {
    return this.#object(type, depth, 0, { resourceType: type });
  }

  /** The next number below `limit`, by the minimal standard generator of Park and Miller. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  #of<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }

  #object(type: string, depth: number, atLeast = 1, object: JsonObject = {}): JsonObject {
    const elements = elementsOf(type);
    const chance = depth === 0 ? 3 : 6 + 2 * depth;
    for (const element of elements) {
      if (this.#below(chance) === 0) this.#put(object, this.#of(element.jsonNames), element.isArray, type, depth);
    }
    for (let tries = 0; Object.keys(object).length < atLeast && tries < 200; tries++) {
      const element = this.#of(elements);
      this.#put(object, this.#of(element.jsonNames), element.isArray, type, depth);
    }
    return object;
  }

  #put(object: JsonObject, name: string, isArray: boolean, parent: string, depth: number): void {
    const element = elementsOf(parent).find((each) => each.jsonNames.includes(name));
    const type = element?.types[element.jsonNames.indexOf(name)] as string;
    if (!isPrimitive(type) || type === 'xhtml') {
      if (depth > 6 && type !== 'xhtml' && name !== 'extension') return;
      const one = () => (type === 'xhtml' ? this.#of(divs) : this.#complex(type, depth + 1));
      object[name] = isArray ? Array.from({ length: 1 + this.#below(3) }, one) : one();
      return;
    }
    const length = isArray ? 1 + this.#below(3) : 1;
    const isAttribute = element?.xml === 'attribute';
    const items = Array.from({ length }, () => this.#primitive(type, depth, isAttribute));
    const holder = isArray ? items.map(([value]) => value) : object;
    for (const [index, [value, , text]] of items.entries()) {
      if (typeof value === 'number') this.decimals.remember(holder, isArray ? index : name, text ?? String(value));
    }
    if (items.some(([value]) => value !== null)) object[name] = isArray ? (holder as Json[]) : (items[0]?.[0] as Json);
    if (items.some(([, extra]) => extra !== null)) {
      object[`_${name}`] = isArray ? items.map(([, extra]) => extra) : (items[0]?.[1] as Json);
    }
  }

  #complex(type: string, depth: number): Json {
    return type === 'Resource'
      ? this.resource(this.#of(['Patient', 'Observation', 'Basic']), depth)
      : this.#object(type, depth);
  }

  /** Value, what stands beside it, and how a number is written. */
  #primitive(type: string, depth: number, isAttribute: boolean): [Json, Json, string?] {
    const hasExtra = !isAttribute && depth < 4 && this.#below(5) === 0;
    const extra = hasExtra ? this.#object('Element', depth + 3) : null;
    if (extra !== null && this.#below(2) === 0) return [null, extra];
    if (type === 'boolean') return [this.#below(2) === 0, extra];
    if (type === 'decimal') {
      const text = this.#of(numbers);
      return [Number(text), extra, text];
    }
    if (type === 'integer' || type === 'positiveInt' || type === 'unsignedInt') return [this.#below(1000) + 1, extra];
    return [this.#of(texts), extra];
  }
}

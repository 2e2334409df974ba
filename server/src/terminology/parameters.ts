import { problem } from '../fhir/issue.ts';
import type { Coding, Json, JsonObject, Resource } from '../fhir/resource.ts';

/** The parameters of one call, as the query of a GET or the Parameters resource of a POST gave them. */
export class Parameters {
  readonly #byName = new Map<string, Json[]>();

  /** @throws Problem `invalid` for a body that is neither Parameters nor a resource the operation takes by itself. */
  constructor(query: Iterable<readonly [string, string]>, body?: Resource) {
    for (const [name, value] of query) this.#add(name, value);
    if (body === undefined) return;
    if (typeof body.resourceType !== 'string') {
      throw problem('invalid', 'resource-type-missing', {
        diagnostics: 'The body has no resourceType.',
        code: 'required',
        expression: 'resourceType',
      });
    }
    if (body.resourceType !== 'Parameters') {
      const name = body.resourceType.charAt(0).toLowerCase() + body.resourceType.slice(1);
      this.#add(name, body);
      return;
    }
    const parameters = Array.isArray(body.parameter) ? body.parameter : [];
    for (const parameter of parameters.filter(isObject)) {
      const key = Object.keys(parameter).find((member) => member.startsWith('value'));
      const value = parameter.resource ?? (key === undefined ? undefined : parameter[key]);
      if (typeof parameter.name === 'string' && value !== undefined) this.#add(parameter.name, value);
    }
  }

  #add(name: string, value: Json): void {
    if (typeof value === 'string') refuseUnfit(name, value);
    const values = this.#byName.get(name);
    if (values === undefined) this.#byName.set(name, [value]);
    else values.push(value);
  }

  /** @throws Problem `invalid` for a parameter the operation does not have; those that begin with `_` are of the request. */
  only(known: readonly string[]): void {
    for (const name of this.#byName.keys()) {
      if (name.startsWith('_') || known.includes(name)) continue;
      throw problem('invalid', 'parameter-unknown', {
        diagnostics: `The operation has no parameter of this name; it has ${known.join(', ')}.`,
        code: 'not-supported',
      });
    }
  }

  all(name: string): readonly Json[] {
    return this.#byName.get(name) ?? [];
  }

  text(name: string): string | undefined {
    const value = this.#single(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(name, 'a text');
  }

  texts(name: string): string[] {
    return this.all(name).map((value) => {
      if (typeof value === 'string') return value;
      throw wrong(name, 'a text');
    });
  }

  integer(name: string): number | undefined {
    const value = this.#single(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    throw wrong(name, 'a whole number');
  }

  flag(name: string): boolean | undefined {
    const value = this.#single(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrong(name, 'true or false');
  }

  /** A Coding; in a query it is written `system|code`. */
  coding(name: string): Coding | undefined {
    const value = this.#single(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string') {
      const bar = value.lastIndexOf('|');
      return bar < 0 ? { code: value } : { system: value.slice(0, bar), code: value.slice(bar + 1) };
    }
    return checkedCoding(value, name);
  }

  /** The codings of a CodeableConcept. */
  codeableConcept(name: string): Coding[] | undefined {
    const value = this.#single(name);
    if (value === undefined) return undefined;
    const coding = isObject(value) ? value.coding : undefined;
    if (!Array.isArray(coding) || coding.length === 0) throw wrong(name, 'a CodeableConcept with a coding');
    return coding.map((item) => checkedCoding(item, name));
  }

  resource(name: string, type: string): Resource | undefined {
    const value = this.#single(name);
    if (value === undefined) return undefined;
    if (isObject(value) && value.resourceType === type) return value as Resource;
    throw wrong(name, `a ${type}`);
  }

  #single(name: string): Json | undefined {
    const values = this.all(name);
    if (values.length <= 1) return values[0];
    throw problem('invalid', 'parameter-repeated', {
      diagnostics: `The parameter ${name} is given once.`,
      expression: name,
    });
  }
}

/** No code, name or url is longer, and PostgreSQL's text cannot hold NUL. */
const LONGEST = 2_000;

function refuseUnfit(name: string, value: string): void {
  if (value.includes('\0')) throw wrong(name, 'a text without the sign NUL');
  if (value.length > LONGEST) throw wrong(name, `a text of at most ${LONGEST} signs`);
}

function checkedCoding(value: Json, name: string): Coding {
  if (!isObject(value)) throw wrong(name, 'a Coding');
  for (const member of ['system', 'code', 'display', 'version']) {
    const text = value[member];
    if (text === undefined) continue;
    if (typeof text !== 'string') throw wrong(`${name}.${member}`, 'a text');
    refuseUnfit(`${name}.${member}`, text);
  }
  return value as Coding;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wrong(name: string, expected: string) {
  return problem('invalid', 'parameter-value', {
    diagnostics: `The parameter ${name} is ${expected}.`,
    expression: name,
  });
}

/** @throws Problem `invalid` */
export function required<T>(value: T | undefined, names: string): T {
  if (value !== undefined) return value;
  throw problem('invalid', 'parameter-required', { code: 'required', diagnostics: `The operation needs ${names}.` });
}

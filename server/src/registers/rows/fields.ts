import type { Json, JsonObject } from '../../fhir/resource.ts';

/** A row that cannot be taken, and why. The reasons name columns, never what stood in them. */
export class RowRefused extends Error {
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(reasons[0] ?? 'refused');
    this.reasons = reasons;
  }
}

/** Reads the members of a row one by one and gathers all that is wrong with it. An empty text is as good as none. */
export class Fields {
  readonly #value: JsonObject;
  readonly #place: string;
  readonly #reasons: string[];

  constructor(value: Json | undefined, reasons: string[] = [], place = '') {
    this.#reasons = reasons;
    this.#place = place;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) this.refuse('', 'is not an object');
    this.#value = isObject ? (value as JsonObject) : {};
  }

  refuse(name: string, why: string): void {
    const place = name === '' ? this.#place.replace(/\.$/, '') : this.#place + name;
    this.#reasons.push(place === '' ? `the row ${why}` : `${place} ${why}`);
  }

  optional(name: string): string | undefined {
    const value = this.#value[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (typeof value !== 'string') {
      this.refuse(name, 'is not a text');
      return undefined;
    }
    const text = value.trim();
    if (text.length > 500) this.refuse(name, 'is too long');
    return text === '' ? undefined : text;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined) this.refuse(name, 'is missing');
    return value ?? '';
  }

  /** A date (YYYY-MM-DD) of the calendar; Norwegian 31.12.2026 is understood too. */
  optionalDate(name: string): string | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const norwegian = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value);
    const text =
      norwegian === null
        ? value
        : `${norwegian[3]}-${norwegian[2]!.padStart(2, '0')}-${norwegian[1]!.padStart(2, '0')}`;
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
      this.refuse(name, 'is not a date (YYYY-MM-DD)');
      return undefined;
    }
    return text;
  }

  date(name: string): string {
    if (this.optional(name) === undefined) this.refuse(name, 'is missing');
    return this.optionalDate(name) ?? '';
  }

  /** A number with a form of its own, such as an HPR number. */
  optionalNumber(name: string, isOne: (text: string) => boolean): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && !isOne(value)) {
      this.refuse(name, 'is no valid number');
      return undefined;
    }
    return value;
  }

  number(name: string, isOne: (text: string) => boolean): string {
    if (this.optional(name) === undefined) this.refuse(name, 'is missing');
    return this.optionalNumber(name, isOne) ?? '';
  }

  optionalCode<const C extends string>(name: string, codes: readonly C[]): C | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const code = codes.find((one) => one === value);
    if (code === undefined) this.refuse(name, `is none of ${codes.join(', ')}`);
    return code;
  }

  code<const C extends string>(name: string, codes: readonly C[]): C {
    if (this.optional(name) === undefined) this.refuse(name, 'is missing');
    return this.optionalCode(name, codes) ?? codes[0]!;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.#value[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (value === true || value === 'true' || value === 'ja') return true;
    if (value === false || value === 'false' || value === 'nei') return false;
    this.refuse(name, 'is not true or false');
    return undefined;
  }

  optionalCount(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,7}$/.test(value)) this.refuse(name, 'is not a whole number');
    return Number(value);
  }

  /** The objects of a list, each with its place; none when there is no list. */
  list(name: string): Fields[] {
    const value = this.#value[name];
    if (value === undefined || value === null || value === '') return [];
    if (!Array.isArray(value) || value.length > 1000) {
      this.refuse(name, 'is not a list');
      return [];
    }
    return value.map((one, i) => new Fields(one, this.#reasons, `${this.#place}${name}[${i}].`));
  }

  object(name: string): Fields | undefined {
    const value = this.#value[name];
    if (value === undefined || value === null || value === '') return undefined;
    return new Fields(value, this.#reasons, `${this.#place}${name}.`);
  }

  /** From and to, in that order. */
  period(): { from: string; to?: string } {
    const from = this.date('from');
    const to = this.optionalDate('to');
    if (to !== undefined && from !== '' && to < from) this.refuse('to', 'is before from');
    return to === undefined ? { from } : { from, to };
  }

  /** @throws RowRefused when anything was wrong. */
  end(): void {
    if (this.#reasons.length > 0) throw new RowRefused(this.#reasons);
  }
}

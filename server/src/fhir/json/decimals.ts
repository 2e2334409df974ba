/**
 * Remembers how numbers were written when a JavaScript number cannot say it: `1.50`, `1e3`, eighteen digits.
 * The text is kept by the identity of the object or array that holds the number, so it follows when that holder
 * is moved into another document. A copy of a holder starts without: see `copyJson`.
 * @source FHIR R4, datatypes, decimal: precision is part of the value
 */
export class Decimals {
  #texts: WeakMap<object, Map<string | number, string>> | undefined;
  readonly #others: readonly Decimals[];

  constructor(others: readonly Decimals[] = []) {
    this.#others = others;
  }

  /** True when nothing is remembered; then `JSON.stringify` says all there is to say. */
  get isEmpty(): boolean {
    return this.#texts === undefined && this.#others.every((other) => other.isEmpty);
  }

  remember(holder: object, key: string | number, text: string): void {
    this.#texts ??= new WeakMap();
    const texts = this.#texts.get(holder);
    if (texts) texts.set(key, text);
    else this.#texts.set(holder, new Map([[key, text]]));
  }

  /** The text `value` was written with. A holder whose number has been changed since answers undefined. */
  textOf(holder: object, key: string | number, value: number): string | undefined {
    const text = this.#texts?.get(holder)?.get(key);
    if (text !== undefined && Number(text) === value) return text;
    for (const other of this.#others) {
      const found = other.textOf(holder, key, value);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Lets `into` write `to`[`toKey`] as `from`[`fromKey`] was written, be that remembered or not. */
  copyText(from: object, fromKey: string | number, to: object, toKey: string | number, value: number, into: Decimals) {
    const text = this.textOf(from, fromKey, value);
    if (text !== undefined) into.remember(to, toKey, text);
    else into.#texts?.get(to)?.delete(toKey);
  }
}

/** What several parses remember, for a document put together from their parts. */
export function joinDecimals(...parts: readonly Decimals[]): Decimals {
  return new Decimals(parts.filter((part) => !part.isEmpty));
}

/** Whether `text`, a JSON number, would come back otherwise than it was written. */
export function isLossy(text: string): boolean {
  return String(Number(text)) !== text;
}

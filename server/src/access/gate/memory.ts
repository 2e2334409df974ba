/** Remembers the latest used of what costs to find out. Plain and small: a Map keeps the order in which keys were put in. */
export class Memory<K, V> {
  readonly #most: number;
  readonly #known = new Map<K, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    const value = this.#known.get(key);
    if (value === undefined) return undefined;
    this.#known.delete(key);
    this.#known.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#known.delete(key);
    if (this.#known.size >= this.#most) this.#known.delete(this.#known.keys().next().value as K);
    this.#known.set(key, value);
  }

  delete(key: K): void {
    this.#known.delete(key);
  }

  clear(): void {
    this.#known.clear();
  }

  get size(): number {
    return this.#known.size;
  }
}

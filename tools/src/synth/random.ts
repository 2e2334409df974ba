/** A stream of random numbers that two keys decide: the same keys give the same numbers on every machine. */
export class Random {
  // sfc32 (Chris Doty-Humphrey, public domain): 32-bit state, so it is exact and fast in JavaScript.
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = Math.imul(stream, 0x9e3779b1) | 0;
    this.#c = (stream ^ 0x5bf03635) | 0;
    for (let round = 0; round < 12; round++) this.bits();
  }

  /** 32 random bits, as an unsigned number. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    return this.bits() / 4294967296;
  }

  /** A whole number from 0 to `below` − 1. */
  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  /** One of a weighted list. */
  weighted<T>(list: Weighted<T>): T {
    const at = this.next() * list.total;
    let low = 0;
    let high = list.upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list.upTo[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return list.items[low]!;
  }

  /** Bell-shaped around `mean`: the sum of four, which needs no logarithm and never strays further than 3.5 `sd`. */
  normal(mean: number, sd: number): number {
    const sum = this.next() + this.next() + this.next() + this.next() - 2;
    return mean + sum * sd * Math.sqrt(3);
  }

  /** How many events there are where `mean` are expected. */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  /** Exponential with mean 1: how much more or less than others a person uses a service. */
  exponential(): number {
    return -Math.log(1 - this.next());
  }
}

export type Weighted<T> = { items: readonly T[]; upTo: readonly number[]; total: number };

/** Prepares a list for weighted picking. */
export function weightedBy<T>(items: readonly T[], weight: (item: T) => number): Weighted<T> {
  let total = 0;
  const upTo = items.map((item) => {
    total += weight(item);
    return total;
  });
  return { items, upTo, total };
}

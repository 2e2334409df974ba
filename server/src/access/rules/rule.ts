import { midnightInNorway } from '../../fhir/norwegian/day.ts';

/** Where a rule comes from. */
export type LegalGround = {
  /** Statute and paragraph in short names: `hpl § 25`, `pbrl § 3-4`; `–` where no text says it. */
  law: string;
  /** The law leaves it open, and this is what the product chose; a municipality may decide otherwise. */
  isOurChoice?: boolean;
};

/** One rule as it applied in a time. Old ones stay, so that what was decided on a day can be decided again. */
export type Dated<T> = {
  id: string;
  /** The day it began and the first day it no longer held, at 00:00 in Oslo (YYYY-MM-DD). */
  from: string;
  to?: string;
  ground: LegalGround;
  value: T;
};

/** A rule through time, made ready for look-up. */
export class Rule<T> {
  readonly id: string;
  readonly #versions: readonly { from: number; to: number; rule: Dated<T> }[];

  /** @throws when two versions hold at once, or have different ids. */
  constructor(...versions: readonly Dated<T>[]) {
    this.id = versions[0]!.id;
    this.#versions = versions.map((rule) => ({
      from: midnightInNorway(rule.from),
      to: rule.to === undefined ? Number.POSITIVE_INFINITY : midnightInNorway(rule.to),
      rule,
    }));
    const overlap = this.#versions.some((one, n) => n > 0 && one.from < this.#versions[n - 1]!.to);
    if (overlap || versions.some(({ id }) => id !== this.id))
      throw new Error(`Rule ${this.id} has versions that clash`);
  }

  /** The version that held. Before the first, the first: a record that is older than its rules is judged by the oldest. */
  at(now: number): Dated<T> {
    const found = this.#versions.find(({ from, to }) => from <= now && now < to);
    return (found ?? this.#versions[now < this.#versions[0]!.from ? 0 : this.#versions.length - 1]!).rule;
  }

  /** Every version, oldest first. */
  get versions(): readonly Dated<T>[] {
    return this.#versions.map(({ rule }) => rule);
  }
}

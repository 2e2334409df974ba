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
      from: osloMidnight(rule.from),
      to: rule.to === undefined ? Number.POSITIVE_INFINITY : osloMidnight(rule.to),
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

/** Epoch ms of 00:00 in Oslo on a day (YYYY-MM-DD); NaN for what is no day. */
export function osloMidnight(day: string): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return utc;
  // The offset before and after a change of clocks is asked for where it is used: at midnight, which never is skipped there.
  let at = utc - offsetAt(utc);
  at = utc - offsetAt(at);
  if (midnights.size > 40_000) midnights.clear();
  midnights.set(day, at);
  return at;
}

const midnights = new Map<string, number>();

/** The day in Oslo (YYYY-MM-DD) that a time falls on. */
export const osloDay = (at: number): string => new Date(at + offsetAt(at)).toISOString().slice(0, 10);

const clock = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Oslo', timeZoneName: 'longOffset' });

/** How far Oslo is ahead of UTC, in ms. The formatter costs 2 µs, so the answer is kept for the quarter hour. */
function offsetAt(at: number): number {
  const quarter = Math.floor(at / 900_000);
  if (quarter === offset.quarter) return offset.ms;
  const name = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  offset = { quarter, ms: sign === '-' ? -ms : ms };
  return offset.ms;
}

let offset = { quarter: Number.NaN, ms: 0 };

/** When a reader was last in a record, and since when its changes are new to them. */
export type Visit = { at: string; since?: string };
type Visits = Record<string, Visit>;

/** Which records a user opened in this browser, and when: ids only, so that nothing else about a citizen is kept here. */
const keyOf = (user: string) => `enjournal.visits.${user}`;
const kept = 200;
const recent = 12;

/** Opening again within a working day is the same visit: a reload must not make everything look seen. */
const sameVisitMs = 8 * 3_600_000;

/** The visit that begins, or goes on, when a record is opened now. `since` is the end of the visit before; none at the first. */
export function visitAt(before: Visit | undefined, now: string): Visit {
  if (!before) return { at: now };
  const same = Date.parse(now) - Date.parse(before.at) < sameVisitMs;
  const since = same ? before.since : before.at;
  return since === undefined ? { at: now } : { at: now, since };
}

export function currentVisit(user: string, record: string, now = new Date().toISOString()): Visit {
  return visitAt(read(user)[record], now);
}

export function noteVisit(user: string, record: string): void {
  write(user, { ...read(user), [record]: currentVisit(user, record) });
}

/** From now on only what changes after this moment is new to this reader. */
export function markSeen(user: string, record: string, upTo: string): void {
  write(user, { ...read(user), [record]: { at: new Date().toISOString(), since: upTo } });
}

export function recentlyOpened(user: string): string[] {
  return newestFirst(read(user))
    .slice(0, recent)
    .map(([id]) => id);
}

function newestFirst(visits: Visits): [string, Visit][] {
  return Object.entries(visits).sort(([, a], [, b]) => b.at.localeCompare(a.at));
}

function read(user: string): Visits {
  try {
    return JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}') as Visits;
  } catch {
    return {};
  }
}

function write(user: string, visits: Visits): void {
  localStorage.setItem(keyOf(user), JSON.stringify(Object.fromEntries(newestFirst(visits).slice(0, kept))));
}

/** Which records this user opened here, and when: ids only, so that the browser keeps nothing else about a citizen. */
type Visits = Record<string, { at: string; seen?: string }>;

const keep = 12;
const keyOf = (user: string) => `enjournal.visits.${user}`;

function read(user: string): Visits {
  try {
    return JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}') as Visits;
  } catch {
    return {};
  }
}

function write(user: string, visits: Visits): void {
  const newest = Object.entries(visits).sort(([, a], [, b]) => b.at.localeCompare(a.at));
  localStorage.setItem(keyOf(user), JSON.stringify(Object.fromEntries(newest.slice(0, 200))));
}

/** Notes the visit. @returns the moment up to which this reader has seen the record, undefined at the first visit. */
export function visit(user: string, record: string, now = new Date().toISOString()): string | undefined {
  const visits = read(user);
  const before = visits[record];
  write(user, { ...visits, [record]: { ...before, at: now, seen: before?.seen ?? now } });
  return before?.seen;
}

/** From now on only what changes after this moment is new to this reader. */
export function markSeen(user: string, record: string, upTo: string): void {
  const visits = read(user);
  write(user, { ...visits, [record]: { at: visits[record]?.at ?? upTo, seen: upTo } });
}

export function recentlyOpened(user: string): string[] {
  return Object.entries(read(user))
    .sort(([, a], [, b]) => b.at.localeCompare(a.at))
    .slice(0, keep)
    .map(([id]) => id);
}

import { dayOf } from '../../shared/format/date.ts';

export type Status = 'open' | 'waiting' | 'closed';

/** Somebody's look at a record that is to be reviewed, as the server tells it. */
export type Review = {
  /** Task id. */
  id: string;
  kind: string;
  status: Status;
  person: string;
  patient: string;
  from: string;
  until: string;
  deadline: string | undefined;
  reason: string | undefined;
  reasonText: string | undefined;
  role: string | undefined;
  title: string | undefined;
  unit: string | undefined;
  supports: string[];
  questions: string[];
  openingsBefore: number | undefined;
  notes: { time: string | undefined; author: string; text: string }[];
  outcome: string | undefined;
  closed: string | undefined;
  reviewer: string | undefined;
  breachDeadline: string | undefined;
};

export type Access = {
  time: string;
  description: string;
  isRefused: boolean;
  types: { code: string; count: number }[];
};

/** What somebody is told of: by a message, or by a matter of their own. */
export const toldOf = ['emergency-access', 'unlawful-access', 'log-answer', 'matter'] as const;
/** Somebody who was told, and when; of an enterprise how it closed its own matter. */
export type Told = { what: (typeof toldOf)[number]; who: string; time: string; outcome: string | undefined };

export type ReviewDetail = { review: Review; accesses: Access[]; told: Told[] };

/** Those that wait come in the order of their deadlines, those that are closed with the newest first. */
export function inOrder(reviews: readonly Review[]): Review[] {
  const order = (one: Review) => (one.status === 'closed' ? (one.closed ?? '') : (one.deadline ?? '9'));
  return [...reviews].sort((a, b) => {
    if (a.status === 'closed' && b.status === 'closed') return order(b).localeCompare(order(a));
    return order(a).localeCompare(order(b)) || a.id.localeCompare(b.id);
  });
}

const DAY = 86_400_000;

/** Emergency openings in each of the last weeks, the oldest first, by the weeks' numbers (ISO 8601). */
export function openingsPerWeek(
  reviews: readonly Review[],
  weeks: number,
  now = Date.now(),
): { week: number; count: number }[] {
  const openings = reviews.filter(({ kind }) => kind === 'emergency-review');
  const last = mondayOf(dayOf(now));
  return Array.from({ length: weeks }, (_, n) => {
    const monday = last - (weeks - 1 - n) * 7 * DAY;
    const count = openings.filter(({ from }) => mondayOf(dayOf(from)) === monday).length;
    return { week: weekNumber(monday), count };
  });
}

function mondayOf(day: string): number {
  const noon = Date.parse(`${day}T00:00:00Z`);
  return noon - ((new Date(noon).getUTCDay() + 6) % 7) * DAY;
}

/** The week belongs to the year that its Thursday is in. */
function weekNumber(monday: number): number {
  const thursday = monday + 3 * DAY;
  const first = mondayOf(`${new Date(thursday).getUTCFullYear()}-01-04`);
  return Math.round((monday - first) / (7 * DAY)) + 1;
}

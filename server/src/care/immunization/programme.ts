import { dayOfTime, daysAfter } from '../../fhir/norwegian/day.ts';

/** What of a person's doses the programmes say, worked out without a clock or a database. */

export type Vaccination = { id: string; date: string; codes: readonly string[] };

export type DoseStatus = 'given' | 'due' | 'overdue' | 'later' | 'past';

export type ProgrammeDose = {
  series: string;
  title: Titled;
  /** From 1. */
  dose: number;
  step: Titled;
  status: DoseStatus;
  /** ISO dates: from when it can be given, and from when it is late. */
  due?: string;
  late?: string;
  /** ATC codes that count. */
  codes: readonly string[];
  /** Id of the Immunization. */
  given?: string;
};

/** A text and its translations, as content has them. */
export type Titled = { text: string; translations: Readonly<Record<string, string>> };

type Age = { value?: number; code?: string };
type Action = {
  id?: string;
  prefix?: string;
  title?: string;
  _title?: { extension?: { extension?: { url: string; valueCode?: string; valueString?: string }[] }[] };
  code?: { coding?: { code?: string }[] }[];
  timingRange?: { low?: Age; high?: Age };
  timingTiming?: { event?: string[] };
  action?: Action[];
};

/** A programme as content has it: a PlanDefinition of kind vaccination-programme. */
export type Programme = { action?: Action[] };

/** A later dose is not asked for before the one that comes first has been given so long ago: our own, cautious. */
const APART_DAYS = 28;

/**
 * Each dose of a programme for a person. Doses are counted in their order, whatever the number that was written with them;
 * only the first that is lacking is due: the next waits for it.
 * @param born ISO date; a year or month counts from its first day
 * @param today ISO date
 */
export function dosesOf(
  programme: Programme,
  born: string,
  given: readonly Vaccination[],
  today: string,
): ProgrammeDose[] {
  return (programme.action ?? []).flatMap((series) => seriesDoses(series, born, given, today));
}

function seriesDoses(series: Action, born: string, all: readonly Vaccination[], today: string): ProgrammeDose[] {
  const codes = (series.code ?? []).flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));
  const had = all.filter((one) => one.codes.some((code) => codes.includes(code))).sort(byDate);
  const from = atAge(born, series.timingRange?.low);
  const until = atAge(born, series.timingRange?.high);
  let waits = false;
  return (series.action ?? []).flatMap((step, i): ProgrammeDose[] => {
    const common = { series: series.id ?? '', title: titled(series), dose: i + 1, step: titled(step), codes };
    const season = step.timingTiming?.event?.[0];
    if (season !== undefined) return seasonal(common, season, had, { from, until, today });
    const due = atAge(born, step.timingRange?.low);
    const late = atAge(born, step.timingRange?.high);
    const times = { ...(due === undefined ? {} : { due }), ...(late === undefined ? {} : { late }) };
    const one = had[i];
    if (one !== undefined) return [{ ...common, ...times, status: 'given', given: one.id }];
    const last = had.at(-1);
    const isTooSoon = last !== undefined && today < daysAfter(dayOfTime(last.date), APART_DAYS);
    const isPast = until !== undefined && today >= until;
    const status = isPast
      ? 'past'
      : waits || isTooSoon || due === undefined || today < due
        ? 'later'
        : late !== undefined && today >= late
          ? 'overdue'
          : 'due';
    waits = true;
    return [{ ...common, ...times, status }];
  });
}

/** Once each season, from the day of the year that the programme says. Out of season nothing is asked for. */
function seasonal(
  common: Omit<ProgrammeDose, 'status'>,
  event: string,
  had: readonly Vaccination[],
  { from, until, today }: { from: string | undefined; until: string | undefined; today: string },
): ProgrammeDose[] {
  const isOfAge = (from === undefined || today >= from) && (until === undefined || today < until);
  if (!isOfAge) return [];
  const day = event.slice(5, 10);
  const year = Number(today.slice(0, 4)) - (today.slice(5) < day ? 1 : 0);
  const began = `${year}-${day}`;
  const one = had.find(({ date }) => dayOfTime(date) >= began);
  if (one !== undefined) return [{ ...common, due: began, status: 'given', given: one.id }];
  const isSeason = today < daysAfter(began, 183);
  return [{ ...common, due: isSeason ? began : `${year + 1}-${day}`, status: isSeason ? 'due' : 'later' }];
}

const byDate = (a: Vaccination, b: Vaccination): number => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

function titled({ title = '', _title }: Action): Titled {
  const translations = (_title?.extension ?? []).map(({ extension = [] }): [string, string] => [
    extension.find(({ url }) => url === 'lang')?.valueCode ?? '',
    extension.find(({ url }) => url === 'content')?.valueString ?? '',
  ]);
  return { text: title, translations: Object.fromEntries(translations) };
}

/** The day on which somebody is so old. The 29th, 30th and 31st become the month's last where it is shorter. */
export function atAge(born: string, age: Age | undefined): string | undefined {
  const [year = Number.NaN, month = 1, day = 1] = born.split('-').map(Number);
  const value = age?.value;
  if (value === undefined || Number.isNaN(year)) return undefined;
  if (age?.code === 'wk' || age?.code === 'd')
    return daysAfter(isoOf(year, month, day), value * (age.code === 'wk' ? 7 : 1));
  const months = month - 1 + (age?.code === 'a' ? 12 * value : value);
  const [y, m] = [year + Math.floor(months / 12), (months % 12) + 1];
  return isoOf(y, m, Math.min(day, new Date(Date.UTC(y, m, 0)).getUTCDate()));
}

const isoOf = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

import { type Amounts, type DosePlan, type Weekday, weekdays } from './dosing.ts';

/** What was typed, read: the plan, and what it says of unit and of how many days. */
export type Typed = { plan: DosePlan; unit: string | undefined; days: number | undefined };

/**
 * Reads a dose as it is written by hand: `1+0+1+0`, `½ x 2`, `20 mg x 1`, `2 tabl morgen annenhver dag`, `1 kl 8 og 20`,
 * `1 morgen ma on fr`, `1 ved behov maks 3 for smerte`, `2+0+2 i 7 dager`.
 * @returns undefined when a word of it is not understood: half a dose read right is a wrong dose
 */
export function typedDose(text: string): Typed | undefined {
  let rest = ` ${plain(text)} `;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest);
    if (found === null) return undefined;
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const reason = take(/ for ([\p{L} -]+?)(?=,? ?maks| ?,? *$)/u)?.[1]?.trim() ?? '';
  const isNeeded = take(/ (?:ved behov|v\.? ?b\.?|vb|prn)(?= |,)/) !== undefined;
  const most = numberOf(
    take(/ ,? ?(?:maks|max|inntil) ?(\d+)(?: (?:ganger|gang|x))?(?: (?:per|pr\.?|i) (?:døgn|dag|døgnet|dagen))?/)?.[1],
  );
  const span = take(/ i (\d+) (dager|dag|d|uker|uke|u)(?= |,)/);
  const days = span === undefined ? undefined : Number(span[1]) * (span[2]!.startsWith('u') ? 7 : 1);
  const every = everyIn(
    take(/ (?:(annenhver|annankvar|hver|kvar) ?(?:(\d+)\. ?)?(dag|uke|veke)|(ukentlig)|daglig)(?= |,)/),
  );
  if (every === undefined) return undefined;
  const on = daysIn(take);
  const clock = take(/ kl\.? ?((?:\d{1,2}(?:[.:]\d\d)?(?: ?, ?| og | )?)+)/);
  const sum = take(/ (\d+(?:\.\d+)?(?: ?[+] ?\d+(?:\.\d+)?){1,3})(?= |,)/);
  const count = sum === undefined ? take(/ (\d+(?:\.\d+)?)(?= |,|x)/) : undefined;
  const unit = UNITS[take(UNIT)?.[1] ?? ''];
  const times = numberOf(
    take(/ ?[x×*] ?(\d+)(?: (?:daglig|per dag|pr dag|ganger))?(?= |,)/)?.[1] ?? take(/ (\d) ganger(?= |,)/)?.[1],
  );
  const at = slotsIn(take);
  if (rest.replaceAll(/[\s,]|og/g, '') !== '') return undefined;
  const plan = planOf({
    isNeeded,
    most,
    reason,
    every,
    on,
    clock: clock?.[1],
    sum: sum?.[1],
    count: numberOf(count?.[1]),
    times,
    at,
  });
  return plan === undefined ? undefined : { plan, unit, days };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replaceAll('½', '.5')
    .replaceAll('¼', '.25')
    .replaceAll('¾', '.75')
    .replaceAll(/(\d),(\d)/g, '$1.$2')
    .replaceAll(/(^|[^\d])\.(\d)/g, '$10.$2')
    .replaceAll(/(\d)(\p{L}{2,})/gu, '$1 $2')
    .replaceAll(/\s+/g, ' ');

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** Days between doses. */
function everyIn(found: RegExpExecArray | undefined): number | undefined {
  if (found === undefined) return 1;
  const [, which, number, what, weekly] = found;
  if (weekly !== undefined) return 7;
  if (which === undefined) return 1;
  const unit = what === 'dag' ? 1 : 7;
  return unit * (number !== undefined ? Number(number) : /^an/.test(which) ? 2 : 1);
}

const DAY_WORDS: readonly [RegExp, Weekday][] = [
  [/ (?:mandag|måndag|man|ma)\.?(?= |,)/, 'mon'],
  [/ (?:tirsdag|tysdag|tirs|tir|ti)\.?(?= |,)/, 'tue'],
  [/ (?:onsdag|ons|on)\.?(?= |,)/, 'wed'],
  [/ (?:torsdag|tors|tor|to)\.?(?= |,)/, 'thu'],
  [/ (?:fredag|fre|fr)\.?(?= |,)/, 'fri'],
  [/ (?:lørdag|laurdag|lør|lø)\.?(?= |,)/, 'sat'],
  [/ (?:søndag|sundag|søn|sø)\.?(?= |,)/, 'sun'],
];

type Take = (pattern: RegExp) => RegExpExecArray | undefined;

function daysIn(take: Take): Weekday[] {
  const said = new Set(DAY_WORDS.filter(([pattern]) => take(pattern) !== undefined).map(([, day]) => day));
  return weekdays.filter((day) => said.has(day));
}

const SLOT_WORDS = [
  / (?:om )?(?:morgenen|morgen|morgon|morg)(?= |,)/,
  / (?:midt på dagen|middag|lunsj)(?= |,)/,
  / (?:om )?(?:kvelden|kveld|kvelds|ettermiddag)(?= |,)/,
  / (?:til |om )?(?:natten|natt|sengetid|vesper)(?= |,)/,
] as const;

const slotsIn = (take: Take): boolean[] => SLOT_WORDS.map((pattern) => take(pattern) !== undefined);

/** What a dose is counted in, in the singular. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ tablett: 'tablett', tabletter: 'tablett', tabl: 'tablett', tbl: 'tablett', tab: 'tablett', stk: 'stk' },
  ...{ kapsel: 'kapsel', kapsler: 'kapsel', kaps: 'kapsel', dråpe: 'dråpe', dråper: 'dråpe', dr: 'dråpe' },
  ...{ dose: 'dose', doser: 'dose', sug: 'inhalasjon', inhalasjon: 'inhalasjon', inhalasjoner: 'inhalasjon' },
  ...{ spray: 'spraydose', spraydose: 'spraydose', spraydoser: 'spraydose', pose: 'pose', poser: 'pose' },
  ...{ plaster: 'plaster', stikkpille: 'stikkpille', stikkpiller: 'stikkpille', ml: 'ml', mg: 'mg', g: 'g' },
  ...{ mikrog: 'mikrog', mcg: 'mikrog', ie: 'IE', e: 'E', enheter: 'enhet', enhet: 'enhet', mmol: 'mmol' },
};
const UNIT = new RegExp(` (${Object.keys(UNITS).join('|')})\\.?(?= |,|x|×)`);

type Parts = {
  isNeeded: boolean;
  most: number | undefined;
  reason: string;
  every: number;
  on: readonly Weekday[];
  clock: string | undefined;
  sum: string | undefined;
  count: number | undefined;
  times: number | undefined;
  at: readonly boolean[];
};

function planOf(parts: Parts): DosePlan | undefined {
  const { isNeeded, most, reason, every, on, clock, sum, count, times, at } = parts;
  const isAt = at.includes(true);
  if (isNeeded) {
    const limit = most ?? times;
    if (count === undefined || limit === undefined || !(limit > 0) || isAt || sum !== undefined) return undefined;
    return { kind: 'as-needed', amount: count, most: limit, reason };
  }
  if (most !== undefined || reason !== '') return undefined;
  if (clock !== undefined) {
    if (count === undefined || isAt || times !== undefined || on.length > 0) return undefined;
    const hours = hoursIn(clock);
    return hours === undefined ? undefined : { kind: 'clock', amount: count, times: hours, every };
  }
  const amounts = amountsOf({ sum, count, times, at, isAt });
  if (amounts === undefined || !amounts.some((one) => one > 0)) return undefined;
  if (on.length > 0) return every === 1 ? { kind: 'weekdays', amounts, days: on } : undefined;
  return { kind: 'daily', amounts, every };
}

function amountsOf({
  sum,
  count,
  times,
  at,
  isAt,
}: Pick<Parts, 'sum' | 'count' | 'times' | 'at'> & { isAt: boolean }): Amounts | undefined {
  if (sum !== undefined) {
    if (isAt || times !== undefined) return undefined;
    const said = sum.split('+').map(Number);
    const [a = 0, b = 0, c = 0, d = 0] = said.length === 2 ? [said[0], 0, said[1], 0] : said;
    return [a, b, c, d];
  }
  if (count === undefined || (isAt && times !== undefined && times !== at.filter(Boolean).length)) return undefined;
  if (isAt) return at.map((is) => (is ? count : 0)) as unknown as Amounts;
  return SPREAD[times ?? 1]?.map((is) => is * count) as unknown as Amounts | undefined;
}

/** So many times a day, where nobody says when. */
const SPREAD: Readonly<Record<number, readonly number[]>> = {
  ...{ 1: [1, 0, 0, 0], 2: [1, 0, 1, 0], 3: [1, 1, 1, 0], 4: [1, 1, 1, 1] },
};

function hoursIn(text: string): string[] | undefined {
  const hours = [...text.matchAll(/(\d{1,2})(?:[.:](\d\d))?/g)].map(
    ([, hour, minute = '00']) => [hour!, minute] as const,
  );
  if (hours.length === 0 || hours.some(([hour, minute]) => Number(hour) > 23 || Number(minute) > 59)) return undefined;
  return [...new Set(hours.map(([hour, minute]) => `${hour.padStart(2, '0')}:${minute}`))].sort();
}

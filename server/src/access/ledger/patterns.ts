/**
 * What in the access log looks like curiosity instead of care. Pure: facts in, signals with their weights out. All weights
 * and limits are our choice, set so that planted misuse is found and a working day seldom is (watch.test.ts has figures);
 * an alert says that someone should ask, never that anything was wrong.
 */

/** One person's looks into one record on one working day. */
export type Visit = {
  reads: number;
  writes: number;
  refused: number;
  emergencies: number;
  /** Reads that stood on a relation that had ended. */
  grace: number;
  night: number;
};

export type Address = { line: string; postalCode: string; isPast: boolean };

/** Somebody, as far as kinship and neighbourhood can be told. */
export type Someone = { given: string[]; family: string[]; addresses: Address[] };

export type VisitFacts = {
  staff: Someone;
  patient: Someone;
  /** Names of those who stand as related to the patient. */
  related: { given: string[]; family: string[] }[];
  /** How many in the store have the family name that both have; undefined when they share none. */
  namesakes?: number;
  isColleague: boolean;
  isFamous: boolean;
  /** Wrote in the record within a month, or is named in a relation to it. */
  hasCared: boolean;
  /** The unit had to do with the patient before, and has no longer. */
  isFormerPatient: boolean;
  /** The unit has to do with the patient now. */
  isOfUnit: boolean;
  /** Works at night now and then. */
  worksNights: boolean;
};

export type Signal =
  | 'related'
  | 'same-address'
  | 'former-address'
  | 'neighbour'
  | 'same-family-name'
  | 'colleague'
  | 'famous'
  | 'former-patient'
  | 'refused'
  | 'emergency'
  | 'no-documentation'
  | 'night';

const weights: Record<Exclude<Signal, 'same-family-name'>, number> = {
  related: 5,
  'same-address': 5,
  'former-address': 5,
  neighbour: 4,
  colleague: 3.5,
  famous: 3.5,
  'former-patient': 3.5,
  refused: 3,
  emergency: 1,
  'no-documentation': 2,
  night: 1,
};

/** An alert is made from here on. */
export const ALERT_FROM = 5.5;
/** A visit that care does not quite explain: none of these alone is an alert, many of them are. */
export const CURIOUS_FROM = 4.5;
/** What speaks for care: who treats a neighbour writes in the record. */
const CARED = -3;

/** In a small place one meets neighbours and namesakes among one's patients. */
const CHANCE = -1;
const isByChance = (signals: readonly Signal[]) =>
  signals.includes('neighbour') || signals.includes('same-family-name');

export type Judgement = { score: number; signals: Signal[] };

export function judgeVisit(visit: Visit, facts: VisitFacts): Judgement {
  const signals = signalsOf(visit, facts);
  const name = signals.includes('same-family-name') ? nameWeight(facts.namesakes ?? Number.POSITIVE_INFINITY) : 0;
  const sum = signals.reduce((all, signal) => all + (signal === 'same-family-name' ? name : weights[signal]), 0);
  const explained = (facts.hasCared ? CARED : 0) + (facts.isOfUnit && isByChance(signals) ? CHANCE : 0);
  return { score: Math.max(0, sum + explained), signals };
}

function signalsOf(visit: Visit, facts: VisitFacts): Signal[] {
  const { staff, patient } = facts;
  const is: Partial<Record<Signal, boolean>> = {
    related: facts.related.some((one) => sameName(one, staff)),
    'same-address': meet(staff, patient, (a, b) => !a.isPast && !b.isPast && sameAddress(a, b)),
    'former-address': meet(staff, patient, (a, b) => (a.isPast || b.isPast) && sameAddress(a, b)),
    neighbour: meet(staff, patient, (a, b) => !a.isPast && !b.isPast && areNeighbours(a, b)),
    'same-family-name': facts.namesakes !== undefined,
    colleague: facts.isColleague,
    famous: facts.isFamous,
    'former-patient': visit.grace > 0 || facts.isFormerPatient,
    refused: visit.refused > 0,
    emergency: visit.emergencies > 0,
    'no-documentation': visit.writes === 0 && !facts.hasCared,
    night: visit.night > 0 && !facts.worksNights,
  };
  return (Object.keys(is) as Signal[]).filter((signal) => is[signal]);
}

/** A name that few have says more than one that every tenth has. */
function nameWeight(namesakes: number): number {
  if (namesakes <= 6) return 4;
  return namesakes <= 25 ? 2.5 : 1;
}

const sameName = (a: { given: string[]; family: string[] }, b: Someone) =>
  a.family.some((name) => b.family.includes(name)) && a.given.some((name) => b.given.includes(name));

const meet = (one: Someone, other: Someone, how: (a: Address, b: Address) => boolean) =>
  one.addresses.some((a) => other.addresses.some((b) => how(a, b)));

const sameAddress = (a: Address, b: Address) => a.line !== '' && a.line === b.line && a.postalCode === b.postalCode;

/** The same street, some doors away. */
function areNeighbours(a: Address, b: Address): boolean {
  if (a.postalCode !== b.postalCode || a.line === b.line) return false;
  const [one, other] = [doorOf(a.line), doorOf(b.line)];
  return (
    one !== undefined && other !== undefined && one.street === other.street && Math.abs(one.door - other.door) <= 4
  );
}

function doorOf(line: string): { street: string; door: number } | undefined {
  const match = /^(.*\D)\s*(\d+)\s*\w?$/.exec(line);
  return match === null ? undefined : { street: match[1]!.trim(), door: Number(match[2]) };
}

/** What a person's working day was like, beside those before it. */
export type Day = {
  /** Different records opened. */
  records: number;
  /** Those of them in which nothing was written, at night. */
  nightRecords: number;
  /** Mean and deviation of `records` on the person's days of the six weeks before. */
  usual: { days: number; mean: number; deviation: number };
  worksNights: boolean;
  /** Different records with a curious visit within 18 months. */
  curious: number;
  isCurious: boolean;
};

export type DayPattern = 'volume' | 'night-burst' | 'collecting';

/** Patterns that no single record shows. */
export function judgeDay(day: Day): { pattern: DayPattern; score: number }[] {
  const { usual, records } = day;
  const found: { pattern: DayPattern; score: number }[] = [];
  const limit = Math.max(25, 3 * usual.mean, usual.mean + 6 * usual.deviation);
  if (usual.days >= 5 && records > limit) found.push({ pattern: 'volume', score: (10 * records) / limit });
  if (day.nightRecords >= 8 && !day.worksNights) found.push({ pattern: 'night-burst', score: day.nightRecords });
  if (day.isCurious && day.curious >= 12) found.push({ pattern: 'collecting', score: day.curious });
  return found;
}

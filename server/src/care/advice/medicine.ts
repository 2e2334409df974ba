import { endOf } from '../../fhir/norwegian/day.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { codesOf, type Fact, seenAt, systems, textOf } from './fact.ts';
import { list } from './rule.ts';

/** A medicine in use, or about to be. */
export type Medicine = Fact & {
  name: string;
  /** The whole code, when it is coded so. */
  atc?: string;
  /** The first word of its name, in small letters: what is left to compare where there is no code. */
  substance: string;
  /** What is taken on a day at most, mg; absent when it cannot be worked out. */
  dailyMg?: number;
  /** Days between doses, of what is taken regularly. */
  everyDays?: number;
  asNeeded: boolean;
  /** Whether interactions of it have been looked into: `yes`, `no`, or `unknown` when nobody can tell. */
  assessed?: 'yes' | 'no' | 'unknown';
  /** What a draft takes the place of. */
  replaces?: string;
};

const inUse: Readonly<Record<string, ReadonlySet<string>>> = {
  MedicationRequest: new Set(['active', 'on-hold']),
  MedicationStatement: new Set(['active', 'on-hold', 'intended']),
};
const proposed: ReadonlySet<string> = new Set(['proposal', 'plan', 'option']);

/** @returns undefined for what is not in use now: stopped, over, proposed, or no medicine at all */
export function medicineOf(resource: Resource, now: number, isDraft: boolean): Medicine | undefined {
  const { resourceType, status, intent } = resource;
  if (!isDraft && !inUse[resourceType]?.has(String(status))) return undefined;
  if (!isDraft && proposed.has(String(intent))) return undefined;
  const lines = list(resource.dosageInstruction ?? resource.dosage);
  if (!isDraft && lines.length > 0 && lines.every((line) => endIn(line) <= now)) return undefined;
  const concept = resource.medicationCodeableConcept;
  const codes = codesOf(concept);
  const name = textOf(concept);
  if (name === '' && codes.length === 0) return undefined;
  const atc = codes.find((code) => code.startsWith(`${systems.atc}|`))?.slice(systems.atc.length + 1);
  const prior = (resource.priorPrescription as JsonObject | undefined)?.reference;
  const daily = dailyMg(lines, name);
  const every = everyDays(lines);
  return {
    reference: `${resourceType}/${resource.id ?? 'draft'}`,
    text: name,
    name,
    codes,
    substance: /^\p{L}+/u.exec(name.toLowerCase())?.[0] ?? '',
    asNeeded: lines.some(({ asNeededBoolean }) => asNeededBoolean === true),
    draft: isDraft,
    resource,
    ...seenAt(resource.authoredOn ?? resource.dateAsserted, now),
    ...(atc === undefined ? {} : { atc }),
    ...(daily === undefined ? {} : { dailyMg: daily }),
    ...(every === undefined ? {} : { everyDays: every }),
    ...(typeof prior === 'string' ? { replaces: prior } : {}),
  };
}

function endIn(line: JsonObject): number {
  const repeat = ((line.timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
  const end = (repeat.boundsPeriod as JsonObject | undefined)?.end;
  return (typeof end === 'string' ? endOf(end) : undefined) ?? Number.POSITIVE_INFINITY;
}

const perMg: Readonly<Record<string, number>> = { mg: 1, g: 1000, ug: 0.001, µg: 0.001, mikrog: 0.001, mcg: 0.001 };
const unitDays: Readonly<Record<string, number>> = { min: 1 / 1440, h: 1 / 24, d: 1, wk: 7, mo: 30.44, a: 365.25 };

/** The strength of one tablet as the name tells it, mg. What names two, or a concentration, tells none. */
function strengthMg(name: string): number | undefined {
  const [, amount, unit] = /(\d+(?:[.,]\d+)?)\s*(mg|g|µg|ug|mikrog|mcg)(?![\w/])/i.exec(name) ?? [];
  if (amount === undefined || /\/\s*\d*\s*\w/.test(name.slice(name.indexOf(amount)))) return undefined;
  return Number(amount.replace(',', '.')) * (perMg[unit!.toLowerCase()] ?? Number.NaN);
}

/** Of several lines the sum: each is taken beside the others. */
function dailyMg(lines: readonly JsonObject[], name: string): number | undefined {
  const each = lines.map((line) => {
    const [rate] = list(line.doseAndRate);
    const dose = (rate?.doseQuantity ?? {}) as JsonObject;
    const most = line.maxDosePerPeriod as JsonObject | undefined;
    const times = timesADay(line);
    if (line.asNeededBoolean === true && most !== undefined) {
      const { value: days = 1, code = 'd' } = (most.denominator ?? {}) as JsonObject;
      return milligrams(most.numerator, name, 1 / (Number(days) * (unitDays[String(code)] ?? Number.NaN)));
    }
    return times === undefined ? undefined : milligrams(dose, name, times);
  });
  if (each.length === 0 || each.some((one) => one === undefined || Number.isNaN(one))) return undefined;
  return Number(each.reduce<number>((sum, one) => sum + one!, 0).toPrecision(8));
}

function milligrams(dose: Json | undefined, name: string, times: number): number | undefined {
  const { value, unit, code } = (dose ?? {}) as JsonObject;
  if (typeof value !== 'number') return undefined;
  const factor = perMg[String(code ?? unit)] ?? strengthOfPiece(String(unit ?? ''), name);
  return factor === undefined ? undefined : value * factor * times;
}

/** Tablets and capsules are as strong as the name says; drops, doses of inhalation and plasters are not asked about. */
const strengthOfPiece = (unit: string, name: string): number | undefined =>
  /^(tablett|kapsel|stk|pose|stikkpille|ampulle|enterotablett|depottablett)/i.test(unit) || unit === ''
    ? strengthMg(name)
    : undefined;

function timesADay(line: JsonObject): number | undefined {
  const repeat = ((line.timing as JsonObject | undefined)?.repeat ?? undefined) as JsonObject | undefined;
  if (repeat === undefined) return undefined;
  const times = list(repeat.timeOfDay as Json).length || Number(repeat.frequencyMax ?? repeat.frequency ?? 1);
  const days = Array.isArray(repeat.dayOfWeek) ? 7 / repeat.dayOfWeek.length : undefined;
  const period = Number(repeat.period ?? 1) * (unitDays[String(repeat.periodUnit ?? 'd')] ?? Number.NaN);
  return times / (days ?? period);
}

function everyDays(lines: readonly JsonObject[]): number | undefined {
  const [line] = lines;
  if (lines.length !== 1 || line === undefined || line.asNeededBoolean === true) return undefined;
  const times = timesADay(line);
  return times === undefined || !Number.isFinite(times) ? undefined : Number((1 / times).toPrecision(6));
}

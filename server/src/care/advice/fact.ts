import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { Coding, Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { list, type Row } from './rule.ts';

/**
 * What rules see of a resource: plain values under short names, alike for all of a kind, and the resource itself as
 * `resource`. Codes are `system|code`.
 */
export type Fact = {
  /** `Type/id`; of a draft that has no id yet, `Type/draft-1`. */
  reference: string;
  text: string;
  codes: readonly string[];
  /** Whole days since it was seen, found, ordered; absent when it does not say. */
  ago?: number;
  /** The day of that, `2026-11-29`. */
  date?: string;
  /** It is about to be ordered, and does not stand in the record yet. */
  draft: boolean;
  resource: Resource;
};

export const systems = {
  atc: 'http://www.whocc.no/atc',
  icpc2: 'urn:oid:2.16.578.1.12.4.1.1.7170',
  icd10: 'urn:oid:2.16.578.1.12.4.1.1.7110',
  sct: 'http://snomed.info/sct',
} as const;

/** Systems whose codes contain what begins with them. */
const nested: ReadonlySet<string> = new Set([systems.atc, systems.icpc2, systems.icd10]);

const names: Readonly<Record<string, string>> = {
  'urn:oid:2.16.578.1.12.4.1.1.7180': systems.atc,
  'http://hl7.org/fhir/sid/icpc-2': systems.icpc2,
  'http://hl7.org/fhir/sid/icd-10': systems.icd10,
};

export function codesOf(concept: Json | undefined): string[] {
  return list((concept as JsonObject | undefined)?.coding).flatMap(({ system, code }: Coding) =>
    code === undefined ? [] : `${names[system ?? ''] ?? system ?? ''}|${code}`,
  );
}

/** Whether one of the codes is one that is asked for, or below it. */
export const isCoded = (codes: readonly string[], asked: readonly string[]): boolean =>
  asked.some((one) => {
    const isNested = nested.has(one.slice(0, one.indexOf('|')));
    return codes.some((code) => code === one || (isNested && code.startsWith(one)));
  });

/** The row that says most precisely what the code is; of text alone, none. */
export function rowFor(atc: string | undefined, table: readonly Row[]): Row | undefined {
  if (atc === undefined) return undefined;
  let best: Row | undefined;
  for (const row of table) {
    const { atc: of } = row;
    if (of !== undefined && atc.startsWith(of) && of.length > (best?.atc?.length ?? 0)) best = row;
  }
  return best;
}

const dayMs = 86_400_000;

export function seenAt(time: Json | undefined, now: number): Pick<Fact, 'ago' | 'date'> {
  if (typeof time !== 'string') return {};
  const at = Date.parse(time);
  if (Number.isNaN(at)) return {};
  return { ago: Math.floor((now - at) / dayMs), date: dayOfTime(time) };
}

export const textOf = (concept: Json | undefined): string => {
  const { text, coding } = (concept ?? {}) as JsonObject;
  return typeof text === 'string' && text !== '' ? text : String(list(coding)[0]?.display ?? '');
};

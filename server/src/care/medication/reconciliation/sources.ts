import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { makeOf } from '../amounts.ts';
import { linesOf } from '../follow.ts';
import { plannedDoses } from '../schedule.ts';
import { stoodIn } from '../standing.ts';

/** Where it is said that a medicine is taken: the list, the national list, the hospital, the pharmacy, those who give, the citizen, the box at home. */
export type SourceKind = 'list' | 'sfm' | 'hospital' | 'dispensed' | 'given' | 'citizen' | 'box';

/** What one source says of one medicine. */
export type SourceLine = {
  kind: SourceKind;
  of: Resource;
  name: string;
  dosage: readonly JsonObject[];
  /** When it was ordered, handed over, given or said; epoch ms. */
  at: number;
  status: string;
};

/** How sources differ, so that somebody must look. */
export type Difference =
  | 'not-on-list'
  | 'stopped'
  | 'dose'
  | 'said'
  | 'not-taken'
  | 'not-dispensed'
  | 'not-given'
  | 'double';

/** One medicine, by all that is known of it. */
export type Row = {
  key: string;
  medication: JsonObject;
  /** The order that stands, if one does. */
  order: Resource | undefined;
  lines: readonly SourceLine[];
  differences: readonly Difference[];
};

export type Facts = {
  orders: readonly Resource[];
  dispenses: readonly Resource[];
  given: readonly Resource[];
  statements: readonly Resource[];
};

const DAY = 86_400_000;
const ATC = 'http://www.whocc.no/atc';
/** Handed over so lately, it is probably in the house. */
const AT_HOME_MS = 120 * DAY;

/** The medicines of all sources, one row for each that is ordered and each substance that is not. @param now epoch ms */
export function rowsOf(facts: Facts, now: number): Row[] {
  const standing = facts.orders.filter(({ status }) => status === 'active' || status === 'on-hold');
  const drafts = standing.map((order) => ({ order, lines: ofOrder(order, facts.orders) }));
  const loose: SourceLine[] = [
    ...newest(facts.dispenses.map((of) => line('dispensed', of, timeOf(of, 'whenHandedOver', 'whenPrepared')))),
    ...newest(
      facts.given.filter((of) => !isFromHospital(of)).map((of) => line('given', of, timeOf(of, 'effectiveDateTime'))),
    ),
    ...newest(facts.statements.map((of) => line(saidBy(of), of, timeOf(of, 'dateAsserted', 'effectiveDateTime')))),
  ];
  const others = new Map<string, SourceLine[]>();
  for (const one of loose) {
    const home = drafts.find(({ order }) => isAbout(one.of, order)) ?? closest(one, drafts);
    if (home !== undefined) home.lines.push(one);
    else if (isWorthARow(one, now)) others.set(substanceOf(one.of), [...(others.get(substanceOf(one.of)) ?? []), one]);
  }
  const listed = drafts.map(({ order, lines }) => ({
    key: String(order.id),
    medication: medicationOf(order),
    order,
    lines,
    differences: differencesOf(order, lines, { standing, facts, now }),
  }));
  const unlisted = [...others].map(([substance, lines]) => {
    const ended = facts.orders.find(
      (one) => one.status === 'stopped' && substanceOf(one) === substance && now - endOf(one) < 60 * DAY,
    );
    const all = ended === undefined ? lines : [line('list', ended, endOf(ended)), ...lines];
    const difference: Difference = ended === undefined ? 'not-on-list' : 'stopped';
    return {
      key: substance,
      medication: medicationOf(lines[0]!.of),
      order: undefined,
      lines: all,
      differences: [difference],
    };
  });
  return [...listed, ...unlisted].sort((a, b) => nameOf(a.medication).localeCompare(nameOf(b.medication), 'nb'));
}

/** A standing order by itself; of one that the hospital made, what it follows is what the list said. */
function ofOrder(order: Resource, all: readonly Resource[]): SourceLine[] {
  if (!isFromHospital(order)) return [line('list', order, timeOf(order, 'authoredOn'))];
  const lines = [line('hospital', order, timeOf(order, 'authoredOn'))];
  const seen = new Set([order.id]);
  let prior = priorOf(order, all);
  while (prior !== undefined && isFromHospital(prior) && !seen.has(prior.id)) {
    seen.add(prior.id);
    prior = priorOf(prior, all);
  }
  if (prior !== undefined && !isFromHospital(prior)) lines.unshift(line('list', prior, timeOf(prior, 'authoredOn')));
  return lines;
}

const priorOf = ({ priorPrescription }: Resource, all: readonly Resource[]): Resource | undefined =>
  all.find(
    ({ id }) => `MedicationRequest/${id}` === (priorPrescription as { reference?: string } | undefined)?.reference,
  );

function line(kind: SourceKind, of: Resource, at: number): SourceLine {
  const dosage = (of.dosageInstruction ?? of.dosage ?? []) as JsonObject | JsonObject[];
  return {
    kind,
    of,
    name: nameOf(medicationOf(of)),
    dosage: Array.isArray(dosage) ? dosage : [],
    at,
    status: String(of.status),
  };
}

/** Of each substance and kind what was told last. */
function newest(lines: readonly SourceLine[]): SourceLine[] {
  const by = new Map<string, SourceLine>();
  for (const one of [...lines].sort((a, b) => b.at - a.at)) {
    const key = `${one.kind} ${substanceOf(one.of)} ${basedOn(one.of) ?? ''}`;
    if (!by.has(key)) by.set(key, one);
  }
  return [...by.values()];
}

const basedOn = ({ basedOn: of, request, authorizingPrescription }: Resource): string | undefined => {
  const first = (value: unknown) => (Array.isArray(value) ? value[0] : value) as { reference?: string } | undefined;
  return (first(of) ?? first(request) ?? first(authorizingPrescription))?.reference;
};

const isAbout = (of: Resource, order: Resource): boolean => basedOn(of) === `MedicationRequest/${order.id}`;

/** The order of the same substance: that of the same name if there is one. */
function closest<T extends { order: Resource }>({ of, name }: SourceLine, drafts: readonly T[]): T | undefined {
  const same = drafts.filter(({ order }) => substanceOf(order) === substanceOf(of));
  return same.find(({ order }) => nameOf(medicationOf(order)) === name) ?? same[0];
}

/** What was handed over long ago, or given once at the hospital, is no medicine in use. */
function isWorthARow({ kind, at, status }: SourceLine, now: number): boolean {
  if (kind === 'dispensed') return now - at < AT_HOME_MS;
  if (kind === 'given') return status !== 'not-done';
  return status !== 'not-taken' && status !== 'entered-in-error';
}

/** The national list, the patient's own words (`patientspecified`), or what was found at home (`community`). @source HL7 medication-statement-category */
function saidBy({ category }: Resource): SourceKind {
  const codes = (category as { coding?: { code?: string }[] } | undefined)?.coding ?? [];
  if (codes.some(({ code }) => code === 'sfm')) return 'sfm';
  return codes.some(({ code }) => code === 'community') ? 'box' : 'citizen';
}

type Around = { standing: readonly Resource[]; facts: Facts; now: number };

function differencesOf(order: Resource, lines: readonly SourceLine[], { standing, facts, now }: Around): Difference[] {
  const found = new Set<Difference>();
  const [reference] = lines;
  for (const one of lines) {
    if (one.status === 'not-taken' || (one.status === 'stopped' && one.kind === 'citizen')) found.add('not-taken');
    if (one.kind === 'given' && one.status === 'not-done') found.add('not-given');
    if (one === reference || one.kind === 'given' || one.status === 'not-taken') continue;
    const isInWords = hasWords(one) && dailyOf(one) === undefined && !isSameWords(one, reference!);
    const isSaid = (one.kind === 'citizen' || one.kind === 'box' || one.kind === 'sfm') && isInWords;
    if (isSaid) found.add('said');
    else if (differs(reference!, one)) found.add('dose');
  }
  const same = standing.filter((one) => substanceOf(one) === substanceOf(order) && isNeeded(one) === isNeeded(order));
  if (same.length > 1) found.add('double');
  const isOld = now - (stoodIn(order)?.from ?? now) > 14 * DAY;
  const isHandedOver = lines.some(({ kind, at }) => kind === 'dispensed' && now - at < 180 * DAY);
  if (isOld && !isNeeded(order) && facts.dispenses.length > 0 && !isHandedOver) found.add('not-dispensed');
  return [...found];
}

const isSameWords = (a: SourceLine, b: SourceLine): boolean =>
  [a, b]
    .map(({ dosage }) => dosage.map(({ text }) => String(text ?? '').trim()).join('; '))
    .every((text, _, [first]) => text === first);

const hasWords = ({ dosage }: SourceLine): boolean =>
  dosage.some(({ text }) => typeof text === 'string' && text !== '');

function differs(a: SourceLine, b: SourceLine): boolean {
  const [one, other] = [dailyOf(a), dailyOf(b)];
  if (one !== undefined && other !== undefined) {
    if (one.mg !== undefined && other.mg !== undefined) return Math.abs(one.mg - other.mg) > 0.01 * one.mg;
    return Math.abs(one.count - other.count) > 0.01;
  }
  // the strength alone tells, where no dose is said of both
  const [its, that] = [makeOf(a.name).strengthMg, makeOf(b.name).strengthMg];
  return its !== undefined && that !== undefined && its !== that && (one === undefined) === (other === undefined);
}

/** So much a day, over four weeks; undefined for what has no times. */
function dailyOf({ dosage, name }: SourceLine): { count: number; mg: number | undefined } | undefined {
  const from = Date.parse('2026-01-05T00:00:00Z');
  // compared as if all began on one day: what matters is how much, and not since when
  const lines = dosage.map(({ timing, ...rest }) => {
    const { boundsPeriod, ...repeat } = ((timing as JsonObject | undefined)?.repeat ?? {}) as JsonObject;
    return { ...rest, timing: { ...((timing ?? {}) as JsonObject), repeat } };
  });
  const order = {
    resourceType: 'MedicationRequest',
    authoredOn: '2026-01-05',
    dosageInstruction: lines,
  } as unknown as Resource;
  const doses = plannedDoses(order, from, from + 28 * DAY);
  if (doses.length === 0) return undefined;
  const sum = doses.reduce((total, { dose }) => total + Number(dose?.value ?? 1), 0) / 28;
  const unit = String(doses[0]?.dose?.unit ?? '');
  const each = makeOf(name).strengthMg;
  return { count: sum, mg: unit === 'mg' ? sum : each === undefined ? undefined : sum * each };
}

const isNeeded = (order: Resource): boolean =>
  linesOf(order).some(
    ({ asNeededBoolean, asNeededCodeableConcept }) => asNeededBoolean === true || asNeededCodeableConcept !== undefined,
  );

const endOf = (order: Resource): number => stoodIn(order)?.to ?? Date.parse(String(order.meta?.lastUpdated));

function isFromHospital({ meta }: Resource): boolean {
  const tags = (meta?.tag ?? []) as { system?: string; code?: string }[];
  return tags.some(
    ({ system, code }) => system === 'https://enjournal.no/fhir/CodeSystem/service-kind' && code === 'hospital',
  );
}

function timeOf(of: Resource, ...names: readonly string[]): number {
  const text = names.map((name) => of[name]).find((one) => typeof one === 'string');
  const time = Date.parse(String(text));
  return Number.isNaN(time) ? 0 : time;
}

export const medicationOf = (of: Resource): JsonObject =>
  (of.medicationCodeableConcept as JsonObject | undefined) ?? {
    text: (of.medicationReference as { display?: string } | undefined)?.display ?? '',
  };

export const nameOf = (concept: JsonObject): string =>
  String(concept.text ?? ((concept.coding ?? []) as JsonObject[])[0]?.display ?? '');

/** By ATC; else by the name before its form and strength. */
export function substanceOf(of: Resource): string {
  const concept = medicationOf(of);
  const coding = ((concept.coding ?? []) as { system?: string; code?: string }[]).find(({ system }) => system === ATC);
  return (
    coding?.code ??
    nameOf(concept)
      .toLowerCase()
      .split(/\s+(?:tab|kaps|mikst|depot|entero|\d)/)[0]!
      .trim()
  );
}

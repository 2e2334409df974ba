import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { canonicalQuantity } from '../../fhir/ucum.ts';
import { codesOf, type Fact, isCoded, rowFor, seenAt, textOf } from './fact.ts';
import type { Interactions } from './interactions.ts';
import { type Medicine, medicineOf } from './medicine.ts';
import { allergyCodes, crossing, doubled, interacting } from './pairs.ts';
import type { Input, Row } from './rule.ts';

export type Measured = Fact & { value: number; unit: string };

/** A record once read for all rules: what counts now, by what it is. */
export class Facts {
  readonly now: number;
  readonly patient: Resource | undefined;
  readonly medicines: readonly Medicine[];
  /** Whether somebody has asked, also when the answer was that there is none. */
  readonly isAllergyAsked: boolean;
  readonly #known: Interactions;
  readonly #byType = new Map<string, Fact[]>();
  readonly #measured = new Map<string, Resource[]>();
  readonly #asked = new Map<string, unknown[]>();

  /** @param drafts what is about to be ordered, beside what the record holds */
  constructor(record: readonly Resource[], drafts: readonly Resource[], now: number, known: Interactions) {
    this.now = now;
    this.#known = known;
    this.patient = record.find(({ resourceType }) => resourceType === 'Patient');
    const drafted = drafts.map((one, i) => (one.id === undefined ? { ...one, id: `draft-${i + 1}` } : one));
    const ids = new Set(drafted.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const replaced = new Set(drafted.map(({ priorPrescription }) => (priorPrescription as JsonObject)?.reference));
    const medicines: Medicine[] = [];
    const add = (resource: Resource, isDraft: boolean): void => {
      const { resourceType, id } = resource;
      if (!isDraft && (ids.has(`${resourceType}/${id}`) || replaced.has(`${resourceType}/${id}`))) return;
      if (resourceType === 'MedicationRequest' || resourceType === 'MedicationStatement') {
        const medicine = medicineOf(resource, now, isDraft);
        if (medicine !== undefined) medicines.push({ ...medicine, assessed: known.assessed(medicine) });
        return;
      }
      if (resourceType === 'Observation') {
        if (!isDraft && finals.has(String(resource.status))) {
          for (const one of [resource, ...partsOf(resource)]) {
            for (const code of codesOf(one.code)) {
              const all = this.#measured.get(code);
              if (all === undefined) this.#measured.set(code, [one]);
              else all.push(one);
            }
          }
        }
        return;
      }
      if (!isDraft && !counts(resource)) return;
      const all = this.#byType.get(resourceType) ?? [];
      if (all.length === 0) this.#byType.set(resourceType, all);
      all.push(factOf(resource, now, isDraft));
    };
    for (const one of record) add(one, false);
    for (const one of drafted) add(one, true);
    // what the national list says of a medicine that is ordered here is the same medicine, and not a second one
    const ordered = medicines.filter(({ resource }) => resource.resourceType === 'MedicationRequest');
    this.medicines = medicines.filter(
      (one) => !isOfNationalList(one.resource) || !ordered.some((other) => isSameMedicine(one, other)),
    );
    this.isAllergyAsked = record.some((one) => one.resourceType === 'AllergyIntolerance' && isTrueStill(one));
  }

  get allergies(): readonly Fact[] {
    return this.#byType.get('AllergyIntolerance') ?? [];
  }

  /** What an input of a rule holds, newest first. */
  of(input: Input): unknown[] {
    const { type, codes, sinceDays, unit, table } = input;
    const key = JSON.stringify([type, codes, sinceDays, unit, table === undefined ? null : tableKey(table)]);
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const found = this.#find(input);
    this.#asked.set(key, found);
    return found;
  }

  #find({ type, codes, sinceDays, unit, table }: Input): unknown[] {
    switch (type) {
      case 'MedicinalProductInteraction':
        return interacting(this.medicines, this.#known);
      case 'DetectedIssue':
        return doubled(this.medicines, table ?? []);
      case 'AllergyIntolerance':
        return crossing(this.medicines, this.allergies, table ?? []);
      case 'Observation':
        return this.#values(codes, unit, sinceDays);
      case 'MedicationRequest':
        return this.medicines.flatMap((one) => withRow(one, codes, table));
      default:
        return (this.#byType.get(type) ?? [])
          .filter((one) => codes.length === 0 || isCoded(one.codes, codes))
          .filter(({ ago }) => sinceDays === undefined || (ago !== undefined && ago <= sinceDays))
          .sort(newestFirst)
          .flatMap((one) => withTable(one, table));
    }
  }

  #values(codes: readonly string[], unit: string | undefined, sinceDays: number | undefined): Measured[] {
    const found = new Set(codes.flatMap((code) => this.#measured.get(code) ?? []));
    return [...found]
      .flatMap((one) => measuredOf(one, this.now, unit) ?? [])
      .filter(({ ago }) => ago !== undefined && ago >= -1 && (sinceDays === undefined || ago <= sinceDays))
      .sort(newestFirst)
      .slice(0, MOST);
  }
}

/** The most of a measurement that a rule sees. */
const MOST = 50;

const finals = new Set(['final', 'amended', 'corrected']);

const tableKeys = new WeakMap<readonly Row[], number>();
let tables = 0;
function tableKey(table: readonly Row[]): number {
  const known = tableKeys.get(table);
  if (known !== undefined) return known;
  tables += 1;
  tableKeys.set(table, tables);
  return tables;
}

function withRow(medicine: Medicine, codes: readonly string[], table: readonly Row[] | undefined): unknown[] {
  if (codes.length > 0 && !isCoded(medicine.codes, codes)) return [];
  if (table === undefined) return [medicine];
  const row = rowFor(medicine.atc, table);
  return row === undefined ? [] : [{ ...medicine, row }];
}

function withTable(fact: Fact, table: readonly Row[] | undefined): unknown[] {
  if (table === undefined) return [fact];
  const row = table.find(({ codes }) => codes?.some((code) => fact.codes.includes(code)));
  return row === undefined ? [] : [{ ...fact, row }];
}

const newestFirst = (a: Fact, b: Fact): number =>
  (a.ago ?? Number.POSITIVE_INFINITY) - (b.ago ?? Number.POSITIVE_INFINITY) ||
  String(b.resource.effectiveDateTime ?? '').localeCompare(String(a.resource.effectiveDateTime ?? ''));

const statusOf = (resource: Resource, member: string): string => codesOf(resource[member])[0]?.split('|')[1] ?? '';

/** The measurements within one, as of pressure. */
const partsOf = ({ component, valueQuantity: _, ...resource }: Resource): Resource[] =>
  ((component ?? []) as JsonObject[]).map((part) => ({ ...resource, ...part }) as unknown as Resource);

const isTrueStill = (resource: Resource): boolean =>
  !['inactive', 'resolved'].includes(statusOf(resource, 'clinicalStatus')) &&
  !['refuted', 'entered-in-error'].includes(statusOf(resource, 'verificationStatus'));

/** What is over, refuted or entered in error is not true of the patient now. */
function counts(resource: Resource): boolean {
  switch (resource.resourceType) {
    case 'Condition':
      return (
        !['inactive', 'remission', 'resolved'].includes(statusOf(resource, 'clinicalStatus')) &&
        !['refuted', 'entered-in-error'].includes(statusOf(resource, 'verificationStatus'))
      );
    case 'AllergyIntolerance':
      return (
        isTrueStill(resource) &&
        !codesOf(resource.code).some((code) => /716186003|409137002|no-known-allergies/.test(code))
      );
    case 'Flag':
      return resource.status === 'active';
    default:
      return !['entered-in-error', 'revoked', 'cancelled'].includes(String(resource.status));
  }
}

function factOf(resource: Resource, now: number, draft: boolean): Fact {
  const { resourceType, id } = resource;
  const period = (resource.period ?? {}) as JsonObject;
  const seen = resource.onsetDateTime ?? resource.recordedDate ?? resource.authoredOn ?? period.start;
  return {
    reference: `${resourceType}/${id}`,
    text: textOf(resource.code),
    codes: resourceType === 'AllergyIntolerance' ? allergyCodes(resource) : codesOf(resource.code),
    draft,
    resource,
    ...seenAt(seen, now),
  };
}

/** µmol/l of creatinine is 88.42 times mg/dl; both are in use. */
const CREATININE = 88.42;

function measuredOf(resource: Resource, now: number, wanted: string | undefined): Measured | undefined {
  const quantity = (resource.valueQuantity ?? {}) as JsonObject;
  const whole = resource.valueInteger;
  const value = typeof whole === 'number' ? whole : quantity.value;
  if (typeof value !== 'number' || quantity.comparator !== undefined) return undefined;
  const unit = String(quantity.code ?? quantity.unit ?? '');
  const told = wanted === undefined || unit === wanted ? value : converted(value, unit, wanted);
  if (told === undefined) return undefined;
  const { effectiveDateTime, effectiveInstant, effectivePeriod, issued } = resource;
  const at = effectiveDateTime ?? effectiveInstant ?? (effectivePeriod as JsonObject)?.start ?? issued;
  return {
    reference: `Observation/${resource.id}`,
    text: textOf(resource.code),
    codes: codesOf(resource.code),
    draft: false,
    resource,
    value: Number(told.toPrecision(8)),
    unit: wanted ?? unit,
    ...seenAt(at, now),
  };
}

/** @returns undefined when the one is not a measure of the other */
function converted(value: number, unit: string, wanted: string): number | undefined {
  if (unit === 'mg/dL' && wanted === 'umol/L') return value * CREATININE;
  const from = canonicalQuantity(value, unit);
  const one = canonicalQuantity(1, wanted);
  if (from === undefined || one === undefined || from.code !== one.code || one.value === 0) return undefined;
  return from.value / one.value;
}

export const codesAskedOf = (inputs: readonly Input[]): string[] => [
  ...new Set(inputs.filter(({ type }) => type === 'Observation').flatMap(({ codes }) => codes)),
];

const isOfNationalList = ({ category }: Resource): boolean =>
  (((category as JsonObject | undefined)?.coding ?? []) as JsonObject[]).some(({ code }) => code === 'sfm');

const isSameMedicine = (a: Medicine, b: Medicine): boolean =>
  a.atc !== undefined && b.atc !== undefined ? a.atc === b.atc : a.substance === b.substance;

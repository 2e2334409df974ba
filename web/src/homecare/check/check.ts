import { type DoseCheck, type Fit, fitOf, isExpired, isWrong } from '@enjournal/server/care/medication';
import type { CodeableConcept, Coding, Resource } from '../../shared/fhir/types.ts';
import type { Read } from '../../shared/scan/read-code.ts';

/** Somebody whose band may be read. */
export type Bearer = {
  /** Patient id. */
  id: string;
  name: string;
  /** Identifiers of the person, whatever their system. */
  numbers: readonly string[];
};

/** An order that something is given by: what a package is held against. */
export type Target = { order: string; medication: string; concept: CodeableConcept | undefined };

/** What was read of a package, and where that stands in the record of a dose. */
export type ReadItem = Extract<Read, { kind: 'item' }>;
export type ItemCheck = Pick<DoseCheck, 'item' | 'batch' | 'expiry' | 'serial' | 'fit'>;

/** Of several, whose band it is; undefined when it is nobody's of them. */
export const bearerOf = ({ code }: { code: string }, bearers: readonly Bearer[]): Bearer | undefined =>
  bearers.find(({ id, numbers }) => id === code || numbers.includes(code));

/** What a package turned out to be. */
export type Found =
  /** It is what these orders say. */
  | { kind: 'fits'; orders: readonly string[]; check: ItemCheck; medicine: string }
  /** It is something else than what is to be given; `near` is the order that it is likest. */
  | { kind: 'wrong'; fit: Fit; medicine: string; near: Target | undefined }
  | { kind: 'expired'; medicine: string; expiry: string }
  /** Nobody here knows the number, or the two cannot be compared: a person reads what stands on it. */
  | { kind: 'unknown'; medicine: string | undefined; check: ItemCheck };

const EAN = 'urn:oid:1.3.160';
const VARENUMMER = 'http://dmp.no/fhir/NamingSystem/fest-varenummer';

/** The number of a medicine that was read, and the medicine, among those that are known. */
export function medicineWith(
  { numbers }: ReadItem,
  known: readonly Resource[],
): { medicine: Resource; coding: Coding } | undefined {
  for (const medicine of known) {
    const { coding = [] } = (medicine as { code?: CodeableConcept }).code ?? {};
    const found = coding.find(
      ({ system, code }) => (system === EAN || system === VARENUMMER) && numbers.includes(code ?? ''),
    );
    if (found !== undefined) return { medicine, coding: found };
  }
  return undefined;
}

/** Worse ones first: what a package is wrong by is told of the order that it is likest. */
const likest: readonly Fit[] = ['strength', 'form', 'brand', 'unknown', 'substance'];

/** @param known medicines of the catalogue that are at hand, also without network */
export function foundOf(read: ReadItem, targets: readonly Target[], known: readonly Resource[], now: number): Found {
  const of = medicineWith(read, known);
  const { batch, expiry, serial } = read;
  const told = {
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
  const [number = ''] = read.numbers;
  if (of === undefined) {
    const system = number.length === 6 ? VARENUMMER : EAN;
    return { kind: 'unknown', medicine: undefined, check: { item: { system, code: number }, ...told, fit: 'by-eye' } };
  }
  const medicine = (of.medicine as { code?: CodeableConcept }).code?.text ?? number;
  const item: Coding = { ...of.coding, display: medicine };
  if (expiry !== undefined && isExpired(expiry, now)) return { kind: 'expired', medicine, expiry };
  const fits = targets.map((target) => {
    const order = { resourceType: 'MedicationRequest', medicationCodeableConcept: concept(target) };
    return { target, fit: fitOf(order as never, of.medicine as never, known as never) };
  });
  const right = fits.filter(({ fit }) => fit === 'same' || fit === 'exchange');
  if (right.length > 0) {
    const fit = right.some((one) => one.fit === 'same') ? 'same' : 'exchange';
    const orders = right.filter((one) => one.fit === fit).map(({ target }) => target.order);
    return { kind: 'fits', orders, check: { item, ...told, fit }, medicine };
  }
  const near = likest.flatMap((one) => fits.find(({ fit }) => fit === one) ?? [])[0];
  if (near !== undefined && !isWrong(near.fit)) {
    return { kind: 'unknown', medicine, check: { item, ...told, fit: 'by-eye' } };
  }
  const isLike = near !== undefined && near.fit !== 'substance';
  return { kind: 'wrong', fit: near?.fit ?? 'substance', medicine, near: isLike ? near.target : undefined };
}

const concept = ({ concept: coded, medication }: Target): CodeableConcept => ({ text: medication, ...coded });

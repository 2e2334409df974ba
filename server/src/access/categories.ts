/**
 * What a resource in a citizen's record is about, as far as access is concerned, and the labels that single it out.
 * Both stand in one number beside the resource, so that the gate's predicate is a bit test: bit n is the n-th category,
 * and the labels begin at bit 16. The order is stored and never changes; new ones come at the end.
 */
export const categories = [
  'demographics',
  'critical-info',
  'clinical-note',
  'medication',
  'lab',
  'care-plan',
  'vedtak',
  'appointment',
  'vaccination',
  'dental',
  'psych-note',
  'substance-use',
  'sexual-health',
  'youth-clinic',
  'adoption-link',
  'log',
] as const;

export type Category = (typeof categories)[number];

export const labels = [
  /** Kept from the citizen, by a decision (pbrl § 5-1 second paragraph). */
  'withheld',
  /** Kept from those with parental responsibility (pbrl § 3-4 second and third paragraph). */
  'withheld-from-parents',
  /** Has a part about somebody else, which the citizen's own view leaves out. */
  'third-party',
  /** Written in the wrong record: in quarantine until it is corrected (hpl § 44). */
  'wrong-patient',
  /** One item that parents may see though the child is 12 or more (pbrl § 3-4 fourth paragraph). */
  'released-to-parents',
  /** Told to a youth clinic in confidence: never to parents. */
  'youth-confidential',
  /** Not yet shown to the citizen, until somebody has talked with them about it (Volven 9603). */
  'delayed',
  /** Not signed yet: its author's alone. Worked out from what it is, and never said. */
  'draft',
] as const;

export type Label = (typeof labels)[number];

/** CodeSystems of both, as they stand in `meta.security` when they are said outright. */
export const categorySystem = 'https://enjournal.no/fhir/CodeSystem/information-category';
export const labelSystem = 'https://enjournal.no/fhir/CodeSystem/access-label';

const firstLabelBit = 16;

/** All categories at once. */
export const everyCategory = (1 << categories.length) - 1;

const categoryBits = new Map<string, number>(categories.map((category, n) => [category, 1 << n]));
const labelBits = new Map<string, number>(labels.map((label, n) => [label, 1 << (firstLabelBit + n)]));

/** The bit of one category. */
export const categoryBit = (category: Category): number => categoryBits.get(category)!;

/** The bit of one label. */
export const labelBit = (label: Label): number => labelBits.get(label)!;

/** The bits of several categories. */
export const categoryMask = (list: readonly Category[]): number =>
  list.reduce((mask, one) => mask | categoryBit(one), 0);

export const isCategory = (code: unknown): code is Category => typeof code === 'string' && categoryBits.has(code);

export const isLabel = (code: unknown): code is Label => typeof code === 'string' && labelBits.has(code);

/** The number that is stored beside a resource. */
export function accessBits(category: Category, its: readonly Label[]): number {
  return its.reduce((bits, label) => bits | labelBit(label), categoryBit(category));
}

/** The category in a stored number; undefined for 0, which is outside of patients' records or not yet told. */
export function categoryOf(bits: number): Category | undefined {
  return categories.find((_, n) => (bits & (1 << n)) !== 0);
}

/** The labels in a stored number. */
export function labelsOf(bits: number): Label[] {
  return labels.filter((_, n) => (bits & (1 << (firstLabelBit + n))) !== 0);
}

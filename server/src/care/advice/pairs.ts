import { codesOf, type Fact, systems } from './fact.ts';
import type { Interactions } from './interactions.ts';
import type { Medicine } from './medicine.ts';
import type { Row } from './rule.ts';

/** Two things that meet; `names` says both as a text has them. */
type Pair = { names: string; a: Medicine; draft: boolean };

/** One and the same treatment in its next order, which takes the place of the other. */
const follows = (a: Medicine, b: Medicine): boolean => a.replaces === b.reference || b.replaces === a.reference;

function* pairsOf(medicines: readonly Medicine[]): Generator<[Medicine, Medicine]> {
  for (const [i, a] of medicines.entries()) {
    for (const b of medicines.slice(i + 1)) if (!follows(a, b)) yield a.draft ? [a, b] : [b, a];
  }
}

export type Interacting = Pair & { b: Medicine; relevance: string; effect: string; management: string };

export function interacting(medicines: readonly Medicine[], known: Interactions): Interacting[] {
  const found: Interacting[] = [];
  for (const [a, b] of pairsOf(medicines)) {
    const told = known.between(a, b);
    if (told !== undefined) found.push({ ...told, a, b, names: `${a.name} + ${b.name}`, draft: a.draft || b.draft });
  }
  return found;
}

export type Doubled = Pair & { b: Medicine; same: 'substance' | 'group'; row?: Row };

/** The same substance twice, or two of a group that no one has two of. */
export function doubled(medicines: readonly Medicine[], groups: readonly Row[]): Doubled[] {
  const found: Doubled[] = [];
  for (const [a, b] of pairsOf(medicines)) {
    const pair = { a, b, names: `${a.name} + ${b.name}`, draft: a.draft || b.draft };
    const isSame = a.atc === undefined || b.atc === undefined ? sameName(a, b) : a.atc === b.atc && a.atc.length === 7;
    if (isSame) found.push({ ...pair, same: 'substance' });
    const row = groups.find(({ atc = '-' }) => a.atc?.startsWith(atc) === true && b.atc?.startsWith(atc) === true);
    if (!isSame && row !== undefined) found.push({ ...pair, same: 'group', row });
  }
  return found;
}

const sameName = (a: Medicine, b: Medicine): boolean => a.substance.length > 3 && a.substance === b.substance;

export type Crossing = Pair & { allergy: Fact; kind: string; severe: boolean; row?: Row };

/**
 * Medicines that meet an allergy: the substance itself, its chemical group, or a group that a row of the table says reacts
 * across (`atc` what the allergy is to, `medicine` what also may react).
 */
export function crossing(
  medicines: readonly Medicine[],
  allergies: readonly Fact[],
  table: readonly Row[],
): Crossing[] {
  const found: Crossing[] = [];
  for (const a of medicines) {
    for (const allergy of allergies) {
      const kind = kindOf(a, allergy, table);
      if (kind === undefined) continue;
      const severe = allergy.resource.criticality === 'high';
      found.push({ a, allergy, ...kind, severe, names: `${a.name} · ${allergy.text}`, draft: a.draft });
    }
  }
  return found;
}

function kindOf(
  medicine: Medicine,
  { codes, text }: Fact,
  table: readonly Row[],
): { kind: string; row?: Row } | undefined {
  const atcs = codes
    .filter((code) => code.startsWith(`${systems.atc}|`))
    .map((code) => code.slice(code.indexOf('|') + 1));
  const { atc, substance, name } = medicine;
  if (atc !== undefined && atcs.some((one) => atc.startsWith(one))) return { kind: 'same' };
  const word = /^\p{L}{4,}/u.exec(text.toLowerCase())?.[0];
  if (word !== undefined && (substance === word || name.toLowerCase().includes(word))) return { kind: 'same' };
  if (atc === undefined) return undefined;
  const row = table.find(
    (one) =>
      (atcs.some((code) => code.startsWith(one.atc ?? '-')) || (word !== undefined && names(one).includes(word))) &&
      medicinesOf(one).some((group) => atc.startsWith(group)),
  );
  return row === undefined ? undefined : { kind: String(row.kind ?? 'cross'), row };
}

const medicinesOf = ({ medicine }: Row): string[] => (Array.isArray(medicine) ? (medicine as string[]) : []);
const names = ({ names: said }: Row): string[] => (Array.isArray(said) ? (said as string[]) : []);

/** The codes of an allergy stand in `code`, and in what was reacted to. */
export const allergyCodes = (resource: Fact['resource']): string[] => [
  ...codesOf(resource.code),
  ...((resource.reaction ?? []) as { substance?: never }[]).flatMap(({ substance }) => codesOf(substance)),
];

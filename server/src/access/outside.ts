import { categoryMask, everyCategory, labelBit } from './categories.ts';
import type { RecordFacts, StaffFacts, SystemFacts } from './facts.ts';
import { isAgent } from './ground.ts';
import * as limits from './rules/limits.ts';
import type { Scope } from './scope.ts';
import { wholeScope } from './verdict.ts';

/**
 * G9. Bits of what the citizen lets this reader's place know, where that is outside of the health service; everything where it is
 * not. A yes to an organisation is one to its units.
 */
export function sharedWith({ sharings = [], purpose, now }: RecordFacts, actor: StaffFacts): number {
  if (actor.isOutside !== true) return everyCategory;
  const { shows, purposes } = limits.outside.at(now).value;
  if (purpose === undefined || !purposes.includes(purpose)) return 0;
  const places = placesOf(actor);
  return sharings
    .filter(({ from, to }) => from <= now && now < to)
    .filter(
      ({ unit, person }) =>
        (unit !== undefined && places.includes(unit)) || (person !== undefined && isAgent(person, actor)),
    )
    .reduce((mask, { what }) => mask | categoryMask(shows[what] ?? []), 0);
}

/** The reader's unit and all that it is part of. */
export const placesOf = ({ unit, partOf = [], org }: StaffFacts): string[] => [...new Set([unit, ...partOf, org])];

/** A system reads as the organisation that it is of: it is nobody, has no role, and no part in the work with anyone. */
export function readerOf({ client }: SystemFacts, outside: readonly string[]): StaffFacts {
  const place = { org: outside.at(-1)!, unit: outside[0]!, partOf: outside.slice(1, -1), alsoUnits: [] };
  return { kind: 'staff', person: `client:${client}`, role: '', ...place, isOutside: true, isEmployed: false, loa: 0 };
}

/** What was agreed to, of what the citizen may see themself: a yes is to what one knows. */
export const agreedScope = (categories: number): Scope => ({
  ...wholeScope('shared-outside', categories),
  otherwise: { reason: 'outside-not-shared', status: 404 },
  hidden: labelBit('withheld') | labelBit('delayed') | labelBit('wrong-patient'),
  masksThirdParty: true,
});

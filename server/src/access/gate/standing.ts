import type { StoredFact } from '../../record/index.ts';
import { relationKinds } from '../facts-of-rows.ts';
import { relation } from '../rules/limits.ts';

const relations: ReadonlySet<string> = new Set(relationKinds);
const HOUR = 3_600_000;

type Kept = { at: number; rows: readonly StoredFact[] };
/** By the rows that were read, which never change. */
const kept = new WeakMap<readonly StoredFact[], Kept>();

/**
 * Of a record's rows those that can still let somebody in: without the care relations whose grace is over too. Ten years of
 * contacts are hundreds of rows, and would be gone through at every access. Only what somebody learns from asks of them.
 */
export function standingRows(rows: readonly StoredFact[], now: number): readonly StoredFact[] {
  const known = kept.get(rows);
  if (known !== undefined && known.at <= now && now < known.at + HOUR) return known.rows;
  const { graceMs, appointmentMs } = relation.at(now).value;
  const over = now - Math.max(graceMs, appointmentMs);
  const standing = rows.filter(({ kind, to }) => to >= over || !relations.has(kind));
  kept.set(rows, { at: now, rows: standing });
  return standing;
}

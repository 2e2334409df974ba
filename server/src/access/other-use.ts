import { typeNumber } from '../fhir/types.ts';
import type { Actor } from './actor.ts';
import type { Purpose, RecordFacts } from './facts.ts';
import type { ReasonKey } from './reasons.ts';
import type { Bind } from './scope-sql.ts';

/**
 * What a record is used for beside the care of whom it is about, and a citizen can have a reservation against: research, learning,
 * and that a health register collects from it.
 * @source pbrl § 5-3; pjl §§ 13, 17; helseforskningsloven § 28; forskrift om medisinske kvalitetsregistre kapittel 3
 */
export type Reservation = { kind: 'secondary-use' | 'learning' } | { kind: 'register'; register: string };

const ofPurpose = { HRESCH: 'secondary-use', HQUALIMP: 'learning' } as const;

/** The reservations that keep a record from a system: against what it asks for, and against the register that it collects for. */
export function reservationsAgainst(purpose: Purpose | undefined, register: string | undefined): Reservation[] {
  const reservations: Reservation[] = [];
  if (purpose === 'HRESCH' || purpose === 'HQUALIMP') reservations.push({ kind: ofPurpose[purpose] });
  if (register !== undefined) reservations.push({ kind: 'register', register });
  return reservations;
}

export const reasonOf: Readonly<Record<Reservation['kind'], ReasonKey>> = {
  'secondary-use': 'blocked-secondary-use',
  learning: 'blocked-learning',
  register: 'blocked-register',
};

/** Whether a reservation is in force. One that names no register that we know is against them all. */
export const isReserved = ({ blocks, now }: Pick<RecordFacts, 'blocks' | 'now'>, against: Reservation): boolean =>
  blocks.some(
    ({ kind, target, from, to }) =>
      kind === against.kind &&
      (against.kind !== 'register' || target === against.register || target === '*') &&
      from <= now &&
      now < to,
  );

/**
 * Whether a system is given less than its scopes say, by what citizens have said: it asks for what they can have a reservation
 * against, or is of an organisation outside of the health service. Such a one only reads.
 */
export const isNarrowed = ({ kind, register, outside }: Actor, purpose: Purpose | undefined): boolean =>
  kind === 'system' && (outside !== undefined || reservationsAgainst(purpose, register).length > 0);

/** A system of the health service, to which what is nobody's record is told as it stands. */
export const isOfHealthService = ({ kind, outside }: Actor): boolean => kind === 'system' && outside === undefined;

const CONSENT = `${typeNumber('Consent')}::int2`;

/** A row of a record whose citizen has none of these reservations in force. @param now epoch ms */
export const unreservedSql =
  (against: readonly Reservation[], now: number) =>
  (alias: string, bind: Bind): string => {
    const at = `${bind(new Date(now).toISOString())}::timestamptz`;
    const ways = against.map((one) => {
      const isOfKind = `no_.data ->> 'kind' = ${bind(one.kind)}::text`;
      return one.kind === 'register'
        ? `(${isOfKind} AND no_.data ->> 'target' IN ('*', ${bind(one.register)}::text))`
        : isOfKind;
    });
    return `NOT EXISTS (SELECT FROM access_fact no_ WHERE no_.record = ${alias}.record AND no_.type = ${CONSENT} AND no_.kind = 'block'
    AND (${ways.join(' OR ')}) AND no_.from_at <= ${at} AND ${at} < no_.to_at OFFSET 0)`;
  };

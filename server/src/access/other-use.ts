import { typeNumber } from '../fhir/types.ts';
import type { Purpose } from './facts.ts';
import type { Bind } from './scope-sql.ts';

/** What a record is used for beside the care of whom it is about, and the reservation that a citizen can have against it. */
const reservations = { HRESCH: 'secondary-use', HQUALIMP: 'learning' } as const;
type OtherUse = keyof typeof reservations;

/** Whether a purpose is one that the citizen can have a reservation against. @source pbrl § 5-3; pjl § 17; helseforskningsloven § 28 */
export const isOtherUse = (purpose: Purpose | undefined): purpose is OtherUse =>
  purpose !== undefined && purpose in reservations;

export const reservationAgainst = (purpose: OtherUse): (typeof reservations)[OtherUse] => reservations[purpose];

const CONSENT = `${typeNumber('Consent')}::int2`;

/** A row of a record whose citizen has no reservation in force against this use. @param now epoch ms */
export const unreservedSql =
  (purpose: OtherUse, now: number) =>
  (alias: string, bind: Bind): string => {
    const at = `${bind(new Date(now).toISOString())}::timestamptz`;
    return `NOT EXISTS (SELECT FROM access_fact no_ WHERE no_.record = ${alias}.record AND no_.type = ${CONSENT} AND no_.kind = 'block'
    AND no_.data ->> 'kind' = ${bind(reservationAgainst(purpose))}::text AND no_.from_at <= ${at} AND ${at} < no_.to_at OFFSET 0)`;
  };

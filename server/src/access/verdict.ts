import type { ReasonKey } from './reasons.ts';
import type { LegalGround } from './rules/rule.ts';
import type { Extra, Obligation, Scope } from './scope.ts';

/** What this actor may do with this record now. */
export type Permit = {
  permit: Scope;
  reason: ReasonKey;
  /** Id of the rule that gave the answer, and its ground in law. */
  rule: string;
  ground: LegalGround;
  extras: readonly Extra[];
  /** Of opening the record: those of single resources (`judge`) are among them. */
  obligations: readonly Obligation[];
  /** Something may be kept from this reader, and the citizen lets that be told. */
  marker: boolean;
};

export type Deny = {
  deny: ReasonKey;
  /** The reason that the caller is told, which may be less than the log is. */
  told: ReasonKey;
  /** Of asking for a single resource, which must not say whether there is one. */
  status: 401 | 403 | 404;
  /** Of opening the record: its Patient, a search in it, `$everything`. */
  opening: 401 | 403 | 404;
  /** Which log it belongs to: the citizen's, or that of the system's security. */
  stream: 'patient' | 'security';
  rule: string;
  ground: LegalGround;
  /** Present when this person may open the record in an emergency. */
  emergencyAccess?: EmergencyOffer;
  obligations: readonly Obligation[];
};

/** How an emergency opening would be. */
export type EmergencyOffer = {
  minutes: number;
  /** Characters of the reason in own words. */
  reasonLength: number;
  /** Coded reasons to choose among. */
  reasons: readonly string[];
};

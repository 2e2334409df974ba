import type { Employment, ProviderId } from './session.ts';

/** Why somebody who came back from the provider is not let in: the key to the text that the screen shows. */
export type LogOnFailure =
  /** The user gave up, or the provider refused. */
  | 'cancelled'
  /** The log-on was begun in another browser, or too long ago. */
  | 'stale'
  /** The provider's answer does not hold: a signature, a name, a time, a code. */
  | 'invalid'
  /** Logged on with less than the highest level of assurance. */
  | 'level'
  /** Nobody with this number works here. */
  | 'no-employment'
  /** Nobody with this number has a record here. */
  | 'no-record'
  /** The registers contradict each other about who this is. */
  | 'contradiction'
  /** Somebody else than the session's owner tried to open it. */
  | 'other-person'
  /** The provider does not let the person act for the organisation. */
  | 'organisation'
  /** The provider cannot be reached. */
  | 'unreachable';

export class LogOnRefused extends Error {
  readonly failure: LogOnFailure;
  constructor(failure: LogOnFailure, cause?: unknown) {
    super(`log-on refused: ${failure}`, cause === undefined ? undefined : { cause });
    this.name = 'LogOnRefused';
    this.failure = failure;
  }
}

/** Who the provider says it is. */
export type Identified = { pid: string; hpr?: string; loa: number };

/** What one national provider asks of a client, and what it calls things. */
export type Profile = {
  scope: string;
  /** More parameters of the authorization request. */
  parameters: Record<string, string>;
  /** Tokens are bound to a key of ours (RFC 9449). */
  usesDpop: boolean;
  /** The request itself must go from server to server (RFC 9126), also where the provider does not insist. */
  requiresPar: boolean;
  /** @throws LogOnRefused when the level of assurance is too low, or the claims say too little. */
  identify(claims: Readonly<Record<string, unknown>>): Identified;
};

/** 11 digits: a fødselsnummer, a D-number, or a number of the synthetic series. */
const isPid = (value: unknown): value is string => typeof value === 'string' && /^\d{11}$/.test(value);

/** @source HelseID: claims `helseid://claims/identity/pid`, `…/security_level`, `helseid://claims/hpr/hpr_number`; security profile (PAR, DPoP) */
const helseid: Profile = {
  scope: [
    'openid profile offline_access',
    'helseid://scopes/identity/pid helseid://scopes/identity/security_level helseid://scopes/hpr/hpr_number',
  ].join(' '),
  parameters: {},
  usesDpop: true,
  requiresPar: true,
  identify(claims) {
    const pid = claims['helseid://claims/identity/pid'];
    const level = String(claims['helseid://claims/identity/security_level'] ?? '');
    if (level !== '4') throw new LogOnRefused('level');
    if (!isPid(pid)) throw new LogOnRefused('invalid');
    // Assistants and administrative staff have none.
    const hpr = claims['helseid://claims/hpr/hpr_number'];
    const identified: Identified = { pid, loa: 4 };
    if (typeof hpr === 'string' && /^\d{1,10}$/.test(hpr)) identified.hpr = hpr;
    return identified;
  },
};

/** @source ID-porten: `acr_values` asked for and the returned `acr` checked; person by `pid`, never by `sub`, which is pairwise */
const idporten: Profile = {
  scope: 'openid profile',
  parameters: { acr_values: 'idporten-loa-high' },
  usesDpop: false,
  requiresPar: false,
  identify(claims) {
    if (claims.acr !== 'idporten-loa-high') throw new LogOnRefused('level');
    if (!isPid(claims.pid)) throw new LogOnRefused('invalid');
    return { pid: claims.pid, loa: 4 };
  },
};

export const profiles: Readonly<Record<ProviderId, Profile>> = { helseid, idporten };

export type Tenancy = 'multi' | 'single';

/**
 * The organisation that somebody acts for, as HelseID has it said: a supplier that serves several legal entities names the
 * legal entity and the unit below it, a client of one legal entity only the unit.
 * @returns undefined when the register knows no number to say.
 * @source HelseID: passing organisation numbers (`helseid_authorization`), multi-tenant and single-tenant forms
 */
export function organisationDetails(
  { parent, child }: Employment['organizationNumbers'],
  tenancy: Tenancy,
): readonly Record<string, unknown>[] | undefined {
  const identifier =
    tenancy === 'multi'
      ? parent === undefined
        ? undefined
        : { system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${parent}:${child ?? ''}` }
      : child === undefined
        ? undefined
        : { system: 'urn:oid:2.16.578.1.12.4.1.4.101', type: 'ENH', value: child };
  if (identifier === undefined) return undefined;
  return [{ type: 'helseid_authorization', practitioner_role: { organization: { identifier } } }];
}

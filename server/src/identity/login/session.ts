/** One employment of a person: what is chosen at log-on and can be changed later. */
export type Employment = {
  /** PractitionerRole id. */
  id: string;
  /** Code of the access role (`https://enjournal.no/fhir/CodeSystem/access-role`); absent where the register gives none. */
  role?: string;
  /** What colleagues call it. */
  title: string;
  unit: { id: string; display: string };
  /** The legal entity above the unit. */
  legalEntity: { id: string; display: string };
  /** Organisation numbers of the two, where they have one. */
  organizationNumbers: { parent?: string; child?: string };
};

/** Who is at the other end of a session, as it was found out at log-on. */
export type Who =
  | {
      kind: 'staff';
      practitioner: string;
      name: string;
      loa: number;
      /** Patient id of the person's own record, where there is one. */
      ownPatient?: string;
      employments: readonly Employment[];
    }
  | { kind: 'citizen'; patient: string; name: string; loa: number };

export type ProviderId = 'helseid' | 'idporten';

/**
 * A session of somebody who has logged on in a browser. `choosing`: there are several employments and none is chosen yet.
 * `locked`: it was left alone too long or was locked by hand; only its owner's new log-on opens it.
 */
export type LoginSession = {
  /** Public name; the secret is in the browser's cookie alone. */
  id: string;
  state: 'open' | 'choosing' | 'locked';
  provider: ProviderId;
  who: Who;
  /** The employment chosen; always there for staff in an open session. */
  employment?: Employment;
  startedAt: number;
  /** When its user last did something. */
  activeAt: number;
  lockedAt?: number;
  /** The absolute end, whatever the user does. */
  endsAt: number;
};

/** The purpose of use that goes with a role, unless a request names another. @source HL7 v3 PurposeOfUse */
const purposeOfRole: Readonly<Record<string, string>> = {
  saksbehandler: 'COC',
  loggkontroll: 'AUDIT',
  'ikt-admin': 'SYSADMIN',
  leverandor: 'SYSADMIN',
  innholdsredaktor: 'SYSADMIN',
  forsker: 'HRESCH',
  leder: 'HOPERAT',
};

export function purposeOf({ who, employment }: Pick<LoginSession, 'who' | 'employment'>): string | undefined {
  if (who.kind === 'citizen') return 'PATRQT';
  if (employment?.role === undefined) return undefined;
  return purposeOfRole[employment.role] ?? 'TREAT';
}

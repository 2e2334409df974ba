/** Who asks, as identity established it from the token or the session. What it says of work is checked by the gate's facts. */
export type Actor = {
  /** Parents and those with a power of attorney are citizens who ask for another's record. */
  kind: 'system' | 'staff' | 'citizen';
  /** Stable id: `Practitioner/<id>`, `Patient/<id>`, or `client:<client id>` for a system. */
  id: string;
  /** Name for the citizen's log; a system's own name. */
  display: string;
  clientId: string;
  /** SMART on FHIR v2 scopes of the token: they narrow what the decision permits. */
  scopes: readonly string[];
  /** Level of assurance of the log-on, 2 to 4; a system's is that of its key. */
  loa: number;
  /** Practitioner id of staff. */
  practitioner?: string;
  /** PractitionerRole id: the employment that was chosen at log-on. */
  practitionerRole?: string;
  /** The unit where staff work now. */
  organization?: { id: string; display: string };
  /** Organization id of the legal entity above the unit. */
  legalEntity?: string;
  /** Code of the access role (`https://enjournal.no/fhir/CodeSystem/access-role`). */
  role?: string;
  /** What colleagues call the role. */
  title?: string;
  /** Patient id of the actor's own record: what a citizen may open, and staff may not. */
  ownPatient?: string;
  /** The session's purpose of use, unless the request names another; a system's own, which no request changes. */
  purpose?: string;
  /** Code of the health register that a system collects for. */
  register?: string;
  /** Organization ids of a system's own organisation and all above it, where that is outside of the health service. */
  outside?: readonly string[];
  /** Patient id of a SMART launch: no other record is open to this token. */
  patient?: string;
  /** Session id, which ends everything that was given under it. */
  session?: string;
};

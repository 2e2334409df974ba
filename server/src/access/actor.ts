/** Who asks, as identity established it from the token. */
export type Actor = {
  kind: 'system' | 'person';
  /** Stable id: `Practitioner/<id>`, or `client:<client id>` for a system. */
  id: string;
  /** Name for the citizen's log; a system's own name. */
  display: string;
  clientId: string;
  /** SMART on FHIR v2 scopes of the token. */
  scopes: readonly string[];
  practitioner?: string;
  organization?: { id: string; display: string };
  role?: string;
};

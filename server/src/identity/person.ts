/** Somebody who can log in. */
export type Person = {
  /** Login name. */
  id: string;
  name: string;
  /** What the person is at work, as a colleague would say it. */
  role: string;
  organization: { id: string; display: string };
  /** Practitioner id. */
  practitioner: string;
};

/** The claims by which tokens tell who a person is. The screens read them, and the gate makes an actor of them. */
export function claimsOf(person: Person, fhirBase: string): Record<string, string> {
  return {
    name: person.name,
    role: person.role,
    organization: person.organization.display,
    organization_id: person.organization.id,
    fhirUser: `${fhirBase}/Practitioner/${person.practitioner}`,
  };
}

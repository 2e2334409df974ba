import type { Resource } from '../../fhir/resource.ts';
import type { FactRow } from '../../record/index.ts';
import { consentFacts } from './consents.ts';
import { appointmentFacts, encounterFacts, episodeFacts, teamFacts } from './contacts.ts';
import type { Source } from './fact.ts';
import { kinFacts } from './kin.ts';
import { patientFacts } from './patient.ts';
import { affiliationFacts, organisationFacts, practitionerFacts, roleFacts } from './people.ts';
import { communicationFacts, requestFacts, taskFacts } from './work.ts';

/** The types that say something of who has to do with a record. */
const sources: Readonly<Record<string, Source>> = {
  Appointment: appointmentFacts,
  CareTeam: teamFacts,
  Communication: communicationFacts,
  Consent: consentFacts,
  Encounter: encounterFacts,
  EpisodeOfCare: episodeFacts,
  Organization: organisationFacts,
  OrganizationAffiliation: affiliationFacts,
  Patient: patientFacts,
  Practitioner: practitionerFacts,
  PractitionerRole: roleFacts,
  RelatedPerson: kinFacts,
  ServiceRequest: requestFacts,
  Task: taskFacts,
};

/** What a resource says of who has to do with its record, and who is kept from it. Pure. */
export function factsOf(resource: Resource): FactRow[] {
  const source = sources[resource.resourceType];
  return source === undefined ? [] : source(resource).map((fact, n) => ({ n, ...fact }));
}

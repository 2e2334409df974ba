import type { Observation, Resource, ServiceRequest } from '../fhir/types.ts';
import { hasCode } from '../format/quantity.ts';

/** What a reader filters the timeline by. */
export const kinds = [
  'note',
  'contact',
  'result',
  'measurement',
  'medication',
  'diagnosis',
  'procedure',
  'referral',
  'plan',
  'appointment',
  'document',
  'message',
  'other',
] as const;
export type Kind = (typeof kinds)[number];

const kindOfType: Record<string, Kind> = {
  Composition: 'note',
  ClinicalImpression: 'note',
  Encounter: 'contact',
  EpisodeOfCare: 'contact',
  DiagnosticReport: 'result',
  ImagingStudy: 'result',
  Specimen: 'result',
  Observation: 'measurement',
  RiskAssessment: 'measurement',
  MedicationRequest: 'medication',
  MedicationStatement: 'medication',
  MedicationAdministration: 'medication',
  MedicationDispense: 'medication',
  Immunization: 'medication',
  Condition: 'diagnosis',
  AllergyIntolerance: 'diagnosis',
  Flag: 'diagnosis',
  FamilyMemberHistory: 'diagnosis',
  AdverseEvent: 'diagnosis',
  Procedure: 'procedure',
  DeviceUseStatement: 'procedure',
  DeviceRequest: 'procedure',
  ServiceRequest: 'referral',
  Task: 'referral',
  CarePlan: 'plan',
  Goal: 'plan',
  CareTeam: 'plan',
  NutritionOrder: 'plan',
  Appointment: 'appointment',
  DocumentReference: 'document',
  QuestionnaireResponse: 'document',
  Consent: 'document',
  Media: 'document',
  Communication: 'message',
  CommunicationRequest: 'message',
};

/** Everything the timeline asks for. Claims, provenance and the like are about the record, not about the person. */
export const timelineTypes: readonly string[] = Object.keys(kindOfType);

/** The types to ask the server for when only some kinds are wanted. */
export function typesOf(wanted: ReadonlySet<Kind>): readonly string[] {
  if (wanted.size === 0) return timelineTypes;
  const types = timelineTypes.filter((type) => wanted.has(kindOfType[type] as Kind));
  // A laboratory's answer may be a single observation without a report, so results are looked for among observations too.
  return wanted.has('result') && !types.includes('Observation') ? [...types, 'Observation'] : types;
}

export function kindOf(resource: Resource): Kind {
  if (resource.resourceType === 'Observation') {
    return hasCode((resource as Observation).category, 'laboratory', 'imaging') ? 'result' : 'measurement';
  }
  if (resource.resourceType === 'ServiceRequest' && hasCode((resource as ServiceRequest).category, 'plan'))
    return 'plan';
  return kindOfType[resource.resourceType] ?? 'other';
}

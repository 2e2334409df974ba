import type { Category } from '../categories.ts';

/** What a type is about by itself. `shared` is nobody's record: everyone who is logged on may read it. */
export type OfType = Category | 'shared';

/**
 * All 146 types. Those that can be several things are told more closely by their codes (see label.ts), and stand here as
 * what they are when the codes say nothing: the stricter. Our choice, to be approved by clinicians.
 */
const lists: Readonly<Record<OfType, string>> = {
  demographics: 'Patient Person RelatedPerson Group Coverage EnrollmentRequest EnrollmentResponse',
  'critical-info': 'AllergyIntolerance Flag',
  'clinical-note': `
    AdverseEvent Basic Binary BodyStructure Bundle ClinicalImpression Communication CommunicationRequest Composition
    Condition Contract DocumentManifest DocumentReference FamilyMemberHistory GuidanceResponse List MeasureReport Media
    MessageHeader Observation Parameters Procedure Provenance QuestionnaireResponse ResearchSubject RiskAssessment
    ServiceRequest VerificationResult VisionPrescription`,
  medication: `
    DetectedIssue MedicationAdministration MedicationDispense MedicationRequest MedicationStatement`,
  lab: 'BiologicallyDerivedProduct DiagnosticReport ImagingStudy MolecularSequence Specimen',
  'care-plan': `
    CarePlan CareTeam Device DeviceMetric DeviceRequest DeviceUseStatement EpisodeOfCare Goal NutritionOrder
    RequestGroup SupplyDelivery SupplyRequest Task`,
  vedtak: '',
  appointment: `
    Account Appointment AppointmentResponse ChargeItem Claim ClaimResponse CoverageEligibilityRequest
    CoverageEligibilityResponse Encounter ExplanationOfBenefit Invoice PaymentNotice PaymentReconciliation`,
  vaccination: 'Immunization ImmunizationEvaluation ImmunizationRecommendation',
  dental: '',
  'psych-note': '',
  'substance-use': '',
  'sexual-health': '',
  'youth-clinic': '',
  'adoption-link': 'Linkage',
  log: 'AuditEvent Consent',
  shared: `
    ActivityDefinition CapabilityStatement CatalogEntry ChargeItemDefinition CodeSystem CompartmentDefinition ConceptMap
    DeviceDefinition EffectEvidenceSynthesis Endpoint EventDefinition Evidence EvidenceVariable ExampleScenario
    GraphDefinition HealthcareService ImplementationGuide InsurancePlan Library Location Measure Medication
    MedicationKnowledge MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
    MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured
    MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition
    NamingSystem ObservationDefinition OperationDefinition OperationOutcome Organization OrganizationAffiliation
    PlanDefinition Practitioner PractitionerRole Questionnaire ResearchDefinition ResearchElementDefinition
    ResearchStudy RiskEvidenceSynthesis Schedule SearchParameter Slot SpecimenDefinition StructureDefinition StructureMap
    Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
    SubstanceSourceMaterial SubstanceSpecification TerminologyCapabilities TestReport TestScript ValueSet`,
};

const table = new Map<string, OfType>(
  Object.entries(lists).flatMap(([about, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type): [string, OfType] => [type, about as OfType]),
  ),
);
table.delete('');

/** What a type is about; a type that R4 does not have counts as a note. */
export const aboutOf = (type: string): OfType => table.get(type) ?? 'clinical-note';

/** Types of which everyone who is logged on may read all. */
export const isSharedType = (type: string): boolean => table.get(type) === 'shared';

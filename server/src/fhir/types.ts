/**
 * The 146 resource types of R4 4.0.1, sorted. Written out here, not read from the definitions, because a type's place in
 * the list is its number in the database and must never move (and because the browser imports this file).
 */
export const resourceTypes: readonly string[] = `
  Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
  Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry
  ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication
  CommunicationRequest CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage
  CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
  DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis
  Encounter Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable
  ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
  HealthcareService ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
  ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport Media Medication
  MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement
  MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication
  MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
  MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader
  MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition
  OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation
  Person PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
  RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject
  RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition
  StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein
  SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
  TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription
`
  .trim()
  .split(/\s+/);

/**
 * The types that live in patients' records: those of R4's Patient compartment (CompartmentDefinition/patient), Patient itself
 * among them, and five that it leaves out though they can be about one patient: Binary, Contract, Device, GuidanceResponse
 * and Linkage. Of any of them some may be in nobody's record (a hospital's device, the logo of an organisation).
 */
export const patientTypes: ReadonlySet<string> = new Set(
  `
  Account AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic Binary BodyStructure CarePlan
  CareTeam ChargeItem Claim ClaimResponse ClinicalImpression Communication CommunicationRequest Composition
  Condition Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device
  DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference Encounter EnrollmentRequest
  EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Flag Goal Group GuidanceResponse ImagingStudy Immunization
  ImmunizationEvaluation ImmunizationRecommendation Invoice Linkage List MeasureReport Media MedicationAdministration MedicationDispense
  MedicationRequest MedicationStatement MolecularSequence NutritionOrder Observation Patient Person Procedure
  Provenance QuestionnaireResponse RelatedPerson RequestGroup ResearchSubject RiskAssessment Schedule
  ServiceRequest Specimen SupplyDelivery SupplyRequest Task VisionPrescription
`
    .trim()
    .split(/\s+/),
);

const numbers: ReadonlyMap<string, number> = new Map(resourceTypes.map((type, index) => [type, index + 1]));

export function isResourceType(name: string): boolean {
  return numbers.has(name);
}

/** The number the database keeps for a type: its place in the sorted list, from 1. 0 for what is no resource type. */
export function typeNumber(type: string): number {
  return numbers.get(type) ?? 0;
}

/** The type of a database number; undefined for a number that is none. */
export function typeOfNumber(number: number): string | undefined {
  return resourceTypes[number - 1];
}

import type { Language } from '../words.ts';

/** Kinds of what a record holds, as a citizen would call them: the rows of the consent page. */
export type Kind = {
  id: string;
  types: readonly string[];
  words: Readonly<Record<Language, string>>;
};

const kind = (id: string, types: string, nb: string, nn: string, en: string): Kind => ({
  id,
  types: types.split(' '),
  words: { nb, nn, en },
});

/** In the order of the page. A type that stands in none is of `otherKind`. */
export const kinds: readonly Kind[] = [
  kind(
    'person',
    'Patient Person RelatedPerson',
    'Navn, adresse og pårørende',
    'Namn, adresse og pårørande',
    'Name, address and next of kin',
  ),
  kind(
    'measurements',
    'Observation DiagnosticReport Specimen',
    'Målinger og prøvesvar',
    'Målingar og prøvesvar',
    'Measurements and test results',
  ),
  kind(
    'problems',
    'Condition FamilyMemberHistory RiskAssessment',
    'Diagnoser og helseproblemer',
    'Diagnosar og helseproblem',
    'Diagnoses and health problems',
  ),
  kind(
    'allergies',
    'AllergyIntolerance Flag DetectedIssue',
    'Allergier og annen kritisk informasjon',
    'Allergiar og annan kritisk informasjon',
    'Allergies and other critical information',
  ),
  kind(
    'medication',
    'MedicationRequest MedicationStatement MedicationAdministration MedicationDispense',
    'Legemidler',
    'Legemiddel',
    'Medicines',
  ),
  kind(
    'vaccinations',
    'Immunization ImmunizationEvaluation ImmunizationRecommendation',
    'Vaksiner',
    'Vaksinar',
    'Vaccinations',
  ),
  kind('appointments', 'Appointment AppointmentResponse Schedule', 'Timeavtaler', 'Timeavtalar', 'Appointments'),
  kind(
    'encounters',
    'Encounter EpisodeOfCare',
    'Kontakter med helsetjenesten',
    'Kontaktar med helsetenesta',
    'Contacts with the health services',
  ),
  kind('plans', 'CarePlan CareTeam Goal', 'Planer og mål', 'Planar og mål', 'Plans and goals'),
  kind(
    'documents',
    'DocumentReference DocumentManifest Composition ClinicalImpression',
    'Notater og dokumenter',
    'Notat og dokument',
    'Notes and documents',
  ),
  kind(
    'treatment',
    'Procedure ImagingStudy Media ServiceRequest Task',
    'Undersøkelser, behandling og henvisninger',
    'Undersøkingar, behandling og tilvisingar',
    'Examinations, treatment and referrals',
  ),
  kind(
    'forms',
    'QuestionnaireResponse',
    'Skjemaer du har fylt ut',
    'Skjema du har fylt ut',
    'Forms that you have filled in',
  ),
  kind('messages', 'Communication CommunicationRequest', 'Meldinger', 'Meldingar', 'Messages'),
  kind(
    'choices',
    'Consent AuditEvent Provenance',
    'Samtykker, og hvem som har sett i journalen',
    'Samtykke, og kven som har sett i journalen',
    'Consents, and who has looked in the record',
  ),
  kind(
    'services',
    'Organization Practitioner PractitionerRole Location HealthcareService Medication Questionnaire ValueSet CodeSystem',
    'Hvem helsepersonell og tjenester er',
    'Kven helsepersonell og tenester er',
    'Who health personnel and services are',
  ),
];

export const otherKind: Kind = kind(
  'other',
  '*',
  'Alt annet i journalen',
  'Alt anna i journalen',
  'Everything else in the record',
);

export const kindOf = (type: string): Kind => kinds.find(({ types }) => types.includes(type)) ?? otherKind;

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

type Told = Readonly<Record<Language, string>>;
const told = (nb: string, nn: string, en: string): Told => ({ nb, nn, en });

const parameterWords: Readonly<Record<string, Told>> = {
  category: told('kategori', 'kategori', 'category'),
  code: told('kode', 'kode', 'code'),
  status: told('status', 'status', 'status'),
  type: told('type', 'type', 'type'),
  _tag: told('merket', 'merkt', 'tagged'),
};

/** http://terminology.hl7.org/CodeSystem/observation-category, and statuses that are asked for often. */
const valueWords: Readonly<Record<string, Told>> = {
  laboratory: told('prøvesvar fra laboratorium', 'prøvesvar frå laboratorium', 'laboratory results'),
  'vital-signs': told(
    'målinger som puls, blodtrykk og vekt',
    'målingar som puls, blodtrykk og vekt',
    'measurements such as pulse, blood pressure and weight',
  ),
  imaging: told('svar på bildeundersøkelser', 'svar på biletundersøkingar', 'imaging results'),
  survey: told('kartlegginger og skjemaer', 'kartleggingar og skjema', 'assessments and forms'),
  'social-history': told('livsstil og levekår', 'livsstil og levekår', 'lifestyle and living conditions'),
  exam: told('funn ved undersøkelse', 'funn ved undersøking', 'examination findings'),
  therapy: told('behandling', 'behandling', 'therapy'),
  activity: told('aktivitet', 'aktivitet', 'activity'),
  final: told('ferdige', 'ferdige', 'final ones'),
  active: told('aktive', 'aktive', 'active ones'),
};

/** What a query narrows to, in words where we have them; else the code as it stands. */
export function limitWords([name, value]: readonly [string, string], language: Language): string {
  const [code = name, modifier] = name.split(':');
  const values = value.split(',').map((one) => one.split('|').at(-1) ?? one);
  const known = values.map((one) => valueWords[one]?.[language]);
  const not = modifier === 'not' ? { nb: 'ikke ', nn: 'ikkje ', en: 'not ' }[language] : '';
  if (known.every((one) => one !== undefined)) return not + known.join(', ');
  return `${not}${parameterWords[code]?.[language] ?? code} ${values.join(', ')}`;
}

// FHIR R4 (4.0.1) as far as the screens read it. Everything is optional that a foreign record may lack.

export type Coding = { system?: string; code?: string; display?: string };
export type CodeableConcept = { coding?: Coding[]; text?: string };
export type Reference = { reference?: string; type?: string; display?: string; identifier?: Identifier };
export type Identifier = { system?: string; value?: string; use?: string; type?: CodeableConcept };
export type Period = { start?: string; end?: string };
export type Quantity = { value?: number; unit?: string; code?: string; system?: string; comparator?: string };
export type Range = { low?: Quantity; high?: Quantity };
export type Ratio = { numerator?: Quantity; denominator?: Quantity };
export type HumanName = {
  use?: string;
  text?: string;
  family?: string;
  given?: string[];
  prefix?: string[];
  suffix?: string[];
  period?: Period;
  extension?: Extension[];
};
export type ContactPoint = { system?: string; value?: string; use?: string; period?: Period };
export type Address = {
  use?: string;
  text?: string;
  line?: string[];
  city?: string;
  district?: string;
  postalCode?: string;
  country?: string;
  extension?: Extension[];
  period?: Period;
};
export type Annotation = { text?: string; time?: string; authorString?: string; authorReference?: Reference };
export type Attachment = {
  contentType?: string;
  data?: string;
  url?: string;
  title?: string;
  size?: number;
  creation?: string;
};
export type Extension = { url: string; extension?: Extension[]; [value: `value${string}`]: unknown };
export type Narrative = { status?: string; div?: string };
export type Timing = {
  event?: string[];
  code?: CodeableConcept;
  repeat?: {
    frequency?: number;
    period?: number;
    periodUnit?: string;
    timeOfDay?: string[];
    dayOfWeek?: string[];
    when?: string[];
    boundsPeriod?: Period;
    boundsDuration?: Quantity;
  };
};
export type Dosage = {
  text?: string;
  patientInstruction?: string;
  asNeededBoolean?: boolean;
  asNeededCodeableConcept?: CodeableConcept;
  timing?: Timing;
  route?: CodeableConcept;
  additionalInstruction?: CodeableConcept[];
  doseAndRate?: { doseQuantity?: Quantity; doseRange?: Range; rateQuantity?: Quantity; rateRange?: Range }[];
  maxDosePerPeriod?: Ratio;
};

export type Meta = {
  versionId?: string;
  lastUpdated?: string;
  tag?: Coding[];
  profile?: string[];
  security?: Coding[];
};

/** Any resource; the named types below are this with their elements told. */
export type Resource = {
  resourceType: string;
  id?: string;
  meta?: Meta;
  text?: Narrative;
  extension?: Extension[];
  contained?: Resource[];
};

export type Patient = Resource & {
  resourceType: 'Patient';
  identifier?: Identifier[];
  active?: boolean;
  name?: HumanName[];
  telecom?: ContactPoint[];
  gender?: string;
  birthDate?: string;
  deceasedBoolean?: boolean;
  deceasedDateTime?: string;
  address?: Address[];
  contact?: { relationship?: CodeableConcept[]; name?: HumanName; telecom?: ContactPoint[] }[];
  communication?: { language?: CodeableConcept; preferred?: boolean }[];
  generalPractitioner?: Reference[];
  managingOrganization?: Reference;
  link?: { other?: Reference; type?: string }[];
};

export type RelatedPerson = Resource & {
  resourceType: 'RelatedPerson';
  active?: boolean;
  relationship?: CodeableConcept[];
  name?: HumanName[];
  telecom?: ContactPoint[];
  period?: Period;
};

export type AllergyIntolerance = Resource & {
  resourceType: 'AllergyIntolerance';
  clinicalStatus?: CodeableConcept;
  verificationStatus?: CodeableConcept;
  type?: string;
  category?: string[];
  criticality?: string;
  code?: CodeableConcept;
  patient?: Reference;
  onsetDateTime?: string;
  recordedDate?: string;
  recorder?: Reference;
  asserter?: Reference;
  note?: Annotation[];
  lastOccurrence?: string;
  reaction?: { manifestation?: CodeableConcept[]; severity?: string; onset?: string; description?: string }[];
};

export type Condition = Resource & {
  resourceType: 'Condition';
  clinicalStatus?: CodeableConcept;
  verificationStatus?: CodeableConcept;
  category?: CodeableConcept[];
  severity?: CodeableConcept;
  code?: CodeableConcept;
  onsetDateTime?: string;
  onsetString?: string;
  onsetPeriod?: Period;
  abatementDateTime?: string;
  recordedDate?: string;
  subject?: Reference;
  encounter?: Reference;
  recorder?: Reference;
  asserter?: Reference;
  evidence?: { code?: CodeableConcept[]; detail?: Reference[] }[];
  stage?: { summary?: CodeableConcept }[];
  note?: Annotation[];
};

export type MedicationRequest = Resource & {
  subject?: Reference;
  resourceType: 'MedicationRequest';
  status?: string;
  statusReason?: CodeableConcept;
  intent?: string;
  category?: CodeableConcept[];
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  encounter?: Reference;
  authoredOn?: string;
  requester?: Reference;
  reasonCode?: CodeableConcept[];
  reasonReference?: Reference[];
  priorPrescription?: Reference;
  courseOfTherapyType?: CodeableConcept;
  dosageInstruction?: Dosage[];
  dispenseRequest?: { validityPeriod?: Period; numberOfRepeatsAllowed?: number; quantity?: Quantity };
  note?: Annotation[];
};

/** A medicine of the catalogue. */
export type MedicationKnowledge = Resource & {
  resourceType: 'MedicationKnowledge';
  code?: CodeableConcept;
  status?: string;
  doseForm?: CodeableConcept;
  medicineClassification?: { classification?: CodeableConcept[] }[];
};

export type MedicationStatement = Resource & {
  resourceType: 'MedicationStatement';
  status?: string;
  statusReason?: CodeableConcept[];
  category?: CodeableConcept;
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  basedOn?: Reference[];
  dateAsserted?: string;
  informationSource?: Reference;
  reasonCode?: CodeableConcept[];
  dosage?: Dosage[];
  note?: Annotation[];
};

export type MedicationAdministration = Resource & {
  resourceType: 'MedicationAdministration';
  status?: string;
  statusReason?: CodeableConcept[];
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  effectiveDateTime?: string;
  dosage?: { text?: string; dose?: Quantity };
};

export type MedicationDispense = Resource & {
  resourceType: 'MedicationDispense';
  medicationCodeableConcept?: CodeableConcept;
  medicationReference?: Reference;
  quantity?: Quantity;
};

export type Communication = Resource & {
  resourceType: 'Communication';
  category?: CodeableConcept[];
  topic?: CodeableConcept;
  about?: Reference[];
  payload?: { contentString?: string }[];
};

export type ObservationComponent = {
  code?: CodeableConcept;
  valueQuantity?: Quantity;
  valueCodeableConcept?: CodeableConcept;
  valueString?: string;
  valueInteger?: number;
  valueBoolean?: boolean;
  dataAbsentReason?: CodeableConcept;
  interpretation?: CodeableConcept[];
  referenceRange?: { low?: Quantity; high?: Quantity; text?: string }[];
};
export type Observation = Resource &
  ObservationComponent & {
    resourceType: 'Observation';
    status?: string;
    category?: CodeableConcept[];
    encounter?: Reference;
    effectiveDateTime?: string;
    effectivePeriod?: Period;
    effectiveInstant?: string;
    issued?: string;
    performer?: Reference[];
    note?: Annotation[];
    method?: CodeableConcept;
    device?: Reference;
    hasMember?: Reference[];
    component?: ObservationComponent[];
  };

export type DiagnosticReport = Resource & {
  resourceType: 'DiagnosticReport';
  status?: string;
  category?: CodeableConcept[];
  code?: CodeableConcept;
  encounter?: Reference;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  issued?: string;
  performer?: Reference[];
  resultsInterpreter?: Reference[];
  result?: Reference[];
  conclusion?: string;
  conclusionCode?: CodeableConcept[];
  presentedForm?: Attachment[];
  imagingStudy?: Reference[];
};

export type ImagingStudy = Resource & {
  resourceType: 'ImagingStudy';
  identifier?: Identifier[];
  status?: string;
  modality?: Coding[];
  started?: string;
  description?: string;
  endpoint?: Reference[];
  numberOfSeries?: number;
  numberOfInstances?: number;
  series?: { uid: string; description?: string; modality?: Coding; bodySite?: Coding; numberOfInstances?: number }[];
};

export type Endpoint = Resource & {
  resourceType: 'Endpoint';
  status?: string;
  connectionType?: Coding;
  name?: string;
  address?: string;
};

export type Encounter = Resource & {
  resourceType: 'Encounter';
  status?: string;
  class?: Coding;
  type?: CodeableConcept[];
  serviceType?: CodeableConcept;
  period?: Period;
  participant?: { type?: CodeableConcept[]; individual?: Reference }[];
  reasonCode?: CodeableConcept[];
  diagnosis?: { condition?: Reference; use?: CodeableConcept }[];
  serviceProvider?: Reference;
  priority?: CodeableConcept;
  location?: { location?: Reference; status?: string }[];
};

export type CompositionSection = {
  title?: string;
  code?: CodeableConcept;
  text?: Narrative;
  entry?: Reference[];
  section?: CompositionSection[];
};
export type Composition = Resource & {
  resourceType: 'Composition';
  status?: string;
  subject?: Reference;
  type?: CodeableConcept;
  category?: CodeableConcept[];
  encounter?: Reference;
  date?: string;
  author?: Reference[];
  title?: string;
  attester?: { mode?: string; time?: string; party?: Reference }[];
  custodian?: Reference;
  event?: { code?: CodeableConcept[]; period?: Period }[];
  section?: CompositionSection[];
};

export type DocumentReference = Resource & {
  resourceType: 'DocumentReference';
  status?: string;
  docStatus?: string;
  type?: CodeableConcept;
  category?: CodeableConcept[];
  subject?: Reference;
  relatesTo?: { code?: string; target?: Reference }[];
  date?: string;
  author?: Reference[];
  authenticator?: Reference;
  custodian?: Reference;
  description?: string;
  content?: { attachment?: Attachment; format?: Coding }[];
  context?: { encounter?: Reference[]; period?: Period };
};

export type CarePlan = Resource & {
  resourceType: 'CarePlan';
  status?: string;
  intent?: string;
  category?: CodeableConcept[];
  title?: string;
  description?: string;
  period?: Period;
  created?: string;
  author?: Reference;
  contributor?: Reference[];
  careTeam?: Reference[];
  goal?: Reference[];
  activity?: {
    reference?: Reference;
    progress?: Annotation[];
    detail?: {
      status?: string;
      description?: string;
      code?: CodeableConcept;
      scheduledString?: string;
      scheduledPeriod?: Period;
      scheduledTiming?: Timing;
      performer?: Reference[];
    };
  }[];
  note?: Annotation[];
};

export type Goal = Resource & {
  resourceType: 'Goal';
  lifecycleStatus?: string;
  achievementStatus?: CodeableConcept;
  category?: CodeableConcept[];
  priority?: CodeableConcept;
  description?: CodeableConcept;
  startDate?: string;
  statusDate?: string;
  expressedBy?: Reference;
  target?: {
    measure?: CodeableConcept;
    detailString?: string;
    dueDate?: string;
    detailQuantity?: Quantity;
    detailRange?: Range;
  }[];
  note?: Annotation[];
};

export type ServiceRequest = Resource & {
  resourceType: 'ServiceRequest';
  status?: string;
  intent?: string;
  category?: CodeableConcept[];
  priority?: string;
  code?: CodeableConcept;
  subject?: Reference;
  encounter?: Reference;
  occurrenceDateTime?: string;
  occurrencePeriod?: Period;
  occurrenceTiming?: Timing;
  authoredOn?: string;
  requester?: Reference;
  performer?: Reference[];
  performerType?: CodeableConcept;
  reasonCode?: CodeableConcept[];
  note?: Annotation[];
  patientInstruction?: string;
  quantityQuantity?: Quantity;
  quantityRatio?: Ratio;
};

export type Appointment = Resource & {
  resourceType: 'Appointment';
  status?: string;
  serviceType?: CodeableConcept[];
  serviceCategory?: CodeableConcept[];
  specialty?: CodeableConcept[];
  appointmentType?: CodeableConcept;
  reasonCode?: CodeableConcept[];
  description?: string;
  start?: string;
  end?: string;
  comment?: string;
  patientInstruction?: string;
  participant?: { actor?: Reference; status?: string; type?: CodeableConcept[] }[];
};

export type Flag = Resource & {
  resourceType: 'Flag';
  status?: string;
  category?: CodeableConcept[];
  code?: CodeableConcept;
  subject?: Reference;
  period?: Period;
  encounter?: Reference;
  author?: Reference;
};

export type Consent = Resource & {
  resourceType: 'Consent';
  status?: string;
  organization?: Reference[];
  scope?: CodeableConcept;
  category?: CodeableConcept[];
  dateTime?: string;
  performer?: Reference[];
  extension?: Extension[];
  provision?: {
    type?: string;
    period?: Period;
    code?: CodeableConcept[];
    actor?: { role?: CodeableConcept; reference?: Reference }[];
    class?: Coding[];
    purpose?: Coding[];
    dataPeriod?: Period;
    data?: { reference?: Reference }[];
  };
};

export type List = Resource & {
  resourceType: 'List';
  status?: string;
  title?: string;
  date?: string;
  source?: Reference;
  entry?: { extension?: Extension[]; flag?: CodeableConcept; item?: Reference }[];
};

export type EpisodeOfCare = Resource & {
  resourceType: 'EpisodeOfCare';
  status?: string;
  type?: CodeableConcept[];
  period?: Period;
  managingOrganization?: Reference;
  careManager?: Reference;
  referralRequest?: Reference[];
};

export type CareTeam = Resource & {
  resourceType: 'CareTeam';
  status?: string;
  name?: string;
  category?: CodeableConcept[];
  participant?: { role?: CodeableConcept[]; member?: Reference; onBehalfOf?: Reference }[];
};

export type Immunization = Resource & {
  resourceType: 'Immunization';
  status?: string;
  vaccineCode?: CodeableConcept;
  occurrenceDateTime?: string;
  lotNumber?: string;
  expirationDate?: string;
  recorded?: string;
  primarySource?: boolean;
  reportOrigin?: CodeableConcept;
  site?: CodeableConcept;
  note?: Annotation[];
  patient?: Reference;
  protocolApplied?: { series?: string; doseNumberPositiveInt?: number }[];
  encounter?: Reference;
  performer?: { actor?: Reference }[];
};

export type Procedure = Resource & {
  resourceType: 'Procedure';
  status?: string;
  code?: CodeableConcept;
  encounter?: Reference;
  performedDateTime?: string;
  performedPeriod?: Period;
  performer?: { actor?: Reference; onBehalfOf?: Reference }[];
};

export type PractitionerRole = Resource & {
  resourceType: 'PractitionerRole';
  practitioner?: Reference;
  organization?: Reference;
  code?: CodeableConcept[];
};
export type Organization = Resource & {
  resourceType: 'Organization';
  active?: boolean;
  name?: string;
  type?: CodeableConcept[];
  telecom?: ContactPoint[];
};
export type Practitioner = Resource & { resourceType: 'Practitioner'; name?: HumanName[] };

/** One answer, as far as the screens touch it without knowing its question. */
export type Answer = { extension?: Extension[]; item?: ResponseItem[]; [value: `value${string}`]: unknown };
export type ResponseItem = {
  linkId: string;
  text?: string;
  answer?: Answer[];
  item?: ResponseItem[];
  extension?: Extension[];
};
export type QuestionnaireResponse = Resource & {
  resourceType: 'QuestionnaireResponse';
  identifier?: Identifier;
  /** `url|version` of the template. */
  questionnaire?: string;
  status?: string;
  subject?: Reference;
  encounter?: Reference;
  authored?: string;
  author?: Reference;
  /** Whose answers they are. */
  source?: Reference;
  item?: ResponseItem[];
};

export type QuestionnaireItem = {
  linkId: string;
  type: string;
  text?: string;
  code?: Coding[];
  extension?: Extension[];
  item?: QuestionnaireItem[];
};
export type Questionnaire = Resource & {
  resourceType: 'Questionnaire';
  url?: string;
  version?: string;
  name?: string;
  title?: string;
  _title?: { extension?: Extension[] };
  status?: string;
  /** A draft to try out: nobody has approved what it says. */
  experimental?: boolean;
  description?: string;
  code?: Coding[];
  item?: QuestionnaireItem[];
};

export type Bundle<T extends Resource = Resource> = Resource & {
  resourceType: 'Bundle';
  type?: string;
  total?: number;
  link?: { relation: string; url: string }[];
  entry?: { resource?: T; fullUrl?: string; search?: { mode?: string } }[];
};

export type OperationOutcome = Resource & {
  resourceType: 'OperationOutcome';
  issue?: {
    severity?: string;
    code?: string;
    diagnostics?: string;
    details?: CodeableConcept;
    expression?: string[];
  }[];
};

export type AuditEvent = Resource & {
  resourceType: 'AuditEvent';
  extension?: Extension[];
  recorded?: string;
  /** 0: it was done; 4: refused. */
  outcome?: string;
  outcomeDesc?: string;
  purposeOfEvent?: CodeableConcept[];
  agent?: { type?: CodeableConcept; role?: CodeableConcept[]; who?: Reference; requestor?: boolean }[];
};

export type Task = Resource & {
  resourceType: 'Task';
  status?: string;
  statusReason?: CodeableConcept;
  businessStatus?: CodeableConcept;
  intent?: string;
  priority?: string;
  code?: CodeableConcept;
  description?: string;
  focus?: Reference;
  for?: Reference;
  encounter?: Reference;
  authoredOn?: string;
  lastModified?: string;
  requester?: Reference;
  owner?: Reference;
  executionPeriod?: Period;
  input?: { type?: CodeableConcept; valueReference?: Reference }[];
  restriction?: { period?: Period };
  reasonCode?: CodeableConcept;
  note?: Annotation[];
};

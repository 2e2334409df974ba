import type {
  Annotation,
  Attachment,
  CodeableConcept,
  Coding,
  Identifier,
  Period,
  Quantity,
  Reference,
  Resource,
} from './datatypes.ts';

// What is found and known of a person.

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

export type Procedure = Resource & {
  resourceType: 'Procedure';
  status?: string;
  code?: CodeableConcept;
  encounter?: Reference;
  performedDateTime?: string;
  performedPeriod?: Period;
  performer?: { actor?: Reference; onBehalfOf?: Reference }[];
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

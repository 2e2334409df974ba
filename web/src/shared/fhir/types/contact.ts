import type {
  Attachment,
  CodeableConcept,
  Coding,
  Extension,
  Narrative,
  Period,
  Reference,
  Resource,
} from './datatypes.ts';

// Contacts, and what is written and agreed in them.

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

export type EpisodeOfCare = Resource & {
  resourceType: 'EpisodeOfCare';
  status?: string;
  type?: CodeableConcept[];
  period?: Period;
  managingOrganization?: Reference;
  careManager?: Reference;
  referralRequest?: Reference[];
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

export type Communication = Resource & {
  resourceType: 'Communication';
  category?: CodeableConcept[];
  topic?: CodeableConcept;
  about?: Reference[];
  payload?: { contentString?: string }[];
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

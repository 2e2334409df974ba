import type {
  Address,
  CodeableConcept,
  Coding,
  ContactPoint,
  HumanName,
  Identifier,
  Period,
  Reference,
  Resource,
} from './datatypes.ts';

// Who it is about, who helps, and where.

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

export type Practitioner = Resource & { resourceType: 'Practitioner'; name?: HumanName[] };

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

export type Endpoint = Resource & {
  resourceType: 'Endpoint';
  status?: string;
  connectionType?: Coding;
  name?: string;
  address?: string;
};

export type CareTeam = Resource & {
  resourceType: 'CareTeam';
  status?: string;
  name?: string;
  category?: CodeableConcept[];
  participant?: { role?: CodeableConcept[]; member?: Reference; onBehalfOf?: Reference }[];
};

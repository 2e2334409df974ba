/** Identifier systems of the registers. */
export const identifierSystems = {
  FNR: 'urn:oid:2.16.578.1.12.4.1.4.1',
  DNR: 'urn:oid:2.16.578.1.12.4.1.4.2',
  FHN: 'urn:oid:2.16.578.1.12.4.1.4.3',
  hpr: 'urn:oid:2.16.578.1.12.4.1.4.4',
  organisation: 'urn:oid:2.16.578.1.12.4.1.4.101',
  herId: 'urn:oid:2.16.578.1.12.4.1.2',
  /** A change that could not be followed up: its place in the outbox and the handler. */
  letter: 'https://enjournal.no/fhir/NamingSystem/register-letter',
  gpContract: 'https://enjournal.no/fhir/NamingSystem/gp-contract',
} as const;

export const isPersonSystem = (system: unknown): boolean =>
  system === identifierSystems.FNR || system === identifierSystems.DNR || system === identifierSystems.FHN;

/** The canonical of a Volven list. */
export const volven = (list: number): string => `urn:oid:2.16.578.1.12.4.1.1.${list}`;

const own = 'https://enjournal.no/fhir';
export const codeSystems = {
  accessRole: `${own}/CodeSystem/access-role`,
  serviceCategory: `${own}/CodeSystem/service-category`,
  taskCode: `${own}/CodeSystem/task-code`,
  custodian: `${own}/CodeSystem/custodian`,
  parentalLimit: `${own}/CodeSystem/parental-limit`,
  parentalResponsibility: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility',
  familyRelation: 'http://hl7.no/fhir/CodeSystem/no-basis-family-relation',
} as const;

/** The url of an extension of our own. */
export const extensionUrl = (name: string): string => `${own}/StructureDefinition/${name}`;

export const profiles = {
  patient: 'http://hl7.no/fhir/StructureDefinition/no-basis-Patient',
  relatedPerson: 'http://hl7.no/fhir/StructureDefinition/no-basis-RelatedPerson',
  practitioner: `${own}/StructureDefinition/health-personnel`,
  organization: 'http://hl7.no/fhir/StructureDefinition/no-basis-Organization',
  gpList: `${own}/StructureDefinition/gp-list`,
} as const;

/** Identifier and code systems the screens know by name. */
export const systems = {
  nationalId: 'urn:oid:2.16.578.1.12.4.1.4.1',
  dNumber: 'urn:oid:2.16.578.1.12.4.1.4.2',
  custodian: 'https://enjournal.no/fhir/CodeSystem/custodian',
  serviceKind: 'https://enjournal.no/fhir/CodeSystem/service-kind',
  icpc2: 'urn:oid:2.16.578.1.12.4.1.1.7170',
  icd10: 'urn:oid:2.16.578.1.12.4.1.1.7110',
  atc: 'http://www.whocc.no/atc',
  loinc: 'http://loinc.org',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  snomed: 'http://snomed.info/sct',
  /** Volven 7651, types of critical information; 7497, reactions; 7498, where it comes from. */
  criticalType: 'urn:oid:2.16.578.1.12.4.1.1.7651',
  /** Volven 9151, services a municipality gives; 9169, what a case is about. */
  municipalService: 'urn:oid:2.16.578.1.12.4.1.1.9151',
  caseEvent: 'urn:oid:2.16.578.1.12.4.1.1.9169',
} as const;

/** Our own extensions that the screens read; their definitions stand in `content/extensions`. */
export const extensionUrl = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

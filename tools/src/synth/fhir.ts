import type { Coding, Json, JsonObject } from '../../../server/src/fhir/resource.ts';

/** The code systems and identifier systems that the municipality uses. */
export const systems = {
  nationalNumber: 'urn:oid:2.16.578.1.12.4.1.4.1',
  hpr: 'urn:oid:2.16.578.1.12.4.1.4.4',
  organisationNumber: 'urn:oid:2.16.578.1.12.4.1.4.101',
  herId: 'urn:oid:2.16.578.1.12.4.1.2',
  icpc2: 'urn:oid:2.16.578.1.12.4.1.1.7170',
  icd10: 'urn:oid:2.16.578.1.12.4.1.1.7110',
  nlk: 'urn:oid:2.16.578.1.12.4.1.1.7280',
  atc: 'http://www.whocc.no/atc',
  loinc: 'http://loinc.org',
  custodian: 'https://enjournal.no/fhir/CodeSystem/custodian',
  serviceKind: 'https://enjournal.no/fhir/CodeSystem/service-kind',
  accessRole: 'https://enjournal.no/fhir/CodeSystem/access-role',
  affiliationKind: 'https://enjournal.no/fhir/CodeSystem/affiliation-kind',
  category: 'https://enjournal.no/fhir/CodeSystem/information-category',
  label: 'https://enjournal.no/fhir/CodeSystem/access-label',
  consentCategory: 'https://enjournal.no/fhir/CodeSystem/consent-category',
  taskCode: 'https://enjournal.no/fhir/CodeSystem/task-code',
  serviceCategory: 'https://enjournal.no/fhir/CodeSystem/service-category',
  dialogueTopic: 'https://enjournal.no/fhir/CodeSystem/dialogue-topic',
  dialogueMessage: 'https://enjournal.no/fhir/NamingSystem/dialogue-message',
  planKind: 'https://enjournal.no/fhir/CodeSystem/plan-kind',
  planParty: 'https://enjournal.no/fhir/CodeSystem/plan-party',
  gpContract: 'https://enjournal.no/fhir/NamingSystem/gp-contract',
} as const;

/** The canonical of an extension of our own. */
export const extensionUrl = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

/** What a role at work may see; the codes of our CodeSystem access-role that the demo uses. */
export type AccessRole =
  | 'lege'
  | 'sykepleier'
  | 'helsefagarbeider'
  | 'assistent'
  | 'saksbehandler'
  | 'fysioterapeut'
  | 'helsesekretaer'
  | 'loggkontroll'
  | 'leder'
  | 'ikt-admin'
  | 'innholdsredaktor'
  | 'student'
  | 'helsesykepleier'
  | 'jordmor'
  | 'psykolog'
  | 'vernepleier'
  | 'koordinator'
  | 'responssenter'
  | 'bioingenior'
  | 'radiograf';

/** The canonical of a Volven code list. */
export const volven = (list: number): string => `urn:oid:2.16.578.1.12.4.1.1.${list}`;

/** The canonical of a code system that HL7 publishes with FHIR. */
export const hl7 = (name: string): string => `http://terminology.hl7.org/CodeSystem/${name}`;

/**
 * Freezes a value through and through. Many resources share such parts: a reader may keep them but not write in them,
 * and one that tries is told at once.
 */
export function fixed<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) fixed(inner);
  }
  return value;
}

export const coding = (system: string, code: string, display: string): Coding => fixed({ system, code, display });

export type Concept = JsonObject & { coding?: Coding[]; text?: string };

/** A CodeableConcept with one code; `text` where people say it differently. */
export function concept(system: string, code: string, display: string, text?: string): Concept {
  const codings = [{ system, code, display }];
  return fixed(text === undefined ? { coding: codings } : { coding: codings, text });
}

/** A concept in words only. */
export const words = (text: string): Concept => fixed({ text });

/** A code of a CodeSystem published with FHIR, which needs no display to be understood. */
export const status = (name: string, code: string): Concept => fixed({ coding: [{ system: hl7(name), code }] });

/** A value with its UCUM unit. */
export function quantity(value: number, unit: string, code: string = unit): JsonObject {
  return { value, unit, system: 'http://unitsofmeasure.org', code };
}

/** Paragraphs as the narrative of a section. */
export function narrative(text: string, made: 'additional' | 'generated' = 'additional'): JsonObject {
  const paragraphs = text
    .split('\n')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('');
  return { status: made, div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}</div>` };
}

const escaped = (text: string): string =>
  /[<>&]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;

/** Leaves out the members that are undefined. */
export function compact(members: { [name: string]: Json | undefined }): JsonObject {
  const kept: JsonObject = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

import { systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';

export type Resource = JsonObject & { resourceType: string; id: string };

/** How a world names what a case names. */
export type Names = {
  prefix: string;
  patientId: string;
  id(name: string): string;
  practitioner(name: string): string;
  /** The id of somebody's employment. */
  roleOf(name: string): string;
  /** The identifier of somebody, the same each time. */
  number(name: string): JsonObject;
  /** `Type/id` of what the case asks about. */
  resource: string;
};

export const coded = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] });

export const datum = (reference: string): JsonObject => ({ meaning: 'instance', reference: { reference } });

export function consent(id: string, patient: string, category: string, more: JsonObject): Resource {
  return {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: coded(systems.consentScope, 'patient-privacy'),
    category: [coded(systems.consentCategory, category)],
    patient: { reference: `Patient/${patient}` },
    policyRule: { text: 'Pasient- og brukerrettighetsloven § 5-3' },
    ...more,
  };
}

/** The content of the one resource that a case asks about. */
export function contentOf(type: string, subject: JsonObject, date = '2026-06-01T10:00:00+02:00'): JsonObject {
  switch (type) {
    case 'Composition':
      return {
        status: 'final',
        type: { text: 'Notat' },
        subject,
        date,
        author: [{ display: 'Somebody' }],
        title: 'Notat',
      };
    case 'DocumentReference':
      return {
        status: 'current',
        subject,
        date,
        content: [{ attachment: { contentType: 'text/plain', data: 'SGVpLg==' } }],
      };
    case 'CarePlan':
      return { status: 'active', intent: 'plan', subject, period: { start: date } };
    case 'MedicationStatement':
      return { status: 'active', medicationCodeableConcept: { text: 'Paracet' }, subject, effectiveDateTime: date };
    case 'MedicationRequest':
      return {
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { text: 'Paracet' },
        subject,
        authoredOn: date,
      };
    case 'Observation':
      return { status: 'final', code: { text: 'CRP' }, subject, effectiveDateTime: date };
    case 'Flag':
      return { status: 'active', code: { text: 'Fare' }, subject, period: { start: date } };
    case 'ServiceRequest':
      return { status: 'active', intent: 'order', subject, authoredOn: date };
    case 'Appointment':
      return { status: 'proposed', participant: [{ actor: subject, status: 'accepted' }] };
    case 'Linkage':
      return {
        item: [
          { type: 'source', resource: subject },
          { type: 'alternate', resource: { display: 'Before' } },
        ],
      };
    default:
      throw new Error(`The world has no ${type} to make`);
  }
}

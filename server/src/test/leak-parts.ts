import { extensionOf, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { consent, type Resource } from './world-contents.ts';

/* What the worlds have in common in which something is kept from a reader. */

export const kari = { reference: 'Patient/kari' };

export const patientKari: Resource = {
  resourceType: 'Patient',
  id: 'kari',
  name: [{ family: 'Testdal', given: ['Kari'] }],
  birthDate: '1942-03-05',
  gender: 'female',
};

/** A unit that has to do with somebody. */
export const episode = (id: string, patient: string, unit: string, more: JsonObject = {}): Resource => ({
  resourceType: 'EpisodeOfCare',
  id,
  meta: { tag: [{ system: systems.custodian, code: unit }] },
  status: 'active',
  patient: { reference: `Patient/${patient}` },
  managingOrganization: { reference: `Organization/${unit}` },
  period: { start: '2026-01-01' },
  ...more,
});

/** A block of which nobody is told that there is one. @param provision what is kept, and from whom */
export const hiddenBlock = (id: string, patient: string, provision: JsonObject): Resource =>
  consent(id, patient, 'sperring', {
    extension: [{ url: extensionOf('block-marker'), valueBoolean: false }],
    dateTime: '2026-01-01',
    provision: { type: 'deny', ...provision },
  });

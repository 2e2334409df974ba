import { categorySystem, labelSystem } from '../access/categories.ts';
import { extensionOf, hl7, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { episode } from './leak-parts.ts';
import { order, shared } from './leak-world-of-care.ts';
import { nationalNumbers } from './national-numbers.ts';
import { consent, type Resource } from './world-contents.ts';

/* The world of care with what is sent out of it: citizens with numbers, a mother and her child, a pharmacy. */

const HER = 'urn:oid:2.16.578.1.12.4.1.2';
const NATIONAL = 'urn:oid:2.16.578.1.12.4.1.4.1';
const numbers = nationalNumbers();
export const [number, protectedNumber, childNumber, motherNumber] = Array.from(
  { length: 4 },
  () => numbers.next().value as string,
) as [string, string, string, string];
export const labelled = (code: string) => ({ meta: { security: [{ system: labelSystem, code }] } });
export const mother = { reference: 'Patient/mother' };
export const told = (id: string, text: string, more: JsonObject): Resource => ({
  resourceType: 'Communication',
  id,
  status: 'completed',
  category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/notice', code: 'told' }] }],
  subject: mother,
  recipient: [mother],
  payload: [{ contentString: text }],
  ...more,
});
export const packed = {
  extension: [
    {
      url: 'https://enjournal.no/fhir/StructureDefinition/dose-packing',
      valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.9135', code: '3' },
    },
  ],
};
export const dispensed = { dispenseRequest: { quantity: { value: 1, unit: 'pakning' } } };
export const today = { ...dispensed, authoredOn: '2026-12-01' };

/** What is hidden besides what the world of care hides from the doctor: from the citizen, from parents, and of other records. */
export const alsoHidden: readonly Resource[] = [
  { ...order('h-withheld', 'N05AH04', 'HEMMELIG Kvetiapin'), ...labelled('withheld'), ...of('mother') },
  {
    resourceType: 'Condition',
    id: 'h-withheld-problem',
    ...labelled('withheld'),
    clinicalStatus: { coding: [{ system: hl7('condition-clinical'), code: 'active' }] },
    category: [{ coding: [{ system: hl7('condition-category'), code: 'problem-list-item' }] }],
    code: { text: 'HEMMELIG' },
    ...of('mother'),
  },
  {
    ...order('h-of-child', 'G03AC09', 'HEMMELIG Desogestrel', {
      dispenseRequest: { quantity: { value: 1, unit: 'pakning' } },
    }),
    ...labelled('youth-confidential'),
    ...of('child'),
  },
  { ...order('h-of-per', 'B01AA03', 'HEMMELIG Warfarin 2,5 mg'), ...of('per') },
];

function of(id: string): { subject: { reference: string } } {
  return { subject: { reference: `Patient/${id}` } };
}

const named = (id: string, value: string, more: JsonObject = {}): Resource => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: NATIONAL, value }],
  name: [{ use: 'official', family: 'Testdal', given: [id] }],
  birthDate: '1942-03-05',
  gender: 'female',
  ...more,
});

/** What both have; only where the citizen of protected address lives differs. */
export const common = (isWith: boolean): readonly Resource[] => [
  ...shared
    .filter(({ resourceType }) => resourceType !== 'Patient')
    .map((one) => {
      if (one.resourceType === 'Organization') return { ...one, identifier: [{ system: HER, value: '9900001' }] };
      if (one.resourceType !== 'Practitioner') return { ...one, ...(one.id === 'v-ramipril' ? dispensed : {}) };
      const hpr = { identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '900000001' }] };
      return { ...one, ...hpr, name: [{ family: 'Solli', given: [one.id] }] };
    }),
  named('kari', number),
  named('per', numbers.next().value as string),
  named('egil', protectedNumber, {
    extension: [{ url: extensionOf('address-protection'), valueCode: 'fortrolig' }],
    address: [
      isWith
        ? { line: ['HEMMELIG gate 1'], postalCode: '9999', city: 'HEMMELIG' }
        : { line: ['En gate 2'], postalCode: '1111', city: 'Et sted' },
    ],
  }),
  named('child', childNumber, { birthDate: '2017-03-05' }),
  named('mother', motherNumber, {
    birthDate: '1990-03-05',
    generalPractitioner: [{ reference: 'PractitionerRole/ada-clinic' }, { reference: 'Organization/clinic' }],
  }),
  {
    resourceType: 'RelatedPerson',
    id: 'child-mother',
    active: true,
    identifier: [{ system: NATIONAL, value: motherNumber }],
    patient: { reference: 'Patient/child' },
    relationship: [{ coding: [{ system: systems.parentalResponsibility, code: 'felles' }] }],
  },
  ...['egil', 'child'].map((whose) => episode(`${whose}-clinic`, whose, 'clinic')),
  { ...order('v-egil', 'C09AA05', 'Ramipril 5 mg', dispensed), ...of('egil') },
  { ...order('v-child', 'R06AE07', 'Cetirizin 10 mg'), ...of('child') },
  { ...order('v-mother', 'C09AA05', 'Ramipril 5 mg'), ...of('mother') },
  {
    resourceType: 'Organization',
    id: 'apotek',
    active: true,
    name: 'Apoteket',
    identifier: [{ system: HER, value: '9900009' }],
  },
];

/** How the mother wants to be told that there is something new. */
export const choice: Resource = {
  ...consent('choice', 'mother', 'notice-choice', { dateTime: '2026-01-01' }),
  meta: { security: [{ system: categorySystem, code: 'log' }] },
  extension: [
    {
      url: extensionOf('notice-choice'),
      extension: [
        { url: 'channel', valueCode: 'sms' },
        { url: 'address', valueString: '99887766' },
      ],
    },
  ],
};

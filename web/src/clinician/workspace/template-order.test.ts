import { expect, test } from 'vitest';
import type { Questionnaire } from '../../shared/fhir/types.ts';
import { notesFor } from './template-order.ts';

const base = 'https://enjournal.no/fhir/StructureDefinition';
const note = (name: string, ...roles: string[]): Questionnaire => ({
  resourceType: 'Questionnaire',
  status: 'active',
  url: `https://enjournal.no/fhir/Questionnaire/${name}`,
  title: name,
  code: [{ code: name }],
  extension: [
    { url: `${base}/template-kind`, valueCode: 'note' },
    ...roles.map((role) => ({ url: `${base}/template-role`, valueCode: role })),
  ],
});
const templates = [
  note('admission', 'lege', 'sykepleier'),
  note('child-health-check', 'helsesykepleier', 'lege'),
  note('consultation', 'lege'),
  note('phone-contact', 'helsesekretaer', 'lege', 'helsesykepleier'),
];
const order = (role: string, last?: string) => {
  const { own, others } = notesFor(templates, { role, last, language: 'nb' });
  return [own, others].map((list) => list.map(({ title }) => title));
};

test('what is made for a role before others stands first, and of several such what most write most', () => {
  expect(order('helsesykepleier')).toEqual([
    ['child-health-check', 'phone-contact'],
    ['admission', 'consultation'],
  ]);
  expect(order('lege')[0]).toEqual(['consultation', 'admission', 'phone-contact', 'child-health-check']);
});

test('what one used last stands before all', () => {
  expect(order('helsesykepleier', templates[3]?.url)[0]).toEqual(['phone-contact', 'child-health-check']);
});

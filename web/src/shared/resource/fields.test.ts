import { expect, test } from 'vitest';
import type { Resource } from '../fhir/types.ts';
import { type Field, fieldsOf } from './fields.ts';

const of = (resource: Record<string, unknown>) => fieldsOf(resource as Resource, 'nb');

test('a type no screen was made for is shown with every value labelled, and never as JSON', () => {
  const fields = of({
    resourceType: 'VisionPrescription',
    id: 'v',
    meta: { versionId: '1' },
    status: 'active',
    patient: { reference: 'Patient/p' },
    dateWritten: '2019-06-15',
    prescriber: { reference: 'Practitioner/1', display: 'Adam Careful' },
    lensSpecification: [
      { product: { coding: [{ code: 'lens' }] }, eye: 'right', sphere: -2, prism: [{ amount: 0.5, base: 'down' }] },
      { eye: 'left', sphere: -1 },
    ],
  });
  expect(fields).toEqual([
    { name: 'status', text: 'active' },
    { name: 'dateWritten', text: '15.06.19' },
    { name: 'prescriber', text: 'Adam Careful' },
    {
      name: 'lensSpecification',
      fields: [
        { name: 'product', text: 'lens' },
        { name: 'eye', text: 'right' },
        { name: 'sphere', text: '−2' },
        {
          name: 'prism',
          fields: [
            { name: 'amount', text: '0,5' },
            { name: 'base', text: 'down' },
          ],
        },
      ],
    },
    {
      name: 'lensSpecification',
      fields: [
        { name: 'eye', text: 'left' },
        { name: 'sphere', text: '−1' },
      ],
    },
  ]);
  expect(JSON.stringify(textsOf(fields))).not.toMatch(/[{}]/);
});

test('a form is read as questions and answers', () => {
  expect(
    of({
      resourceType: 'QuestionnaireResponse',
      item: [
        { linkId: '1', text: 'SPPB, sum', answer: [{ valueInteger: 4 }] },
        { linkId: '2', text: 'Balanse', item: [{ linkId: '2.1', text: 'Tandem', answer: [{ valueBoolean: true }] }] },
      ],
    }),
  ).toEqual([
    { name: 'SPPB, sum', text: '4' },
    { name: 'Balanse', fields: [{ name: 'Tandem', text: 'ja' }] },
  ]);
});

test('choices, extensions and coded values read as their words', () => {
  expect(
    of({
      resourceType: 'Condition',
      onsetDateTime: '2019',
      code: { coding: [{ code: 'K77', display: 'Hjertesvikt' }] },
      extension: [{ url: 'https://x/laterality', valueCode: 'left' }],
      stage: [{ summary: { text: 'NYHA II' } }],
    }),
  ).toEqual([
    { name: 'onset', text: '2019' },
    { name: 'code', text: 'Hjertesvikt (K77)' },
    { name: 'laterality', text: 'left' },
    { name: 'stage', fields: [{ name: 'summary', text: 'NYHA II' }] },
  ]);
});

function textsOf(fields: Field[]): string[] {
  return fields.flatMap((field) => ('text' in field ? [field.text] : textsOf(field.fields)));
}

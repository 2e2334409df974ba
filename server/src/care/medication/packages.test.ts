import { expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Fit, fitOf, strengthsIn } from './packages.ts';

const FEST = 'http://dmp.no/fhir/NamingSystem/';
const ATC = 'http://www.whocc.no/atc';

const order = (text: string, ...coding: JsonObject[]): Resource =>
  ({ resourceType: 'MedicationRequest', medicationCodeableConcept: { text, coding } }) as unknown as Resource;
const atc = (code: string): JsonObject => ({ system: ATC, code });
const brandCode = (code: string): JsonObject => ({ system: `${FEST}festLegemiddelMerkevare`, code });

type Made = { substance: string; atc: string; group?: string; brand?: string; number?: string };
function item(text: string, { substance, atc: code, group, brand, number = '7000000000001' }: Made): Resource {
  return {
    resourceType: 'MedicationKnowledge',
    id: `m-${text}`,
    code: { text, coding: [{ system: 'urn:oid:1.3.160', code: number }, atc(code)] },
    ingredient: [{ itemCodeableConcept: { text: substance } }],
    ...(brand ? { relatedMedicationKnowledge: [{ reference: [{ reference: `MedicationKnowledge/${brand}` }] }] } : {}),
    ...(group
      ? {
          regulatory: [
            {
              substitution: [
                { type: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/exchange-group', code: group }] } },
              ],
            },
          ],
        }
      : {}),
  } as unknown as Resource;
}

const furix = item('Furix tab 40 mg', { substance: 'Furosemid', atc: 'C03CA01', group: '7', brand: 'furix' });
const diural = item('Diural tab 40 mg', { substance: 'Furosemid', atc: 'C03CA01', group: '7', brand: 'diural' });
const diural20 = item('Diural tab 20 mg', { substance: 'Furosemid', atc: 'C03CA01', group: '8', brand: 'diural20' });
const injection = item('Furix inj, oppl 10 mg/ml', { substance: 'Furosemid', atc: 'C03CA01' });
const emconcor = item('Emconcor tab 5 mg', { substance: 'Bisoprolol', atc: 'C07AB07' });

test.each([
  ['a substance with its strength', order('Furosemid 40 mg', atc('C03CA01')), furix, 'same'],
  ['the same with its form', order('Furosemid tablett 40 mg', atc('C03CA01')), diural, 'same'],
  ['another strength', order('Furosemid 40 mg', atc('C03CA01')), diural20, 'strength'],
  ['another form', order('Furosemid tab 10 mg/ml', atc('C03CA01')), injection, 'form'],
  ['another substance of the same strength', order('Ramipril 5 mg', atc('C09AA05')), emconcor, 'substance'],
  ['words alone, with the substance', order('Furosemid 40 mg'), furix, 'same'],
  ['words alone, with another strength', order('Furosemid 20 mg'), furix, 'strength'],
  ['words alone that name neither', order('Vanndrivende 40 mg'), furix, 'unknown'],
  ['a strength that is not said', order('Furosemid', atc('C03CA01')), furix, 'unknown'],
  ['micrograms written in two ways', order('Fentanyl 25 µg/time', atc('N02AB03')), patch('25 mikrog/time'), 'same'],
  ['and ten times more of it', order('Fentanyl 25 µg/time', atc('N02AB03')), patch('12 mikrog/time'), 'strength'],
] as const)('%s', (_what, of, read, fit: Fit) => {
  expect(fitOf(of, read)).toBe(fit);
});

function patch(strength: string): Resource {
  return item(`Durogesic depotplaster ${strength}`, { substance: 'Fentanyl', atc: 'N02AB03' });
}

test('a brand that is ordered is itself, or one of its exchange group, and no other', () => {
  const brand = { ...item('Furix tab 40 mg', { substance: 'Furosemid', atc: 'C03CA01' }), id: 'furix' } as Resource;
  (brand.code as { coding: JsonObject[] }).coding = [brandCode('ID_1')];
  const ordered = order('Furix tab 40 mg', brandCode('ID_1'), atc('C03CA01'));
  const known = [brand, furix, diural, diural20];
  expect(fitOf(ordered, furix, known)).toBe('same');
  expect(fitOf(ordered, diural, known)).toBe('exchange');
  expect(fitOf(ordered, diural20, known)).toBe('strength');
  const alone = item('Impugan tab 40 mg', { substance: 'Furosemid', atc: 'C03CA01' });
  expect(fitOf(ordered, alone, known)).toBe('brand');
});

test('strengths are compared by what they are', () => {
  expect(strengthsIn('Paracetamol 1 g')).toBe(strengthsIn('Pinex Major tab 1000 mg'));
  expect(strengthsIn('Suboxone sublingvaltab 8 mg/2 mg')).toBe('8mg+2mg');
  expect(strengthsIn('Fragmin inj, oppl 25 000 IE/ml')).toBe('25000ie/ml');
  expect(strengthsIn('Lantus SoloStar inj, oppl penn 100 E/ml')).toBe('100ie/ml');
  expect(strengthsIn('Vaxigrip inj, susp')).toBe('');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, parseScope } from '../../fhir/smart-scope.ts';
import { isResourceType } from '../../fhir/types.ts';
import { rowsOf, scopesOfRows } from './rows.ts';
import { kinds, limitWords } from './type-words.ts';

test('every kind is of types that exist, and no type is of two', () => {
  const types = kinds.flatMap((kind) => kind.types);
  expect(types.filter((type) => !isResourceType(type))).toEqual([]);
  expect(new Set(types).size).toBe(types.length);
});

test('scopes are told by what they are about, with what may be done and what limits them', () => {
  const rows = rowsOf([
    'openid',
    'patient/Observation.rs?category=laboratory',
    'patient/DiagnosticReport.r?status=final',
    'patient/Condition.cruds',
  ]);
  expect(rows.map(({ kind, letters, limits }) => [kind.id, [...letters].sort().join(''), limits])).toEqual([
    [
      'measurements',
      'rs',
      [
        ['category', 'laboratory'],
        ['status', 'final'],
      ],
    ],
    ['problems', 'cdrsu', []],
  ]);
});

test('a scope on everything is a row for each kind, and stays one when all are agreed to', () => {
  const asked = ['launch/patient', 'patient/*.rs'];
  const all = new Set(rowsOf(asked).map(({ kind }) => kind.id));
  expect(all.size).toBe(kinds.length + 1);
  expect(scopesOfRows(asked, all)).toEqual(asked);
  expect(scopesOfRows(asked, new Set(['vaccinations']))).toEqual([
    'launch/patient',
    'patient/Immunization.rs',
    'patient/ImmunizationEvaluation.rs',
    'patient/ImmunizationRecommendation.rs',
  ]);
  expect(scopesOfRows(asked, new Set())).toEqual(['launch/patient']);
});

const scope = fc
  .tuple(
    fc.constantFrom('*', 'Observation', 'Condition', 'Patient', 'Basic', 'Practitioner'),
    fc.constantFrom('rs', 'cruds', 'r'),
  )
  .map(([type, letters]) => `patient/${type}.${letters}`);

test('whatever is agreed to, it gives nothing that was not asked for', () => {
  fc.assert(
    fc.property(fc.array(scope), fc.subarray([...kinds.map(({ id }) => id), 'other']), (asked, agreed) => {
      const limits = asked.map((text) => parseScope(text)!);
      return scopesOfRows(asked, new Set(agreed)).every((text) =>
        limits.some((limit) => isWithin(parseScope(text)!, limit)),
      );
    }),
  );
});

test('what limits a scope is told in words where there are any', () => {
  expect(limitWords(['category', 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory'], 'nb')).toBe(
    'prøvesvar fra laboratorium',
  );
  expect(limitWords(['category:not', 'vital-signs,laboratory'], 'en')).toMatch(
    /^not measurements .*, laboratory results$/,
  );
  expect(limitWords(['code', 'http://loinc.org|718-7'], 'nn')).toBe('kode 718-7');
});

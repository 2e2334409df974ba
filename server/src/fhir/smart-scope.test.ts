import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isWithin,
  meetOf,
  narrowedScopes,
  parseScope,
  permittedScopes,
  printScope,
  type RecordScope,
  readScope,
} from './smart-scope.ts';

const scope = (text: string): RecordScope => {
  const read = readScope(text);
  if (typeof read === 'string') throw new Error(`${text}: ${read}`);
  return read;
};

test.each([
  ['patient/Observation.rs', 'patient/Observation.rs'],
  ['user/*.cruds', 'user/*.cruds'],
  ['system/Patient.read', 'system/Patient.rs'],
  ['patient/*.write', 'patient/*.cud'],
  ['user/Encounter.*', 'user/Encounter.cruds'],
  [
    'patient/Observation.rs?status=final&category=laboratory',
    'patient/Observation.rs?category=laboratory&status=final',
  ],
  [
    'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
    'patient/Observation.rs?category=http%3A%2F%2Fterminology.hl7.org%2FCodeSystem%2Fobservation-category%7Claboratory',
  ],
  ['patient/Observation.r?status=final&status=final', 'patient/Observation.r?status=final'],
  ['patient/*.rs?_tag=a', 'patient/*.rs?_tag=a'],
  ['patient/Observation.rs?category:not=laboratory', 'patient/Observation.rs?category%3Anot=laboratory'],
  ['patient/Observation.rs?encounter=Encounter/1', 'patient/Observation.rs?encounter=Encounter%2F1'],
])('%s is a scope, in its normal form %s', (text, normal) => {
  expect(printScope(scope(text))).toBe(normal);
  expect(printScope(scope(normal))).toBe(normal);
});

test.each([
  ['patient/Observation.', 'malformed'],
  ['patient/Observation.sr', 'malformed'],
  ['patient/Observation.rr', 'malformed'],
  ['patient/Observation', 'malformed'],
  ['practitioner/Observation.rs', 'malformed'],
  ['patient/observation.rs', 'malformed'],
  ['patient/Observation.rs?', 'malformed'],
  ['patient/Observation.rs?status', 'malformed'],
  ['patient/Observation.read?status=final', 'malformed'],
  [`patient/Observation.rs?code=${'x'.repeat(1000)}`, 'malformed'],
  ['patient/Blood.rs', 'type-unknown'],
  ['patient/Observation.rs?colour=red', 'parameter-unknown'],
  ['patient/*.rs?category=laboratory', 'parameter-unknown'],
  ['patient/Observation.rs?_include=Observation:subject', 'parameter-unknown'],
  ['patient/Observation.rs?date=gt2026', 'restriction-unsupported'],
  ['patient/Observation.rs?subject.name=x', 'restriction-unsupported'],
  ['patient/Patient.rs?_has:Observation:subject:status=final', 'restriction-unsupported'],
  ['patient/Patient.rs?name=x', 'restriction-unsupported'],
  ['patient/Observation.rs?code:in=http://example.org/vs', 'restriction-unsupported'],
  ['patient/Observation.rs?_id=1', 'restriction-unsupported'],
  ['patient/Observation.rs?status:missing=true', 'restriction-unsupported'],
] as const)('%s is none: %s', (text, why) => {
  expect(readScope(text)).toBe(why);
});

test.each([
  ['patient/Observation.rs', 'patient/*.cruds', true],
  ['patient/*.rs', 'patient/Observation.cruds', false],
  ['patient/Observation.rs', 'user/Observation.rs', false],
  ['patient/Observation.cr', 'patient/Observation.rs', false],
  ['patient/Observation.rs?status=final', 'patient/Observation.rs', true],
  ['patient/Observation.rs', 'patient/Observation.rs?status=final', false],
  ['patient/Observation.rs?status=final', 'patient/Observation.rs?status=final,amended', true],
  ['patient/Observation.rs?status=final,amended', 'patient/Observation.rs?status=final', false],
  ['patient/Observation.rs?status:not=final,amended', 'patient/Observation.rs?status:not=final', true],
  ['patient/Observation.rs?status:not=final', 'patient/Observation.rs?status:not=final,amended', false],
  ['patient/Observation.rs?status=final&code=1', 'patient/Observation.rs?status=final', true],
  ['patient/Observation.read', 'patient/Observation.rs', true],
])('whether %s lies within %s: %s', (inner, outer, is) => {
  expect(isWithin(scope(inner), scope(outer))).toBe(is);
});

const anyScope = fc
  .record({
    context: fc.constantFrom('patient', 'user', 'system'),
    type: fc.constantFrom('*', 'Observation', 'Condition'),
    letters: fc.subarray(['c', 'r', 'u', 'd', 's'], { minLength: 1 }).map((letters) => letters.join('')),
    query: fc.constantFrom('', '?_tag=a', '?_tag=a,b', '?_tag=a&_security=s', '?_tag:not=a', '?_tag:not=a,b'),
  })
  .map(({ context, type, letters, query }) => scope(`${context}/${type}.${letters}${query}`));

test('what two scopes both give lies within each, and what lies within both lies within it', () => {
  fc.assert(
    fc.property(anyScope, anyScope, anyScope, (one, other, third) => {
      const met = meetOf(one, other);
      const isInBoth = isWithin(third, one) && isWithin(third, other);
      if (met === undefined) return !isInBoth;
      return isWithin(met, one) && isWithin(met, other) && (!isInBoth || isWithin(third, met));
    }),
    { numRuns: 3_000 },
  );
});

test('lying within is a partial order of normal forms', () => {
  fc.assert(
    fc.property(anyScope, anyScope, anyScope, (a, b, c) => {
      if (!isWithin(a, a)) return false;
      return !(isWithin(a, b) && isWithin(b, c)) || isWithin(a, c);
    }),
    { numRuns: 3_000 },
  );
});

test('a client gets of what it asks for what lies within its own, as it wrote it', () => {
  const limits = ['patient/*.rs', 'user/Observation.cruds', 'openid'];
  expect(permittedScopes(['patient/Condition.read', 'user/Observation.*', 'user/*.rs', 'x'], limits)).toEqual([
    'patient/Condition.read',
    'user/Observation.*',
  ]);
});

test('where only a part of what is asked for may be given, it is that part', () => {
  expect(
    narrowedScopes(
      ['patient/*.cruds', 'patient/Condition.rs'],
      ['patient/Condition.rs', 'patient/Encounter.r?status=planned'],
    ),
  ).toEqual(['patient/Condition.rs', 'patient/Encounter.r?status=planned']);
  expect(narrowedScopes(['system/*.rs'], ['patient/*.rs'])).toEqual([]);
  expect(parseScope('launch/patient')).toBeUndefined();
});

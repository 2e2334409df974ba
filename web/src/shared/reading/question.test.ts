import { expect, test } from 'vitest';
import { isKeepable, questionOf, typesAsked } from './question.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const asked = (path: string, at = now) => questionOf(new URL(path, 'http://127.0.0.1/fhir/'), at);

test('what is asked from today on is the same question tomorrow', () => {
  expect(asked('Appointment?patient=a&date=ge2026-11-29&_sort=date')).toBe(
    asked('Appointment?patient=a&date=ge2026-11-30&_sort=date', now + 86_400_000),
  );
  expect(asked('Patient/a/*?_lastUpdated=gt2025-01-01T10:00:00Z')).toBe(
    asked('Patient/a/*?_lastUpdated=gt2026-11-28T10:00:00Z'),
  );
});

test('another year, another person and another page are other questions', () => {
  expect(asked('Patient/a/*?date=ge2024-01-01&date=le2024-12-31')).not.toBe(
    asked('Patient/a/*?date=ge2023-01-01&date=le2023-12-31'),
  );
  expect(asked('Goal?patient=a')).not.toBe(asked('Goal?patient=b'));
  expect(asked('Goal?patient=a')).not.toBe(asked('Goal?patient=a&_cursor=x'));
});

test('whole records, streams and what is not of the API are not kept', () => {
  const keepable = (path: string) => isKeepable(new URL(path, 'http://127.0.0.1'));
  expect(keepable('/fhir/Goal?patient=a')).toBe(true);
  for (const path of ['/fhir/Patient/a/$everything', '/fhir/Patient/a/$changes', '/login/session', '/log/keys'])
    expect(keepable(path), path).toBe(false);
});

test('a change of one type concerns the answers that may hold it', () => {
  expect(typesAsked('/fhir/Goal?patient=a')).toBe('Goal');
  expect(typesAsked('/fhir/Patient/a/*?_type=Goal')).toBe('*');
  expect(typesAsked('/fhir/Patient/a?')).toBe('Patient');
});

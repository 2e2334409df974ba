import { expect, test } from 'vitest';
import type { Resource } from '../../../server/src/fhir/resource.ts';
import { validateResource } from '../../../server/src/fhir/validate/index.ts';
import { newcomer } from './bundles.ts';
import { recordOf } from './record.ts';
import { measurements, organization, patient, personnel, practitioner, services } from './resources.ts';

const ofKind = (resources: Resource[], kind: number) =>
  resources.filter((one) => JSON.stringify(one.code ?? '').includes(measurements[kind]!.code)).length;

test('a large record has full pages of one measurement and three hits of another, among hundreds', () => {
  const record = recordOf('Patient/p', 700, 1);
  expect(record).toHaveLength(699);
  expect(ofKind(record, 0)).toBeGreaterThanOrEqual(20);
  expect(ofKind(record, 1)).toBe(3);
  expect(record.filter((one) => one.resourceType === 'Observation').length).toBeGreaterThan(300);
});

test('every resource is valid, so that what is measured is storing and not refusing', () => {
  const resources = [
    patient(1),
    ...recordOf('Patient/p', 100, 1),
    organization(services[0]!),
    practitioner(personnel[0]!),
  ];
  for (const one of resources) expect(validateResource(one), one.resourceType).toEqual([]);
});

test('no two citizens share a national identity number', () => {
  const numbers = new Set<unknown>();
  for (let serial = 0; serial < 60_000; serial++)
    numbers.add((patient(serial).identifier as { value: string }[])[0]!.value);
  expect(numbers.size).toBe(60_000);
});

test('a resource has about a kilobyte, and both sides of a loading get the same ones', () => {
  const { transaction, lines } = newcomer(1);
  const entries = JSON.parse(transaction).entry as { resource: Resource }[];
  expect(entries.map(({ resource }) => JSON.stringify(resource))).toEqual(lines.split('\n'));
  expect(entries).toHaveLength(100);
  const mean = lines.length / entries.length;
  expect(mean).toBeGreaterThan(800);
  expect(mean).toBeLessThan(1400);
});

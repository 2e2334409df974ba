import { expect, test, vi } from 'vitest';
import type { JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { municipalityNow } from './municipality.ts';

vi.setConfig({ testTimeout: 120_000 });

type Note = Resource & {
  status: string;
  date: string;
  author: { reference: string }[];
  attester: { mode: string; time: string; party: { reference: string } }[];
  custodian: { reference: string };
  section: { text: JsonObject }[];
};

test('every note of the municipality is signed by one of its authors, on its day, and says whose it is', () => {
  let count = 0;
  for (const resources of municipalityNow({ citizens: 300, seed: 5, asOf: '2026-11-27' })) {
    for (const note of resources.filter(({ resourceType }) => resourceType === 'Composition') as Note[]) {
      count += 1;
      expect(note.status).toBe('final');
      expect(note.attester).toMatchObject([{ mode: 'professional', time: note.date }]);
      expect(note.author.map(({ reference }) => reference)).toContain(note.attester[0]!.party.reference);
      expect(note.custodian.reference).toMatch(/^Organization\//);
      expect(note.section.every(({ text }) => text !== undefined)).toBe(true);
    }
  }
  expect(count).toBeGreaterThan(500);
});

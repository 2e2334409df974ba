import { expect, test } from 'vitest';
import { narrativeText } from './narrative-text.ts';
import { principalDateOf, principalInstantOf } from './principal-date.ts';
import { localReference } from './references.ts';
import { sourceOf } from './source.ts';
import { systems } from './systems.ts';

const of = (resource: Record<string, unknown>) => resource as never;

test('every kind of resource knows when it happened', () => {
  expect(principalDateOf(of({ resourceType: 'Encounter', period: { start: '2026-11-25T10:00:00Z' } }))).toBe(
    '2026-11-25T10:00:00Z',
  );
  expect(principalDateOf(of({ resourceType: 'Condition', recordedDate: '2020-01-01', onsetDateTime: '2019' }))).toBe(
    '2020-01-01',
  );
  expect(principalDateOf(of({ resourceType: 'DocumentReference', context: { period: { start: '2020' } } }))).toBe(
    '2020',
  );
  expect(principalDateOf(of({ resourceType: 'Basic', meta: { lastUpdated: '2021' } }))).toBe('');
  expect(principalInstantOf(of({ resourceType: 'Basic' }))).toBe(0);
});

test('the author is a person, the organisation the one that holds the responsibility', () => {
  const observation = of({
    resourceType: 'Observation',
    meta: {
      tag: [
        { system: systems.custodian, code: 'solli', display: 'Solli legekontor' },
        { system: systems.serviceKind, code: 'gp' },
      ],
    },
    performer: [
      { reference: 'Organization/lab', display: 'Nordås lab' },
      { reference: 'Practitioner/1', display: 'Ada Solli' },
    ],
  });
  expect(sourceOf(observation)).toEqual({
    author: { reference: 'Practitioner/1', display: 'Ada Solli' },
    organization: 'Solli legekontor',
    service: 'gp',
  });
  const procedure = of({
    resourceType: 'Procedure',
    performer: [{ actor: { reference: 'Organization/o', display: 'Nordås' } }],
  });
  expect(sourceOf(procedure)).toMatchObject({ author: undefined, organization: 'Nordås' });
});

test('a narrative is read as words', () => {
  const div =
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>Vekt &gt; 60&#160;kg</p><ul><li>Kl. 8&amp;12</li></ul></div>';
  expect(narrativeText({ div })).toBe('Vekt > 60 kg Kl. 8&12');
  expect(narrativeText(undefined)).toBe('');
});

test('only references to this server’s resources are followed', () => {
  expect(localReference({ reference: 'https://x.no/fhir/Practitioner/1/_history/2' })).toBe('Practitioner/1');
  expect(localReference({ reference: '#contained' })).toBeUndefined();
  expect(localReference({ reference: 'urn:uuid:1' })).toBeUndefined();
});

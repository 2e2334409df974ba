import { expect, test } from 'vitest';
import type { AllergyIntolerance, Condition, Flag } from '../fhir/types.ts';
import { allergyKnowledge, criticalOf } from './critical.ts';

const allergy = (more: Partial<AllergyIntolerance>): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  ...more,
});
const flag = (code: string, text: string, more: Partial<Flag> = {}): Flag => ({
  resourceType: 'Flag',
  status: 'active',
  category: [{ coding: [{ code }] }],
  code: { text },
  ...more,
});
const nothing = { allergies: [], flags: [], consents: [], conditions: [] as Condition[] };

test('the order is severe allergy, treatment limits, conditions, capacity, risks, other allergies', () => {
  const items = criticalOf({
    allergies: [
      allergy({ code: { text: 'Plaster' } }),
      allergy({
        code: { text: 'Penicillin' },
        criticality: 'high',
        reaction: [{ manifestation: [{ text: 'Anafylaksi' }] }],
      }),
    ],
    flags: [
      flag('safety', 'Fallrisiko'),
      flag('consent-capacity', 'Mangler samtykkekompetanse'),
      flag('treatment-limits', 'HLR minus', { period: { start: '2026-11-12', end: '2027-05-12' } }),
      flag('safety', 'Gammelt', { status: 'inactive' }),
    ],
    consents: [],
    conditions: [
      { resourceType: 'Condition', category: [{ coding: [{ code: 'critical' }] }], code: { text: 'Hjertesvikt' } },
    ],
  });
  expect(items.map(({ kind, what }) => [kind, what])).toEqual([
    ['allergy', 'Penicillin'],
    ['limits', 'HLR minus'],
    ['condition', 'Hjertesvikt'],
    ['capacity', 'Mangler samtykkekompetanse'],
    ['risk', 'Fallrisiko'],
    ['allergy', 'Plaster'],
  ]);
  expect(items[0]).toMatchObject({ severe: true, how: 'anafylaksi' });
  expect(items[1]).toMatchObject({ clarified: '2026-11-12', renewed: '2027-05-12' });
});

test('a refuted or resolved allergy is no warning', () => {
  const refuted = allergy({ criticality: 'high', verificationStatus: { coding: [{ code: 'refuted' }] } });
  const resolved = allergy({ criticality: 'high', clinicalStatus: { coding: [{ code: 'resolved' }] } });
  expect(criticalOf({ ...nothing, allergies: [refuted, resolved] })).toEqual([]);
});

test('not asked, none, and some are three answers', () => {
  expect(allergyKnowledge([])).toBe('unknown');
  expect(allergyKnowledge([allergy({ code: { coding: [{ code: '716186003' }] } })])).toBe('none');
  expect(allergyKnowledge([allergy({ code: { text: 'Plaster' } })])).toBe('some');
});

import { dosagesOf, isObserved } from '@enjournal/server/care/medication';
import { expect, test } from 'vitest';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { type DoseDraft, doseFrom, emptyDose, mayBeSeen, planOf, unitsOf } from './dose-draft.ts';

const today = '2026-11-30';
const orderOf = (draft: DoseDraft): MedicationRequest =>
  ({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    dosageInstruction: dosagesOf(planOf(draft)!, { unit: draft.unit, isObserved: draft.isObserved }, today),
  }) as MedicationRequest;
const pump: DoseDraft = { ...emptyDose, kind: 'infusion', unit: 'ml', rate: '0,4', upTo: '0,8' };

test('a pump says its rate, or up to which; a rate that is none says nothing', () => {
  expect(planOf(pump)).toEqual({ kind: 'infusion', rate: 0.4, upTo: 0.8, per: 'h' });
  expect(planOf({ ...pump, upTo: '' })).toEqual({ kind: 'infusion', rate: 0.4, upTo: undefined, per: 'h' });
  for (const wrong of [{ rate: '' }, { rate: '0' }, { upTo: '0,2' }, { rate: 'x' }, { unit: 'tablett' }]) {
    expect(planOf({ ...pump, ...wrong })).toBeUndefined();
  }
  expect(unitsOf('infusion', ['tablett', 'mg'])).toEqual(['ml', 'mg', 'mikrog']);
});

test('an order of a pump is changed from what it says', () => {
  expect(doseFrom(orderOf(pump))).toMatchObject({ kind: 'infusion', rate: '0,4', upTo: '0,8', per: 'h', unit: 'ml' });
  const byDay = { ...pump, rate: '20', upTo: '', per: 'd', unit: 'mg' } as const;
  expect(doseFrom(orderOf(byDay))).toMatchObject({ rate: '20', upTo: '', per: 'd', unit: 'mg' });
});

test('what is seen taken is so still when its dose is written anew; what is taken as needed is not asked of', () => {
  const seen: DoseDraft = { ...emptyDose, unit: 'mg', amounts: ['16', '', '', ''], isObserved: true };
  const order = orderOf(seen);
  expect(isObserved(order as never)).toBe(true);
  expect(doseFrom(order)).toMatchObject({ isObserved: true, unit: 'mg' });
  expect(mayBeSeen({ ...seen, kind: 'as-needed' })).toBe(false);
});

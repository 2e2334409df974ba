import { expect, test } from 'vitest';
import { becomes, bornOn } from './age.ts';
import { aCitizen, aNote, someFacts } from './cases/examples.ts';
import { decide } from './decide.ts';
import { judge } from './scope.ts';

const parentSees = (birthDate: string, at: string, labels: 'released-to-parents'[] = []) => {
  const decision = decide(
    someFacts({
      now: Date.parse(at),
      actor: aCitizen({ person: 'marte-lie' }),
      purpose: 'FAMRQT',
      patient: { id: 'jonas', birthDate, isDeceased: false, address: 'none' },
      kin: { parentalResponsibility: true, courtRestriction: false },
    }),
  );
  return 'deny' in decision ? decision.deny : judge(decision.permit, aNote({ labels })).reason;
};

test('a child is twelve at midnight in Oslo on the birthday, in winter and in summer', () => {
  expect(parentSees('2014-12-01', '2026-11-30T22:59:59.999Z')).toBe('parent');
  expect(parentSees('2014-12-01', '2026-11-30T23:00:00.000Z')).toBe('child-12-15-no-digital');
  expect(parentSees('2014-07-15', '2026-07-14T21:59:59.999Z')).toBe('parent');
  expect(parentSees('2014-07-15', '2026-07-14T22:00:00.000Z')).toBe('child-12-15-no-digital');
});

test('sixteen and eighteen are told in the same way', () => {
  expect(parentSees('2010-12-01', '2026-11-30T22:59:59Z')).toBe('child-12-15-no-digital');
  expect(parentSees('2010-12-01', '2026-11-30T23:00:00Z')).toBe('child-16');
  expect(parentSees('2008-12-01', '2026-11-30T22:59:59Z', ['released-to-parents'])).toBe('released-to-parents');
  expect(parentSees('2008-12-01', '2026-11-30T23:00:00Z', ['released-to-parents'])).toBe('child-16');
});

test('a birthday on a change of the clocks begins at that day’s midnight', () => {
  expect(new Date(becomes('2014-03-29', 12)).toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(new Date(becomes('2014-10-25', 12)).toISOString()).toBe('2026-10-24T22:00:00.000Z');
});

test('who is born on 29 February has a birthday on 1 March in years without that day', () => {
  expect(new Date(becomes('2008-02-29', 18)).toISOString()).toBe('2026-02-28T23:00:00.000Z');
  expect(new Date(becomes('2012-02-29', 12)).toISOString()).toBe('2024-02-28T23:00:00.000Z');
  expect(parentSees('2008-02-29', '2026-02-28T22:59:59Z', ['released-to-parents'])).toBe('released-to-parents');
  expect(parentSees('2008-02-29', '2026-02-28T23:00:00Z', ['released-to-parents'])).toBe('child-16');
  expect(parentSees('2016-02-29', '2028-02-28T22:59:59Z')).toBe('parent');
  expect(parentSees('2016-02-29', '2028-02-28T23:00:00Z')).toBe('child-12-15-no-digital');
});

test('a birth date that is told in part counts as its earliest, and none as grown up', () => {
  expect(parentSees('2014', '2026-01-01T00:00:00+01:00')).toBe('child-12-15-no-digital');
  expect(parentSees('2014-06', '2026-06-01T00:00:00+02:00')).toBe('child-12-15-no-digital');
  expect(parentSees('2014-06', '2026-05-31T23:59:59+02:00')).toBe('parent');
  expect(bornOn(Date.parse('2026-11-30T23:30:00Z'), 12)).toBe('2014-12-01');
});

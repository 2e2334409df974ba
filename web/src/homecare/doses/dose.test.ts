import { expect, test } from 'vitest';
import type { Sending } from '../../shared/outbox/sending.ts';
import { dosesIn, isMissed, isOpen, isToBeGiven, withDone } from './dose.ts';
import { asDeviation, doseSending, type Giver, resourceIn } from './record-dose.ts';

const answer = {
  parameter: [
    {
      name: 'dose',
      part: [
        { name: 'patient', valueReference: { reference: 'Patient/kari' } },
        { name: 'order', valueReference: { reference: 'MedicationRequest/o' } },
        { name: 'planned', valueIdentifier: { system: 's', value: 'o/0@2026-11-29T08:00' } },
        { name: 'at', valueInstant: '2026-11-29T07:00:00Z' },
        { name: 'status', valueCode: 'late' },
        { name: 'medication', valueString: 'Furosemid 20 mg' },
        { name: 'dose', valueQuantity: { value: 2, unit: 'tablett' } },
      ],
    },
    { name: 'something-new', part: [] },
  ],
};
const [dose] = dosesIn(answer, 1_000);
const giver: Giver = { id: 'kari', who: 'Kari', person: 'Practitioner/h', role: 'r', name: 'Hanne', now: 1_000_000 };

test('a dose that is on its way is neither open nor shown as given by the server', () => {
  expect(isOpen(dose!)).toBe(true);
  const sending = doseSending(giver, dose!, { kind: 'given' }, 'gitt');
  const [shown] = withDone([dose!], { waiting: [sending], sent: [] });
  expect(isOpen(shown!)).toBe(false);
  expect(shown).toMatchObject({ status: 'late', waiting: { about: { status: 'given' } } });
});

test('a dose that was just stored is not offered again before it is read anew, nor held back when it has been', () => {
  const stored = (status: 'given' | 'undone', storedAt: number): Sending => {
    const sending = doseSending(giver, dose!, { kind: 'given' }, 'gitt');
    const became = ['MedicationAdministration/m'];
    return { ...sending, became, storedAt, about: { ...sending.about, status } };
  };
  const shown = (...sent: Sending[]) => withDone([dose!], { waiting: [], sent })[0]!;
  expect(shown(stored('given', 1_001))).toMatchObject({
    status: 'given',
    administration: 'MedicationAdministration/m',
  });
  expect(isOpen(shown(stored('given', 1_001)))).toBe(false);
  // the server was asked since: it says what is true, also when somebody else has undone it
  expect(isOpen(shown(stored('given', 999)))).toBe(true);
  expect(isOpen(shown(stored('given', 1_001), stored('undone', 1_002)))).toBe(true);
});

test('a dose whose order has ended since is open to be told of, and not to be given', () => {
  const [{ part }] = answer.parameter as [{ name: string; part: object[] }];
  const ended = { name: 'ended', valueInstant: '2026-11-29T07:48:00Z' };
  const [over] = dosesIn({ parameter: [{ name: 'dose', part: [...part, ended] }] }, 1_000);
  expect([isOpen(dose!), isToBeGiven(dose!)]).toEqual([true, true]);
  expect([isOpen(over!), isToBeGiven(over!)]).toEqual([true, false]);
});

test('a dose nobody has said anything of for six hours is missed, never blank', () => {
  const at = Date.parse(dose!.at);
  expect(isMissed(dose!, at + 5 * 3_600_000)).toBe(false);
  expect(isMissed(dose!, at + 6 * 3_600_000)).toBe(true);
});

test('each way of recording says what it is, and is sent so that twice is once', () => {
  const of = (
    ...what: Parameters<typeof doseSending> extends [unknown, unknown, infer W, ...unknown[]] ? [W] : never
  ) => resourceIn(doseSending(giver, dose!, what[0], 'x'));
  expect(of({ kind: 'given' })).toMatchObject({ status: 'completed', dosage: { dose: { value: 2 } } });
  expect(of({ kind: 'part', value: 1 })).toMatchObject({ dosage: { dose: { value: 1, unit: 'tablett' } } });
  expect(of({ kind: 'self' })).toMatchObject({ note: [{ text: 'Tatt selv' }] });
  expect(of({ kind: 'not-given', reason: 'asleep', text: 'Sov' })).toMatchObject({
    status: 'not-done',
    statusReason: [{ text: 'Sov', coding: [{ code: 'c' }] }],
  });
  expect(of({ kind: 'given', at: '2026-11-29T07:10:00.000Z' })).toMatchObject({
    effectiveDateTime: '2026-11-29T07:10:00.000Z',
  });
  const [first, second] = [1, 2].map(() => doseSending(giver, dose!, { kind: 'given' }, 'x') as Sending);
  expect(first!.key).toBe(second!.key);
  expect(first!.steps[0]!.headers?.['if-none-exist']).not.toBe(second!.steps[0]!.headers?.['if-none-exist']);
});

test('what was given all the same is told as a deviation: under a name of its own, with why', () => {
  const told = asDeviation(doseSending(giver, dose!, { kind: 'given' }, 'x'), 'given-twice', 'Begge ga den');
  const resource = resourceIn(told) as { identifier: { value: string }[] };
  expect(resource).toMatchObject({ extension: [{ valueCode: 'given-twice' }], note: [{ text: 'Begge ga den' }] });
  expect(resource.identifier.map(({ value }) => value)).not.toContain(dose!.planned.value);
});

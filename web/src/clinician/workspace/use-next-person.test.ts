import { expect, test, vi } from 'vitest';
import type { Appointment } from '../../shared/fhir/types.ts';

vi.stubGlobal('location', { origin: 'http://here', pathname: '/' });
const { nextAfter } = await import('./use-next-person.ts');

const at = (time: string, id: string, status = 'booked'): Appointment => ({
  resourceType: 'Appointment',
  status,
  start: `2026-11-29T${time}:00+01:00`,
  participant: [{ actor: { reference: `Patient/${id}`, display: id } }],
});
const noon = Date.parse('2026-11-29T12:00:00+01:00');

test('the next person is the next on the list who is not seen yet', () => {
  const list = [at('10:00', 'kari'), at('10:20', 'per', 'cancelled'), at('10:40', 'amira')];
  expect(nextAfter('kari', list, noon)).toEqual({ id: 'amira', name: 'amira' });
  expect(nextAfter('amira', list, noon)).toBeUndefined();
  expect(nextAfter('solveig', list, noon)).toBeUndefined();
});

test('one who is visited several times a day is followed by who comes after the visit that is now', () => {
  const list = [at('08:00', 'kari'), at('09:00', 'solveig'), at('17:00', 'kari'), at('18:00', 'per')];
  expect(nextAfter('kari', list, noon)?.id).toBe('solveig');
  expect(nextAfter('kari', list, noon + 6 * 3_600_000)?.id).toBe('per');
});

import { expect, test } from 'vitest';
import type { ServiceRequest, Task } from '../../shared/fhir/types.ts';
import { deliveryOf } from './delivery.ts';

const now = Date.parse('2026-11-29T10:00:00Z');
const request = (more: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: 'r',
  authoredOn: '2026-11-29T09:30:00Z',
  ...more,
});
const task = (status: string): Task => ({ resourceType: 'Task', status, focus: { reference: 'ServiceRequest/r' } });

test.each([
  ['requested', 'sent'],
  ['received', 'opened'],
  ['accepted', 'received'],
  ['completed', 'received'],
  ['rejected', 'declined'],
])('a task that is %s says: %s', (status, delivery) => {
  expect(deliveryOf(request(), [task(status)], now)).toBe(delivery);
});

test('silence is told of, the sooner the more it hastens', () => {
  const stat = request({ priority: 'stat', authoredOn: '2026-11-29T08:30:00Z' });
  expect(deliveryOf(stat, [task('requested')], now)).toBe('unconfirmed');
  expect(deliveryOf({ ...stat, priority: 'urgent' }, [], now)).toBe('sent');
  expect(deliveryOf(request({ authoredOn: '2026-11-01T08:30:00Z' }), [], now)).toBe('unconfirmed');
});

import { describe, expect, test } from 'vitest';
import type { Resource } from '../../fhir/resource.ts';
import { awaySince, hasEnded } from './absence.ts';
import { deadlineOf, isOverdue, raised, severityOf, type TaskChange, taskIssues } from './rules.ts';

const task = (more: object = {}): Resource =>
  ({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    owner: { reference: 'Organization/u' },
    ...more,
  }) as Resource;

const keys = (more: Partial<TaskChange>): string[] =>
  taskIssues({
    ...{ task: task(), before: undefined, isOwner: true, becomesOwner: true, isRequester: false },
    ...{ isSystem: false, ownerStands: true, maySign: true },
    ...more,
  }).map(({ key, expression }) => `${key} ${expression}`);

describe('a task', () => {
  test('is opened, accepted, begun and completed by who has it', () => {
    const way = ['requested', 'received', 'accepted', 'in-progress', 'completed'];
    for (const [at, status] of way.slice(1).entries()) {
      expect(keys({ before: task({ status: way[at] }), task: task({ status }) })).toEqual([]);
    }
  });

  test.each(['completed', 'rejected', 'failed', 'cancelled'])('that is %s is not opened again', (status) => {
    const statusReason = { text: 'Ikke vårt' };
    const before = task({ status, statusReason });
    expect(keys({ before, task: task({ statusReason }) })).toEqual(['task-closed Task.status']);
    expect(keys({ before, task: task({ status, statusReason, owner: { reference: 'Organization/v' } }) })).toEqual([
      'task-closed Task.owner',
    ]);
    expect(keys({ before, task: task({ status: 'entered-in-error' }) })).toEqual([]);
  });

  test('is not said no to without a reason, nor after yes', () => {
    expect(keys({ before: task(), task: task({ status: 'rejected' }) })).toEqual(['task-reason Task.statusReason']);
    const statusReason = { text: 'Ingen ledige' };
    expect(keys({ before: task(), task: task({ status: 'rejected', statusReason }) })).toEqual([]);
    expect(keys({ before: task({ status: 'accepted' }), task: task({ status: 'rejected', statusReason }) })).toEqual([
      'task-transition Task.status',
    ]);
  });

  test('has an owner that can have it as long as it is open', () => {
    expect(keys({ task: task({ owner: undefined }) })).toEqual(['task-owner Task.owner']);
    expect(keys({ task: task({ owner: { reference: 'Device/d' } }) })).toEqual(['task-owner-kind Task.owner']);
    expect(keys({ ownerStands: false })).toEqual(['task-owner-ended Task.owner']);
    expect(keys({ task: task({ status: 'draft', owner: undefined }) })).toEqual([]);
    expect(keys({ before: task(), task: task({ owner: undefined }) })).toEqual(['task-owner Task.owner']);
  });

  test('is answered by its owner only, and called off by who asked too', () => {
    const others = { isOwner: false, becomesOwner: false };
    expect(keys({ ...others, before: task(), task: task({ status: 'accepted' }) })).toEqual([
      'task-not-yours Task.status',
    ]);
    expect(keys({ ...others, isRequester: true, before: task(), task: task({ status: 'accepted' }) })).toEqual([
      'task-not-yours Task.status',
    ]);
    expect(keys({ ...others, isRequester: true, before: task(), task: task({ status: 'cancelled' }) })).toEqual([]);
    expect(keys({ ...others, before: task(), task: task({ priority: 'stat' }) })).toEqual([
      'task-not-yours Task.status',
    ]);
    expect(keys({ ...others, task: task({ status: 'accepted' }) })).toEqual(['task-not-yours Task.status']);
  });

  test('that is given to another is theirs to accept', () => {
    const owner = { reference: 'Organization/v' };
    const before = task({ status: 'accepted' });
    expect(keys({ becomesOwner: false, before, task: task({ owner }) })).toEqual([]);
    expect(keys({ becomesOwner: false, before, task: task({ owner, status: 'accepted' }) })).toEqual([
      'task-asks-first Task.status',
    ]);
    expect(keys({ before, task: task() })).toEqual(['task-transition Task.status']);
  });

  test('is for whom it is for, and by whom it was asked', () => {
    const before = task({ for: { reference: 'Patient/a' }, requester: { reference: 'Practitioner/p' } });
    const after = task({ for: { reference: 'Patient/b' }, requester: { reference: 'Practitioner/q' } });
    expect(keys({ before, task: after })).toEqual(['task-fixed Task.for', 'task-fixed Task.requester']);
  });

  test('that is a result is signed by those whose role answers for it', () => {
    const code = { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'sign-result' }] };
    const signed = { before: task({ code }), task: task({ code, status: 'completed' }) };
    expect(keys({ ...signed, maySign: false })).toEqual(['task-sign-role Task.status']);
    expect(keys(signed)).toEqual([]);
  });

  test('is told by systems as it is elsewhere, and still not opened again', () => {
    const system = { isSystem: true, isOwner: false, becomesOwner: false };
    expect(keys({ ...system, task: task({ status: 'completed' }) })).toEqual([]);
    expect(keys({ ...system, before: task({ status: 'completed' }), task: task() })).toEqual([
      'task-closed Task.status',
    ]);
  });
});

test('a deadline that is a day lasts through it in Norway', () => {
  const due = (end: string) => deadlineOf(task({ restriction: { period: { end } } }));
  expect(due('2026-11-29')).toBe(Date.parse('2026-11-30T00:00:00+01:00'));
  expect(due('2026-07-01')).toBe(Date.parse('2026-07-02T00:00:00+02:00'));
  expect(due('2026-11-29T10:00:00+01:00')).toBe(Date.parse('2026-11-29T09:00:00Z'));
  const late = task({ restriction: { period: { end: '2026-11-29T10:00:00+01:00' } } });
  expect(isOverdue(late, Date.parse('2026-11-29T09:00:00Z'))).toBe(true);
  expect(isOverdue({ ...late, status: 'completed' }, Date.parse('2026-11-30T09:00:00Z'))).toBe(false);
});

test('priority is raised by a step, as far as there is one', () => {
  expect([undefined, 'routine', 'urgent', 'asap', 'stat'].map(raised)).toEqual([
    ...['urgent', 'urgent', 'asap', 'stat', 'stat'],
  ]);
});

describe('a result', () => {
  const report = { resourceType: 'DiagnosticReport', result: [{ reference: 'Observation/o' }] } as unknown as Resource;
  const value = (more: object) => ({ resourceType: 'Observation', ...more }) as unknown as Resource;
  const says = (code: string) => value({ interpretation: [{ coding: [{ code }] }] });
  const range = (number: number) =>
    value({ valueQuantity: { value: number }, referenceRange: [{ low: { value: 3.5 }, high: { value: 5 } }] });

  test.each([
    ['HH', 'critical'],
    ['LL', 'critical'],
    ['H', 'abnormal'],
    ['POS', 'abnormal'],
    ['N', 'normal'],
    ['NEG', 'normal'],
  ])('that says %s is %s', (code, severity) => {
    expect(severityOf(report, [says(code)])).toBe(severity);
  });

  test('is judged by its limits where nothing is said', () => {
    expect(severityOf(report, [range(4)])).toBe('normal');
    expect(severityOf(report, [range(6.2)])).toBe('abnormal');
  });

  test('is normal only when all of it is known to be', () => {
    expect(severityOf(report, [])).toBe('abnormal');
    expect(severityOf({ resourceType: 'DiagnosticReport' }, [])).toBe('abnormal');
    expect(severityOf(report, [value({ valueString: 'Vekst' })])).toBe('abnormal');
    expect(severityOf(report, [says('N'), says('HH')])).toBe('critical');
  });
});

test.each([
  ['winter', '2026-01-31', '2026-02-01', '+01:00'],
  ['summer', '2026-06-30', '2026-07-01', '+02:00'],
])('a job and an absence end with the day, and begin with it, at midnight in Norway in %s', (_, day, next, zone) => {
  const midnight = Date.parse(`${next}T00:00:00${zone}`);
  const job = { resourceType: 'PractitionerRole', active: true, period: { end: day } } as unknown as Resource;
  expect([hasEnded(job, midnight - 1), hasEnded(job, midnight)]).toEqual([false, true]);
  const away = { notAvailable: [{ during: { start: next, end: next } }] } as unknown as Resource;
  expect([hasEnded(away, midnight - 1), hasEnded(away, midnight)]).toEqual([false, true]);
  expect(awaySince(away, midnight)).toBe(midnight);
  // 23:30 in UTC is in the next day already
  expect(hasEnded(job, Date.parse(`${day}T23:30:00Z`))).toBe(true);
});

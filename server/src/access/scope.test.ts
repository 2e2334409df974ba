import { expect, test } from 'vitest';
import { accessBits, type Category, categoryMask, everyCategory, type Label, labelBit } from './categories.ts';
import type { ResourceFacts } from './facts.ts';
import { textOf } from './reasons.ts';
import { relation as relationRule } from './rules/limits.ts';
import { elementsOf, maskOf } from './rules/places.ts';
import { isShown, judge, type Scope } from './scope.ts';
import type { Permit } from './verdict.ts';

const scope = (over: Partial<Scope> = {}): Scope => ({
  reason: 'relation:vedtak',
  categories: everyCategory,
  otherwise: { reason: 'role-category', status: 403 },
  hidden: labelBit('wrong-patient'),
  barriers: [],
  passed: [],
  isWhole: false,
  address: 'open',
  masksThirdParty: false,
  masksIdentity: false,
  extras: [],
  obligations: [],
  ...over,
});

const note = (over: Partial<ResourceFacts> = {}): ResourceFacts => ({
  type: 'DocumentReference',
  id: 'd',
  category: 'clinical-note',
  labels: [],
  custodians: ['unit-1'],
  authors: ['nurse-1'],
  ...over,
});

const labelled = (...labels: Label[]) => note({ labels });
const of = (category: Category) => note({ category });

test('what the role does not cover is refused openly, and what is in quarantine as if it were not there', () => {
  const narrow = scope({ categories: categoryMask(['care-plan']) });
  expect(judge(narrow, note())).toMatchObject({ decision: 'deny', reason: 'role-category', status: 403 });
  expect(judge(scope(), labelled('wrong-patient'))).toMatchObject({ reason: 'wrong-patient', status: 404 });
  expect(judge(scope(), of('adoption-link'))).toMatchObject({ reason: 'adoption-link', status: 404 });
});

test('a block covers what all of its parts fit, and nothing else', () => {
  const barrier = {
    reason: 'blocked-org' as const,
    categories: categoryMask(['clinical-note']),
    custodians: ['unit-1'],
    documents: [{ type: 'DocumentReference', id: 'd' }],
    period: { from: 100, to: 200 },
    marker: true,
  };
  const blocked = scope({ barriers: [barrier] });
  const inside = { from: 150, to: 150 };
  expect(judge(blocked, note(inside))).toMatchObject({ decision: 'mask', mask: ['all-content'], marker: true });
  expect(isShown(judge(blocked, note(inside)))).toBe(false);
  expect(judge(blocked, note())).toMatchObject({ decision: 'mask' });
  for (const other of [
    { ...inside, category: 'lab' as const },
    { ...inside, custodians: ['unit-2'] },
    { ...inside, id: 'e' },
    { ...inside, type: 'Composition' },
    { from: 200, to: 300 },
    { from: 10, to: 99 },
  ]) {
    expect(judge(blocked, note(other))).toMatchObject({ decision: 'permit' });
  }
});

test('a block whose marker is hidden leaves no trace', () => {
  const blocked = scope({ barriers: [{ reason: 'blocked-all', marker: false }] });
  expect(judge(blocked, note())).toMatchObject({ decision: 'deny', status: 404, marker: false });
});

test('who wrote an entry may amend it though it is blocked', () => {
  const blocked = scope({ barriers: [{ reason: 'blocked-all', marker: true }], author: 'nurse-1' });
  expect(judge(blocked, note()).decision).toBe('permit');
  expect(judge(blocked, note({ authors: ['nurse-2'] })).decision).toBe('mask');
});

test('what is not signed is there for its author alone', () => {
  const draft = note({ labels: ['draft'], authors: ['secretary-1'], signers: ['PractitionerRole/doctor-1-role'] });
  const of = (recorder: string, ...authors: string[]) => scope({ drafts: { recorder, authors } });
  expect(judge(of('nurse-2', 'Practitioner/nurse-2'), draft)).toMatchObject({ reason: 'draft', status: 404 });
  expect(judge(of('doctor-1', 'PractitionerRole/doctor-1-role'), draft).decision).toBe('permit');
  expect(judge(of('secretary-1'), draft).decision).toBe('permit');
  expect(judge(scope(), draft)).toMatchObject({ decision: 'deny', reason: 'draft' });
  expect(judge(scope({ isWhole: true }), draft).decision).toBe('permit');
});

test('a protected address is left out, with the place of appointments, but for the reader’s own unit’s', () => {
  const masked = scope({ address: { maskedBut: ['unit-1'] } });
  const patient = note({ type: 'Patient', category: 'demographics', custodians: ['unit-2'] });
  expect(judge(masked, patient)).toMatchObject({
    decision: 'mask',
    reason: 'address-protected',
    mask: ['address', 'telecom', 'geo', 'managing-unit'],
  });
  expect(isShown(judge(masked, patient))).toBe(true);
  expect(judge(masked, note({ type: 'Appointment' })).decision).toBe('permit');
  expect(judge(masked, note({ type: 'Appointment', custodians: [] })).mask).toEqual(['place']);
  expect(elementsOf('Encounter', 'place')).toContain('location');
  expect(maskOf('Observation')).toBeUndefined();
});

test('every reason is said in three languages, with the manner of a relation added', () => {
  expect(textOf('relation:fastlege-delegated', 'nb')).toMatch(/fastlegekontoret.*på vegne av/);
  expect(textOf('relation:encounter-grace', 'en')).toMatch(/was treated.*ended/);
  for (const kind of relationRule.at(Date.now()).value.graceKinds) {
    expect(textOf(`relation:${kind}-grace`, 'nb'), kind).toMatch(/^Personen (var|hadde) /);
  }
  expect(textOf('relation:log-case', 'nn')).toMatch(/kontrollerer/);
  expect(textOf('no-basis', 'en')).toMatch(/not registered with your unit/);
});

test('a permit is plain data, and can be kept and sent as such', () => {
  const permit: Permit = {
    permit: scope(),
    reason: 'relation:vedtak',
    rule: 'G6-relation',
    ground: { law: 'hpl § 25' },
    extras: [],
    obligations: [],
    marker: false,
  };
  const copy: Permit = JSON.parse(JSON.stringify(permit));
  expect(judge(copy.permit, note())).toEqual(judge(permit.permit, note()));
});

test('bits of a resource', () => {
  expect(accessBits('lab', ['delayed'])).toBe((1 << 4) | (1 << 22));
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../../access/actor.ts';
import { nationalNumbers } from '../../../../test/national-numbers.ts';
import { type TestServer, type Told, withServer } from '../../../../test/server.ts';

/** The child welfare service has taken over the care of a child, from a day until a day: who acts for the child then. */
let server: TestServer;
const numbers = nationalNumbers();
const before = Date.parse('2026-11-30T23:59:59+01:00');
const during = Date.parse('2026-12-01T00:00:00+01:00');
const after = Date.parse('2027-01-01T00:00:00+01:00');
const decision = { start: '2026-12-01', end: '2026-12-31' };

const system = 'urn:oid:2.16.578.1.12.4.1.4.1';
const own = 'https://enjournal.no/fhir';
const number = new Map<string, string>();

const put = async (resource: { resourceType: string; id: string; [more: string]: unknown }, who = 'test') => {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource, as(who));
  if (answer.status >= 300) throw new Error(answer.text);
};
const as = (who: string, actingFor?: string) => ({
  authorization: `Bearer ${who}`,
  ...(actingFor === undefined ? {} : { 'x-acting-for': `Patient/${actingFor}` }),
});

async function person(id: string, birthDate: string): Promise<void> {
  number.set(id, numbers.next().value as string);
  const identifier = [{ system, value: number.get(id) }];
  await put({ resourceType: 'Patient', id, identifier, name: [{ family: id }], birthDate });
  server.actors.set(id, {
    ...{ kind: 'citizen', id: `Patient/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
    ...{ loa: 4, ownPatient: id, purpose: 'PATRQT' },
  } as Actor);
}

const responsibility = {
  coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }],
};
const order = (code: string, valuePeriod: object = decision) => ({
  extension: [{ url: `${own}/StructureDefinition/relationship-period`, valuePeriod }],
  coding: [{ system: `${own}/CodeSystem/parental-limit`, code }],
});
const related = (who: string, relationship: object[], child = 'child') =>
  put({
    resourceType: 'RelatedPerson',
    id: `${who}-of-${child}`,
    identifier: [{ system, value: number.get(who) }],
    active: true,
    patient: { reference: `Patient/${child}` },
    relationship,
  });
const note = (id: string, patient: string, meta: object = {}) =>
  put({
    resourceType: 'Composition',
    id,
    meta,
    status: 'final',
    type: { text: 'Notat' },
    subject: { reference: `Patient/${patient}` },
    date: '2026-11-01T12:00:00+01:00',
    author: [{ display: 'Lege' }],
    title: 'Notat',
  });
const label = (code: string) => ({ security: [{ system: `${own}/CodeSystem/access-label`, code }] });

beforeAll(async () => {
  server = await withServer();
  server.clock.now = during;
  await person('child', '2018-05-05');
  await person('teen', '2013-05-05');
  for (const who of ['mother', 'father', 'officer', 'foster', 'claimant']) await person(who, '1985-01-01');
  await related('mother', [responsibility, order('taken-from')]);
  await related('father', [responsibility]);
  await related('officer', [order('child-welfare')]);
  await related('foster', [order('foster-parent')]);
  await related('mother', [responsibility, order('taken-from')], 'teen');
  await related('officer', [order('child-welfare')], 'teen');
  await note('plain', 'child');
  await note('kept', 'child', label('withheld-from-parents'));
  await note('shared', 'child', label('released-to-parents'));
  await note('youth', 'child', { tag: [{ system: `${own}/CodeSystem/service-kind`, code: 'youth-clinic' }] });
  await note('teens', 'teen');
  await note('teens-shared', 'teen', label('released-to-parents'));
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const reads = async (who: string, id: string, child = 'child') =>
  (await server.get(`Composition/${id}`, as(who, child))).status;
const finds = async (who: string, child = 'child') => {
  const { status, body } = await server.get(`Composition?patient=${child}`, as(who, child));
  return status === 200 ? (body.entry ?? []).map(({ resource }) => resource.id).sort() : [];
};
async function actingFor(who: string): Promise<Record<string, unknown>[]> {
  const { body } = await server.get(`Patient/${who}/$acting-for`, as(who));
  const persons = (body.parameter ?? []).filter(({ name }: Told['parameter'][number]) => name === 'person');
  return persons.map(({ part }: Told['parameter'][number]) =>
    Object.fromEntries(
      (part as { name: string }[]).map((one) => [one.name, Object.entries(one).find(([key]) => key !== 'name')?.[1]]),
    ),
  );
}
async function closedFor(who: string): Promise<unknown> {
  const { body, text } = await server.get(`Patient/${who}/$acting-for`, as(who));
  const told = (body.parameter ?? []).filter(({ name }: Told['parameter'][number]) => name === 'closed');
  if (told.length > 0) expect(text, 'which child is not said').not.toMatch(/child"|teen"/);
  return told.map(({ valueCoding }) => (valueCoding as { code: string }).code);
}
const groundOf = (one: Record<string, unknown>) => (one.ground as { code: string }).code;

test('until the decision holds, parents act for the child, and the child welfare service does not', async () => {
  server.clock.now = before;
  expect(await reads('mother', 'plain')).toBe(200);
  expect(await reads('officer', 'plain')).toBe(404);
  expect(await reads('foster', 'shared')).toBe(404);
  expect(await actingFor('officer')).toEqual([]);
});

test('while it holds, who the care is taken from finds nothing, and is told of nothing', async () => {
  server.clock.now = during;
  for (const id of ['plain', 'shared', 'kept']) expect(await reads('mother', id)).toBe(404);
  expect(await finds('mother')).toEqual([]);
  expect((await server.get('Patient/child', as('mother', 'child'))).status).toBe(404);
  expect((await server.get('Patient/child/$everything', as('mother', 'child'))).status).toBe(404);
  expect((await server.get('AuditEvent?patient=child', as('mother', 'child'))).status).toBe(404);
  expect(await actingFor('mother')).toEqual([]);
  const created = await server.post(
    'Observation',
    {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Vekt' },
      subject: { reference: 'Patient/child' },
      valueString: '20 kg',
    },
    as('mother', 'child'),
  );
  expect(created.status).toBeGreaterThanOrEqual(403);
  // but for why, if they are party to the decision
  expect(await closedFor('mother')).toEqual(['care-taken-over']);
  for (const who of ['father', 'officer', 'foster', 'claimant']) expect(await closedFor(who), who).toEqual([]);
  // a decision is about whom it names
  expect(await reads('father', 'plain')).toBe(200);
});

test('who decides for the child welfare service stands where parents stand, with their limits, until the decision ends', async () => {
  server.clock.now = during;
  expect(await finds('officer')).toEqual(['plain', 'shared']);
  expect(await reads('officer', 'kept')).toBe(404);
  expect(await reads('officer', 'youth')).toBe(404);
  const [child] = (await actingFor('officer')).filter(
    ({ patient }) => (patient as { reference: string }).reference === 'Patient/child',
  );
  expect(groundOf(child!)).toBe('care-order');
  expect(Date.parse(child!.until as string)).toBe(after);
  const log = await server.get('AuditEvent?patient=child', as('child'));
  expect(log.text).toContain('officer');
});

test('foster parents see what is shared with them, and no more', async () => {
  server.clock.now = during;
  expect(await finds('foster')).toEqual(['shared']);
  expect(await reads('foster', 'plain')).toBe(404);
  const [child] = await actingFor('foster');
  expect(groundOf(child!)).toBe('released-to-parents');
});

test('a child of twelve or more is as far from the child welfare service as from parents', async () => {
  server.clock.now = during;
  expect(await finds('officer', 'teen')).toEqual(['teens-shared']);
  expect(await reads('officer', 'teens', 'teen')).toBe(404);
  expect(await finds('mother', 'teen')).toEqual([]);
});

test('when the decision ends, so does what it gave and what it took', async () => {
  server.clock.now = after;
  expect(await reads('mother', 'plain')).toBe(200);
  expect(await closedFor('mother')).toEqual([]);
  expect(await reads('officer', 'plain')).toBe(404);
  expect(await reads('foster', 'shared')).toBe(404);
  expect(await actingFor('officer')).toEqual([]);
});

test('who is both foster parent and the one it was taken from, in whatever order it is said, sees nothing', async () => {
  server.clock.now = during;
  await related('claimant', [order('foster-parent'), order('taken-from')]);
  expect(await reads('claimant', 'shared')).toBe(404);
  await related('claimant', [order('taken-from'), order('foster-parent')]);
  expect(await reads('claimant', 'shared')).toBe(404);
  expect(await closedFor('claimant'), 'nor why, for they are no parent').toEqual([]);
});

test('what a person writes gives nobody the place of the child welfare service', async () => {
  server.clock.now = during;
  const written = {
    resourceType: 'RelatedPerson',
    identifier: [{ system, value: number.get('claimant') }],
    active: true,
    patient: { reference: 'Patient/child' },
    relationship: [order('child-welfare')],
  };
  const answer = await server.post('RelatedPerson', written, as('officer', 'child'));
  expect(answer.status).toBeGreaterThanOrEqual(403);
  const tag = [{ system: `${own}/CodeSystem/recorder`, code: 'somebody' }];
  await put({ ...written, id: 'claimant-of-child', meta: { tag } });
  expect(await reads('claimant', 'plain')).toBe(404);
});

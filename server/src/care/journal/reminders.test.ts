import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DAY_MS, reportOf, type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
beforeEach(() => {
  w.server.clock.now = Date.now();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const later = (ms: number) => {
  w.server.clock.now = Date.now() + ms;
};
const remindersOf = async (token: string, kari: string) =>
  (await w.get(token, `Task?patient=${kari}&code=unsigned-note`)).body.entry?.map(({ resource }) => resource) ?? [];

test('an author is reminded once of what is a day old, and nobody else learns that it was begun', async () => {
  const kari = await w.citizen();
  const draft = await w.draft('ada', kari);
  await w.settle();
  expect(await remindersOf('ada', kari)).toEqual([]);
  later(DAY_MS + 60_000);
  await w.settle();
  await w.settle();
  expect(await remindersOf('ada', kari)).toMatchObject([
    {
      status: 'requested',
      owner: { reference: 'Practitioner/ada' },
      focus: { reference: `QuestionnaireResponse/${draft.id}` },
    },
  ]);
  const mine = await w.get('ada', 'Task?owner=Practitioner/ada&status=requested');
  expect(mine.body.total).toBe(1);
  for (const other of ['bo', 'hanne', `kari-${kari}`]) expect(await remindersOf(other, kari), other).toEqual([]);
});

test('the reminder is over when the note is signed, and called off when it is thrown away', async () => {
  const kari = await w.citizen();
  const [first, second] = [await w.draft('ada', kari), await w.draft('ada', kari)];
  later(2 * DAY_MS);
  await w.settle();
  expect(await remindersOf('ada', kari)).toHaveLength(2);
  const signed = await w.sign('ada', first);
  expect(signed.status, signed.text).toBe(200);
  await w.put('ada', { ...second, status: 'stopped' });
  await w.settle();
  const left = await remindersOf('ada', kari);
  expect(new Map(left.map((one) => [(one.focus as { reference: string }).reference, one.status]))).toEqual(
    new Map([
      [`QuestionnaireResponse/${first.id}`, 'completed'],
      [`QuestionnaireResponse/${second.id}`, 'cancelled'],
    ]),
  );
  later(4 * DAY_MS);
  await w.settle();
  expect(await remindersOf('ada', kari)).toHaveLength(2);
});

test('of what waits for a countersignature, and of a citizen’s form, nobody is reminded so', async () => {
  const kari = await w.citizen();
  const { body } = await w.post('siri', reportOf(kari, 'siri'));
  expect((await w.sign('siri', body)).status).toBe(200);
  await w.post(`kari-${kari}`, {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    subject: { reference: `Patient/${kari}` },
    author: { reference: `Patient/${kari}` },
  });
  later(3 * DAY_MS);
  await w.settle();
  expect((await w.server.get(`Task?patient=${kari}&code=unsigned-note`)).body.total).toBe(0);
});

test('what somebody who has left began is the unit’s to finish: who takes it on becomes its author, and nobody else reads it', async () => {
  const kari = await w.citizen();
  const job = { resourceType: 'PractitionerRole', id: 'gone-solli', active: true };
  const of = { practitioner: { reference: 'Practitioner/gone' }, organization: { reference: 'Organization/solli' } };
  const code = [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'lege' }] }];
  const qualification = [{ code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'LE' }] } }];
  await w.server.put('Practitioner/gone', { resourceType: 'Practitioner', id: 'gone', qualification });
  await w.server.put('PractitionerRole/gone-solli', { ...job, ...of, code });
  w.server.actors.set('gone', {
    ...w.server.actors.get('ada')!,
    ...{ id: 'Practitioner/gone', practitioner: 'gone', practitionerRole: 'gone-solli', display: 'Gone' },
  });
  const draft = await w.draft('gone', kari);
  const orphansOf = async (token: string) =>
    (await w.get(token, `Task?patient=${kari}&code=orphan-draft`)).body.entry?.map(({ resource }) => resource) ?? [];
  await w.settle();
  expect(await orphansOf('bo')).toEqual([]);
  await w.server.put('PractitionerRole/gone-solli', { ...job, ...of, code, active: false });
  await w.settle();
  await w.settle();
  const [task, ...others] = await orphansOf('bo');
  expect(others).toEqual([]);
  expect(task).toMatchObject({ status: 'requested', owner: { reference: 'Organization/solli' } });
  expect(await orphansOf('siri'), 'a student, of another unit').toEqual([]);
  expect((await w.get('bo', `QuestionnaireResponse/${draft.id}`)).status).toBe(404);
  const forUnit = await w.put('bo', { ...task!, status: 'accepted' });
  expect([forUnit.status, forUnit.text]).toEqual([422, expect.stringContaining('orphan-role')]);
  const owner = { reference: 'PractitionerRole/bo-solli' };
  expect((await w.put('bo', { ...task!, status: 'accepted', owner })).status).toBe(200);
  await w.settle();
  const mine = await w.get('bo', `QuestionnaireResponse/${draft.id}`);
  expect(mine.body).toMatchObject({
    author: { reference: 'Practitioner/bo' },
    source: { reference: 'Practitioner/gone' },
  });
  expect((await w.get('ada', `QuestionnaireResponse/${draft.id}`)).status).toBe(404);
  const signed = await w.sign('bo', mine.body);
  expect(signed.status, signed.text).toBe(200);
  await w.settle();
  expect(await orphansOf('bo')).toMatchObject([{ status: 'completed' }]);
});

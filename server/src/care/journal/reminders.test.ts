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

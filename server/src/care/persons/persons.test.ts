import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { identifierSystems } from '../../registers/index.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { persons } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ processes: [persons] });
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const numbers = nationalNumbers();
const aNumber = (): string => numbers.next().value as string;
const identifier = (value: string, more: JsonObject = {}) => ({ system: identifierSystems.FNR, value, ...more });
const patient = (value: string, more: JsonObject = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:local', value: 'x' }, identifier(value)],
  ...more,
});
const create = (resource: JsonObject, headers?: Record<string, string>) => server.post('Patient', resource, headers);
const transact = (...entry: JsonObject[]) => server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
const post = (resource: JsonObject) => ({ resource, request: { method: 'POST', url: 'Patient' } });
const put = (resource: JsonObject) => ({ resource, request: { method: 'PUT', url: `Patient/${resource.id}` } });
const found = async (number: string): Promise<string[]> => {
  const { body } = await server.get(`Patient?identifier=${identifierSystems.FNR}|${number}`);
  return (body.entry ?? []).map(({ resource }) => resource.id).sort();
};
const refusalOf = ({ status, body }: Answer) => [status, body.issue.map(({ code, expression }) => [code, expression])];
const taken = [422, [['duplicate', ['Patient.identifier[1]']]]];

test('a number stands on one Patient, by whatever way a second would get it, and the refusal tells nothing of the first', async () => {
  const number = aNumber();
  const { body: first } = await create(patient(number, { name: [{ family: 'Testdal' }] }));
  for (const refused of [
    await create(patient(number)),
    await server.put('Patient/own-id', patient(number, { id: 'own-id' })),
  ]) {
    expect(refusalOf(refused)).toEqual(taken);
    expect(refused.text).not.toMatch(new RegExp(`${number}|${first.id}|Testdal`));
  }
  const { body: other } = await create(patient(aNumber()));
  expect(refusalOf(await server.put(`Patient/${other.id}`, { ...other, ...patient(number) }))).toEqual(taken);
  expect(
    (
      await server.send(
        'PATCH',
        `Patient/${other.id}`,
        [{ op: 'replace', path: '/identifier/1/value', value: number }],
        {
          'content-type': 'application/json-patch+json',
        },
      )
    ).status,
  ).toBe(422);
  expect(await found(number)).toEqual([first.id]);
  expect((await server.put(`Patient/${first.id}`, { ...first, gender: 'female' })).status).toBe(200);
});

test('of many at once one is made', async () => {
  const number = aNumber();
  const answers = await Promise.all(Array.from({ length: 8 }, () => create(patient(number))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(422)]);
  expect(await found(number)).toHaveLength(1);
});

test('a conditional create finds who is there, as before', async () => {
  const number = aNumber();
  const once = { 'if-none-exist': `identifier=${identifierSystems.FNR}|${number}` };
  const first = await create(patient(number), once);
  const again = await create(patient(number), once);
  expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
});

test('in a transaction all count as they will stand', async () => {
  const number = aNumber();
  const twice = await transact(post(patient(number)), post(patient(number)));
  expect([twice.status, twice.body.issue.map(({ code }) => code)]).toEqual([422, ['duplicate', 'duplicate']]);
  expect(await found(number)).toEqual([]);
  const { body: old } = await create(patient(number, { id: 'merged-into' }));
  const link = [{ type: 'replaced-by', other: { reference: 'Patient/merged-to' } }];
  const merged = await transact(put({ ...old, link } as never), put(patient(number, { id: 'merged-to' })));
  expect(merged.status, merged.text).toBe(200);
  expect(await found(number)).toEqual([old.id, 'merged-to'].sort());
  // and the one that was replaced does not come to life beside the other
  expect(refusalOf(await server.put(`Patient/${old.id}`, old))).toEqual(taken);
  const moved = await transact(
    { request: { method: 'DELETE', url: 'Patient/merged-to' } },
    put(patient(number, { id: 'moved-to' })),
  );
  expect(moved.status, moved.text).toBe(200);
});

test('of many in a transaction each is judged by its own number, and all that are taken are told by their entries', async () => {
  const [known, twice] = [aNumber(), aNumber()];
  await create(patient(known));
  const entries = Array.from({ length: 40 }, () => post(patient(aNumber())));
  entries[7] = post(patient(known));
  entries[20] = post(patient(twice));
  entries[33] = post(patient(twice, { name: [{ family: 'Testdal' }] }));
  const refused = await transact(...entries);
  const place = (entry: number) => ['duplicate', [`Bundle.entry[${entry}].resource.identifier[1]`]];
  expect(refusalOf(refused)).toEqual([422, [place(7), place(20), place(33)]]);
});

test('many in a transaction cost as many statements as two', async () => {
  const asked = statements(server);
  const transacted = async (count: number) => {
    const before = asked();
    expect((await transact(...Array.from({ length: count }, () => post(patient(aNumber()))))).status).toBe(200);
    return asked() - before;
  };
  expect(await transacted(40)).toBe(await transacted(2));
});

/** How many statements transactions have sent since. */
function statements({ database }: TestServer): () => number {
  let count = 0;
  const { transaction } = database;
  database.transaction = (work) =>
    transaction.call(database, (client) => {
      const query: typeof client.query = (...all) => {
        count += 1;
        return client.query(...all);
      };
      return work({ query, isBegun: () => client.isBegun() });
    }) as never;
  return () => count;
}

test.each<[string, (number: string) => JsonObject]>([
  ['one that has ceased', (number) => ({ identifier: [identifier(number, { use: 'old' })] })],
  ['one of a record that is not in use', (number) => ({ identifier: [identifier(number)], active: false })],
  ['another system’s', (number) => ({ identifier: [{ system: 'urn:local', value: number }] })],
  ['none', () => ({})],
])('a number is no hindrance beside %s', async (_which, members) => {
  const number = aNumber();
  for (const resource of [{ resourceType: 'Patient', ...members(number) }, patient(number)])
    expect((await create(resource)).status).toBe(201);
  expect((await create({ resourceType: 'Patient', ...members(number) })).status).toBe(201);
});

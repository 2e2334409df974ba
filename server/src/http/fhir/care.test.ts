import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type CareContext, type CareEvent, careProcess, parameterOf, refused, warned } from '../../care/index.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A process of the test's own: a flag needs a text, is not closed twice, and takes its status from its author's word. */
const happened: string[] = [];
const wards: string[] = [];
const rounds: number[] = [];
const flags = careProcess({
  name: 'flags',
  governs: {
    async Flag({ resource, before, actor, read, find, stored }) {
      if (resource === undefined && before?.status === 'inactive')
        return [refused('flag-kept', 'Flag', 'A flag is never deleted.')];
      if (resource === undefined) return [];
      const issues = [];
      const { code, status, encounter } = resource as unknown as {
        code?: { text?: string };
        status: string;
        encounter?: { reference: string };
      };
      if (code?.text === undefined) issues.push(refused('flag-text', 'Flag.code.text', 'A flag says what it is.'));
      if (before?.status === 'inactive' && status === 'active')
        issues.push(refused('flag-closed', 'Flag.status', 'A flag is not opened again.'));
      if (encounter !== undefined) {
        const of = await read(encounter.reference);
        if (of?.status === 'finished')
          issues.push(refused('flag-late', 'Flag.encounter', 'The encounter is finished.'));
      }
      if (code?.text === 'only one') {
        const others = [...(await find('Flag', 'identifier=one')), ...stored].filter(({ id }) => id !== resource.id);
        if (others.length > 0) issues.push(refused('flag-twice', 'Flag.identifier', 'There is one already.'));
      }
      if (actor.id === 'client:test' && code?.text === 'doubtful')
        issues.push(warned('flag-doubtful', 'Flag.code', 'Is it so?'));
      return issues;
    },
  },
  operations: [
    {
      name: 'flag-twice',
      definition: 'https://enjournal.no/fhir/OperationDefinition/flag-twice',
      at: [{ level: 'instance', types: ['Patient'] }],
      get: false,
      summary: 'Two flags at once',
      async run(context: CareContext, { id, parameters }) {
        const texts = [parameterOf(parameters, 'first'), parameterOf(parameters, 'second')];
        const made = await context.transact(
          texts.map((text) => ({ method: 'POST', resource: flag(`Patient/${id}`, text as string | undefined) })),
        );
        return {
          resourceType: 'Bundle',
          type: 'collection',
          entry: made.map((resource) => ({ resource })),
        } as Resource;
      },
    },
  ],
  on: [
    {
      name: 'seen',
      types: ['Flag'],
      async handle({ before, after }: CareEvent) {
        happened.push(`${before?.status ?? '-'} → ${after?.status ?? '-'}`);
      },
    },
    {
      name: 'wards',
      types: ['Flag', 'Location'],
      isNews: ({ description }) => description === 'ward',
      async handle({ id, before }: CareEvent) {
        wards.push(`${before === undefined ? 'new' : 'changed'} ${id}`);
      },
    },
  ],
  every: [{ name: 'count', everyMs: 3_600_000, run: async () => void rounds.push(1) }],
  words: {
    'flag-text': { nb: 'Skriv hva flagget gjelder', nn: 'Skriv kva flagget gjeld', en: 'Say what the flag is' },
  },
});

const flag = (subject: string, text: string | undefined, more: JsonObject = {}): Resource =>
  ({
    resourceType: 'Flag',
    status: 'active',
    code: text === undefined ? { coding: [{ system: 'urn:x', code: 'x' }] } : { text },
    subject: { reference: subject },
    ...more,
  }) as unknown as Resource;

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ processes: [flags] });
  for (const id of ['p1', 'p2']) await server.put(`Patient/${id}`, { resourceType: 'Patient', id });
});
afterAll(() => server.close());

test('a rule holds for a plain create, with words in the language asked for and the field', async () => {
  const answer = await server.post('Flag', flag('Patient/p1', undefined), { 'accept-language': 'nn' });
  expect(answer.status).toBe(422);
  expect(answer.body.issue).toMatchObject([
    {
      severity: 'error',
      code: 'business-rule',
      details: { text: 'Skriv kva flagget gjeld' },
      expression: ['Flag.code.text'],
    },
  ]);
});

test('a rule holds for updates, patches and deletes, and nothing is changed', async () => {
  const { id } = (await server.post('Flag', flag('Patient/p1', 'fall', { status: 'inactive' }))).body;
  expect((await server.put(`Flag/${id}`, { ...flag('Patient/p1', 'fall'), id })).status).toBe(422);
  const patch = JSON.stringify([{ op: 'replace', path: '/status', value: 'active' }]);
  const patched = await server.send('PATCH', `Flag/${id}`, patch, { 'content-type': 'application/json-patch+json' });
  expect(patched.status).toBe(422);
  expect((await server.send('DELETE', `Flag/${id}`)).status).toBe(422);
  expect((await server.get(`Flag/${id}`)).body).toMatchObject({ status: 'inactive', meta: { versionId: '1' } });
});

test('in a transaction the issues of all entries are told with their places, and none is stored', async () => {
  const entry = [flag('Patient/p2', 'good'), flag('Patient/p2', undefined), flag('Patient/p2', undefined)].map(
    (resource) => ({ resource, request: { method: 'POST', url: 'Flag' } }),
  );
  const answer = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  expect(answer.status).toBe(422);
  expect(answer.body.issue.map(({ expression }) => expression[0])).toEqual([
    'Bundle.entry[1].resource.code.text',
    'Bundle.entry[2].resource.code.text',
  ]);
  expect((await server.get('Flag?subject=Patient/p2')).body.total).toBe(0);
});

test('a rule reads what the same transaction makes, and what stands in the store', async () => {
  const finished = {
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p1' },
  };
  const { id } = (await server.post('Encounter', finished)).body;
  expect(
    (await server.post('Flag', flag('Patient/p1', 'x', { encounter: { reference: `Encounter/${id}` } }))).status,
  ).toBe(422);
  const answer = await server.post('', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { resource: { ...finished, id, status: 'in-progress' }, request: { method: 'PUT', url: `Encounter/${id}` } },
      {
        resource: flag('Patient/p1', 'x', { encounter: { reference: `Encounter/${id}` } }),
        request: { method: 'POST', url: 'Flag' },
      },
    ],
  });
  expect(answer.status, answer.text).toBe(200);
});

test('a rule finds what stands in the store, and knows what else is stored with it', async () => {
  const one = () => flag('Patient/p1', 'only one', { identifier: [{ value: 'one' }] });
  const entry = [one(), one()].map((resource) => ({ resource, request: { method: 'POST', url: 'Flag' } }));
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(422);
  expect((await server.post('Flag', one())).status).toBe(201);
  expect((await server.post('Flag', one())).status).toBe(422);
});

test('a warning is told, and does not hinder', async () => {
  const answer = await server.post('Flag', flag('Patient/p1', 'doubtful'), { prefer: 'return=OperationOutcome' });
  expect(answer.status).toBe(201);
  expect(answer.body.issue.map(({ severity }) => severity)).toContain('warning');
});

test('an operation does what it does as its caller, all or nothing', async () => {
  const call = (second: string | undefined) =>
    server.post('Patient/p2/$flag-twice', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'first', valueString: 'one' },
        ...(second === undefined ? [] : [{ name: 'second', valueString: second }]),
      ],
    });
  expect((await call(undefined)).status).toBe(422);
  const answer = await call('two');
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.entry.map(({ resource }) => (resource.code as { text: string }).text)).toEqual(['one', 'two']);
  expect((await server.get('Flag?subject=Patient/p2')).body.total).toBe(2);
  const refusedToo = await server.post(
    'Patient/p2/$flag-twice',
    { resourceType: 'Parameters' },
    { authorization: 'Bearer reader' },
  );
  expect(refusedToo.status).toBe(403);
});

test('what is new and what has changed is told once it is durable, and the clock is kept', async () => {
  const follower = careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' });
  happened.length = 0;
  const { id } = (await server.post('Flag', flag('Patient/p1', 'told'))).body;
  await server.put(`Flag/${id}`, { ...flag('Patient/p1', 'told', { status: 'inactive' }), id });
  await vi.waitFor(
    async () => {
      await follower.settle();
      expect(happened).toContain('active → inactive');
    },
    { timeout: 30_000, interval: 100 },
  );
  expect(happened.filter((one) => one === '- → active').length).toBeGreaterThan(0);
  await follower.settle();
  expect(rounds).toEqual([1]);
  await follower.close();
  expect(server.faults).toEqual([]);
});

test('of what is new a handler is told what it waits for, and what nobody waits for is not read again', async () => {
  const follower = careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' });
  const location = (id: string, description: string) =>
    server.put(`Location/${id}`, { resourceType: 'Location', id, description });
  const entry = ['hall', 'ward'].map((description) => ({
    resource: { resourceType: 'Location', id: `${description}-2`, description },
    request: { method: 'PUT', url: `Location/${description}-2` },
  }));
  await location('hall-1', 'hall');
  await location('ward-1', 'ward');
  await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  await location('hall-1', 'corridor');
  await server.post('Flag', flag('Patient/p1', 'for the other handler'));
  await vi.waitFor(
    async () => {
      await follower.settle();
      expect(wards).toContain('changed hall-1');
    },
    { timeout: 30_000, interval: 100 },
  );
  const flags = wards.filter((one) => !/hall|ward/.test(one));
  expect(wards.filter((one) => /hall|ward/.test(one))).toEqual(['new ward-1', 'new ward-2', 'changed hall-1']);
  expect(flags.filter((one) => one.startsWith('new'))).toEqual([]);
  const { rows } = await server.database.reader.query<{ id: string }>(
    "SELECT id FROM outbox WHERE id IN ('hall-1', 'hall-2', 'ward-1', 'ward-2') AND op = 'C' AND is_news ORDER BY id",
  );
  expect(rows.map(({ id }) => id)).toEqual(['ward-1', 'ward-2']);
  await follower.close();
});

test('a write that says whose record it is for is not made in another one', async () => {
  const forP2 = { 'x-record': 'Patient/p2' };
  const wrong = await server.post('Flag', flag('Patient/p1', 'one'), forP2);
  expect([wrong.status, wrong.body.issue[0]?.code]).toEqual([412, 'conflict']);
  expect((await server.post('Flag', flag('Patient/p2', 'one'), forP2)).status).toBe(201);
  const both = ['p2', 'p1'].map((id) => ({
    resource: flag(`Patient/${id}`, 'x'),
    request: { method: 'POST', url: 'Flag' },
  }));
  const before = (await server.get('Flag?subject=Patient/p2')).body.total;
  expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry: both }, forP2)).status).toBe(412);
  expect((await server.get('Flag?subject=Patient/p2')).body.total).toBe(before);
  const there = (await server.post('Flag', flag('Patient/p1', 'there'))).body;
  expect((await server.send('DELETE', `Flag/${there.id}`, undefined, forP2)).status).toBe(412);
  expect((await server.put(`Flag/${there.id}`, { ...flag('Patient/p2', 'moved'), id: there.id }, forP2)).status).toBe(
    412,
  );
  expect((await server.post('Flag', flag('Patient/p2', 'x'), { 'x-record': 'p2' })).status).toBe(400);
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { facts as asked } from './operations/test/asking.ts';

vi.setConfig({ testTimeout: 60_000 });

const facts: CaseFacts = {
  ...asked,
  actor: {
    kind: 'staff',
    id: 'vera',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'legevakt',
    unit: 'legevakt',
  },
  relations: [],
};

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse(facts.now);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test('a legevakt doctor’s program registers who has come, reads, writes why, keeps a document, and refers', async () => {
  const { token, headers, patient } = await buildWorld(server, { facts }, 'lv');
  const as = { authorization: `Bearer ${token}`, ...headers };
  const unit = await server.get('Organization/lv-legevakt');
  const coding = [{ system: 'urn:oid:2.16.578.1.12.4.1.1.8663', code: 'KA02' }];
  await server.put('Organization/lv-legevakt', { ...unit.body, type: [{ coding }] });
  expect((await server.get(`Composition?patient=${patient}`, as)).body.entry ?? []).toEqual([]);

  const arrived = await server.post(
    `Patient/${patient}/$register-arrival`,
    { resourceType: 'Parameters', parameter: [{ name: 'identifiedBy', valueCode: 'document' }] },
    as,
  );
  expect(arrived.status, arrived.text).toBe(200);
  const { reference } = arrived.body.parameter.find(({ name }) => name === 'encounter')!.valueReference as {
    reference: string;
  };
  expect((await server.get(`Composition?patient=${patient}`, as)).body.entry).toHaveLength(1);

  const contact = await server.get(reference, as);
  const why = await server.put(reference, { ...contact.body, reasonCode: [{ text: 'Fall hjemme' }] }, as);
  expect(why.status, why.text).toBe(200);

  const subject = { reference: `Patient/${patient}` };
  const self = { reference: 'Practitioner/lv-vera' };
  const document = (more: JsonObject = {}) => ({
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    author: [self],
    content: [{ attachment: { contentType: 'text/plain', data: 'SGVpLg==' } }],
    ...more,
  });
  const untyped = await server.post('DocumentReference', document(), as);
  expect([untyped.status, untyped.body.issue[0]?.expression]).toEqual([422, ['DocumentReference.type']]);
  const type = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A03-2' }] };
  expect((await server.post('DocumentReference', document({ type }), as)).status).toBe(201);

  const receiver = { reference: 'Organization/lv-sone-3' };
  const referral = 'urn:uuid:5b0c1f52-9d2e-4c06-8a9b-6f3b0f2f7c11';
  const sent = await server.post(
    '',
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: referral,
          resource: {
            resourceType: 'ServiceRequest',
            status: 'active',
            intent: 'order',
            priority: 'stat',
            subject,
            requester: self,
            performer: [receiver],
          },
          request: { method: 'POST', url: 'ServiceRequest' },
        },
        {
          resource: {
            resourceType: 'Task',
            status: 'requested',
            intent: 'order',
            focus: { reference: referral },
            for: subject,
            requester: self,
            owner: receiver,
          },
          request: { method: 'POST', url: 'Task' },
        },
      ],
    },
    as,
  );
  expect(sent.status, sent.text).toBe(200);
  const [task] = (await server.get(`Task?patient=${patient}`, as)).body.entry;
  expect(task?.resource).toMatchObject({ status: 'requested', owner: receiver });
});

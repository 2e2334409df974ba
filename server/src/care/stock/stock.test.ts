import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Follower } from '../../registers/index.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { stockCode, stockDoseSystem, stockExtensions, stockSystem } from './shape.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: TestServer;
let follower: Follower;
beforeAll(async () => {
  server = await withServer();
  follower = careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' });
  for (const id of ['granli', 'other']) await put({ resourceType: 'Organization', id, name: id, active: true });
  for (const [id, unit, role, profession] of [
    ['grete', 'granli', 'sykepleier', 'SP'],
    ['gro', 'granli', 'sykepleier', 'SP'],
    ['hilde', 'granli', 'helsefagarbeider', 'HF'],
    ['eva', 'other', 'sykepleier', 'SP'],
  ] as const) {
    await put({
      resourceType: 'Practitioner',
      id,
      qualification: [{ code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] } }],
    });
    await put({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: `Organization/${unit}` },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    });
    server.actors.set(id, {
      ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
      ...{ loa: 4, practitioner: id, practitionerRole: `${id}-role`, role, purpose: 'TREAT' },
      organization: { id: unit, display: unit },
      legalEntity: unit,
    } as Actor);
  }
}, 120_000);
afterAll(async () => {
  await follower.close();
  await server.close();
  expect(server.faults).toEqual([]);
});

async function put(resource: JsonObject): Promise<void> {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (answer.status > 201) throw new Error(answer.text);
}
const as = (who: string) => ({ authorization: `Bearer ${who}` });
const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details?: { coding?: { code: string }[] } }[]).flatMap(
    ({ details }) => details?.coding?.[0]?.code ?? [],
  );
const quantity = (value: number) => ({ value, unit: 'tablett' });
const signed = (who: string, amount?: number) => ({
  url: stockExtensions.signed,
  extension: [
    { url: 'who', valueReference: { reference: `Practitioner/${who}` } },
    ...(amount === undefined ? [] : [{ url: 'amount', valueQuantity: quantity(amount) }]),
  ],
});

type Line = JsonObject & { id: string; meta: { versionId: string } };
let medicines = 0;
const key = (n = medicines) => `granli/ID_M${n}`;
const lineWith = (balance: number, n = medicines): JsonObject => ({
  resourceType: 'Basic',
  code: { coding: [{ ...stockCode }] },
  identifier: [{ system: stockSystem, value: key(n) }],
  subject: { reference: 'Organization/granli' },
  extension: [
    { url: stockExtensions.medicine, valueCodeableConcept: { text: 'OxyNorm kaps 5 mg' } },
    { url: stockExtensions.balance, valueQuantity: quantity(balance) },
  ],
});
type Move = {
  who: string[];
  amount: number;
  balance?: number;
  more?: JsonObject[];
  status?: string;
  identifier?: JsonObject[];
};
const movement = (
  kind: string,
  line: string,
  { who, amount, balance, more = [], status, identifier = [] }: Move,
): JsonObject => ({
  resourceType: 'SupplyDelivery',
  status: status ?? 'completed',
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/supply-item-type', code: 'medication' }] },
  identifier: [{ system: stockSystem, value: key() }, ...identifier],
  suppliedItem: { quantity: quantity(amount), itemCodeableConcept: { text: 'OxyNorm kaps 5 mg' } },
  occurrenceDateTime: new Date().toISOString(),
  extension: [
    { url: stockExtensions.movement, valueCode: kind },
    { url: stockExtensions.line, valueReference: { reference: line } },
    ...(balance === undefined ? [] : [{ url: stockExtensions.balance, valueQuantity: quantity(balance) }]),
    ...who.map((one) => signed(one, kind === 'count' ? amount : undefined)),
    ...more,
  ],
});
const because = (text: string): JsonObject => ({ url: stockExtensions.reason, valueString: text });
const expected = (value: number): JsonObject => ({ url: stockExtensions.expected, valueQuantity: quantity(value) });

/** Line and movement in one transaction, as any app would write them. */
const both = (
  who: string,
  entries: { resource: JsonObject; url: string; fullUrl?: string; ifMatch?: string }[],
): Promise<Answer> =>
  server.post(
    '',
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: entries.map(({ resource, url, fullUrl, ifMatch }) => ({
        ...(fullUrl === undefined ? {} : { fullUrl }),
        resource,
        request: {
          method: resource.id === undefined ? 'POST' : 'PUT',
          url,
          ...(ifMatch === undefined ? {} : { ifMatch }),
        },
      })),
    },
    as(who),
  );
const URN = 'urn:uuid:6f2f0c11-1111-4111-8111-000000000001';

/** A medicine of which so much was received. */
async function stocked(amount: number): Promise<Line> {
  medicines += 1;
  const answer = await both('grete', [
    { resource: lineWith(amount), url: 'Basic', fullUrl: URN },
    { resource: movement('receive', URN, { who: ['grete'], amount, balance: amount }), url: 'SupplyDelivery' },
  ]);
  expect(answer.status, answer.text).toBe(200);
  return lineNow();
}
async function lineNow(): Promise<Line> {
  const { body } = await server.get(`Basic?identifier=${stockSystem}|${key()}`, as('gro'));
  return body.entry[0]!.resource as unknown as Line;
}
const balanceOf = (line: Line) =>
  (line.extension as { url: string; valueQuantity?: { value: number } }[]).find(
    ({ url }) => url === stockExtensions.balance,
  )!.valueQuantity!.value;
const changed = (line: Line, balance: number) => ({
  resource: { ...lineWith(balance), id: line.id },
  url: `Basic/${line.id}`,
  ifMatch: `W/"${line.meta.versionId}"`,
});
const issue = (line: Line, who: string, amount: number, more: Partial<Move> = {}) => {
  const balance = balanceOf(line) - amount;
  return both(who, [
    changed(line, balance),
    {
      resource: movement('issue', `Basic/${line.id}`, {
        who: [who],
        amount,
        balance,
        more: [because('Til beredskapsskrin')],
        ...more,
      }),
      url: 'SupplyDelivery',
    },
  ]);
};

test('what is received and taken out stands in the book of the unit, and nobody else sees it', async () => {
  const line = await stocked(100);
  const answer = await issue(line, 'gro', 3);
  expect(answer.status, answer.text).toBe(200);
  expect(balanceOf(await lineNow())).toBe(97);
  const ledger = await server.get(`SupplyDelivery?identifier=${stockSystem}|${key()}&_sort=-_lastUpdated`, as('grete'));
  expect(ledger.body.total ?? ledger.body.entry.length).toBe(2);
  expect((await server.get(`SupplyDelivery?identifier=${stockSystem}|${key()}`, as('eva'))).body.entry ?? []).toEqual(
    [],
  );
  expect((await server.get(`Basic/${line.id}`, as('eva'))).status).toBe(404);
});

test('there is never less than nothing, and two who take out the last at the same moment do not both get it', async () => {
  const line = await stocked(2);
  expect(keysOf(await issue(line, 'grete', 3))).toContain('stock-negative');
  const answers = await Promise.all([issue(line, 'grete', 2), issue(line, 'gro', 2)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect(balanceOf(await lineNow())).toBe(0);
});

test('the book changes only by a movement that is stored with it, and adds up', async () => {
  const line = await stocked(10);
  const alone = await server.put(`Basic/${line.id}`, { ...lineWith(9), id: line.id }, as('grete'));
  expect(keysOf(alone)).toEqual(['stock-unexplained']);
  const moved = movement('issue', `Basic/${line.id}`, {
    who: ['grete'],
    amount: 1,
    balance: 9,
    more: [because('Søl')],
  });
  expect(keysOf(await server.post('SupplyDelivery', moved, as('grete')))).toEqual(['stock-together']);
  const wrong = await both('grete', [changed(line, 8), { resource: moved, url: 'SupplyDelivery' }]);
  expect(keysOf(wrong)).toEqual(['stock-sum']);
  const unsaid = await issue(line, 'grete', 1, { more: [] });
  expect(keysOf(unsaid)).toEqual(['stock-reason']);
  expect(keysOf(await issue(line, 'hilde', 1))).toContain('stock-role');
  expect(keysOf(await issue(line, 'grete', 1, { who: ['gro'] }))).toEqual(['stock-signed']);
  expect((await server.send('DELETE', `Basic/${line.id}`, undefined, as('grete'))).status).toBeGreaterThanOrEqual(400);
  expect(balanceOf(await lineNow())).toBe(10);
});

test('what is taken out for a dose is one that was given, and once', async () => {
  const line = await stocked(10);
  await put({ resourceType: 'Patient', id: 'resident' });
  await put({
    resourceType: 'EpisodeOfCare',
    id: 'resident-stay',
    status: 'active',
    patient: { reference: 'Patient/resident' },
    managingOrganization: { reference: 'Organization/granli' },
    period: { start: '2026-01-01' },
  });
  const given = await server.post('MedicationAdministration', {
    resourceType: 'MedicationAdministration',
    status: 'completed',
    medicationCodeableConcept: { text: 'OxyNorm kaps 5 mg' },
    subject: { reference: 'Patient/resident' },
    effectiveDateTime: new Date(Date.now() - 60_000).toISOString(),
  });
  expect(given.status, given.text).toBe(201);
  const forDose = (id: string): Partial<Move> => ({
    more: [{ url: stockExtensions.dose, valueReference: { reference: `MedicationAdministration/${id}` } }],
    identifier: [{ system: stockDoseSystem, value: `MedicationAdministration/${id}` }],
  });
  expect(keysOf(await issue(line, 'grete', 1, forDose('nowhere')))).toEqual(['stock-dose']);
  const first = await issue(line, 'grete', 1, forDose(given.body.id));
  expect(first.status, first.text).toBe(200);
  expect(keysOf(await issue(await lineNow(), 'gro', 1, forDose(given.body.id)))).toEqual(['stock-dose-twice']);
});

test('a count is made by two, each for themself; one alone changes nothing, and a difference needs its reason', async () => {
  const line = await stocked(20);
  const path = `Basic/${line.id}`;
  const alone = await both('grete', [
    changed(line, 18),
    {
      resource: movement('count', path, { who: ['grete'], amount: 18, balance: 18, more: [expected(20)] }),
      url: 'SupplyDelivery',
    },
  ]);
  expect(keysOf(alone)).toContain('stock-two-persons');
  const forged = await both('grete', [
    changed(line, 18),
    {
      resource: movement('count', path, {
        who: ['grete', 'gro'],
        amount: 18,
        balance: 18,
        more: [expected(20), because('Mistet to')],
      }),
      url: 'SupplyDelivery',
    },
  ]);
  expect(keysOf(forged)).toContain('stock-signed');

  const begun = await server.post(
    'SupplyDelivery',
    movement('count', path, { who: ['grete'], amount: 18, status: 'in-progress' }),
    as('grete'),
  );
  expect(begun.status, begun.text).toBe(201);
  expect(balanceOf(await lineNow())).toBe(20);
  const confirm = (who: string, amount: number, more: JsonObject[], second = who) => {
    const count = movement('count', path, {
      who: ['grete'],
      amount: 18,
      balance: amount,
      more: [signed(second, amount), expected(20), ...more],
    });
    return both(who, [
      changed(line, amount),
      { resource: { ...count, id: begun.body.id }, url: `SupplyDelivery/${begun.body.id}` },
    ]);
  };
  expect(keysOf(await confirm('grete', 18, [because('Mistet to')]))).toContain('stock-two-persons');
  expect(keysOf(await confirm('gro', 17, [because('Mistet to')]))).toContain('stock-counts-differ');
  expect(keysOf(await confirm('gro', 18, []))).toEqual(['stock-deviation']);
  const done = await confirm('gro', 18, [because('Mistet to på gulvet')]);
  expect(done.status, done.text).toBe(200);
  expect(balanceOf(await lineNow())).toBe(18);

  await vi.waitFor(async () => {
    await follower.settle();
    const { body } = await server.get(
      'Task?owner=Organization/granli&status=requested&code=stock-deviation',
      as('gro'),
    );
    expect(body.entry?.[0]?.resource).toMatchObject({
      description: expect.stringContaining('-2 tablett. Mistet to på gulvet'),
      focus: { reference: `SupplyDelivery/${begun.body.id}` },
    });
  }, 20_000);
  const again = await server.put(
    `SupplyDelivery/${begun.body.id}`,
    { ...movement('count', path, { who: ['grete'], amount: 20, balance: 20 }), id: begun.body.id },
    as('grete'),
  );
  expect(keysOf(again)).toEqual(['stock-kept']);
});

test('who works elsewhere begins nothing in the stock, and sees nothing of it', async () => {
  const line = await stocked(5);
  const begun = movement('count', `Basic/${line.id}`, { who: ['eva'], amount: 5, status: 'in-progress' });
  expect(keysOf(await server.post('SupplyDelivery', begun, as('eva')))).toEqual(['stock-unit-other']);
  expect((await server.get(`Basic?identifier=${stockSystem}|${key()}`, as('eva'))).body.entry ?? []).toEqual([]);
  const own = { ...lineWith(0), identifier: [{ system: stockSystem, value: 'granli/ID_OTHER' }] };
  expect(keysOf(await server.post('Basic', own, as('eva')))).toContain('stock-unit-other');
});

test('what is discarded has a witness; given up, it changes nothing', async () => {
  const line = await stocked(5);
  const path = `Basic/${line.id}`;
  const begin = () =>
    server.post(
      'SupplyDelivery',
      movement('discard', path, { who: ['grete'], amount: 1, status: 'in-progress', more: [because('Falt i gulvet')] }),
      as('grete'),
    );
  const first = await begin();
  const full = movement('discard', path, {
    who: ['grete', 'gro'],
    amount: 1,
    balance: 4,
    more: [because('Falt i gulvet')],
  });
  const witnessed = await both('gro', [
    changed(line, 4),
    { resource: { ...full, id: first.body.id }, url: `SupplyDelivery/${first.body.id}` },
  ]);
  expect(witnessed.status, witnessed.text).toBe(200);
  const second = await begin();
  const given = movement('discard', path, {
    who: ['grete'],
    amount: 1,
    status: 'abandoned',
    more: [because('Falt i gulvet')],
  });
  expect(
    (await server.put(`SupplyDelivery/${second.body.id}`, { ...given, id: second.body.id }, as('grete'))).status,
  ).toBe(200);
  expect(balanceOf(await lineNow())).toBe(4);
});

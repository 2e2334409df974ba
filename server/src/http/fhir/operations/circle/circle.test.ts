import { afterAll, beforeAll, expect, test } from 'vitest';
import { nationalNumbers } from '../../../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../../test/server.ts';

const numbers = nationalNumbers();
const NOW = '2026-12-01T12:00:00+01:00';
const system = 'urn:oid:2.16.578.1.12.4.1.4.1';
const people = new Map<string, { number: string; family: string }>();
let server: TestServer;

async function person(id: string, more: object = {}): Promise<void> {
  const [number, family] = [numbers.next().value as string, `Krets${id}`];
  people.set(id, { number, family });
  const identifier = [{ system, value: number }];
  const name = [{ use: 'official', family, given: [id] }];
  const patient = { resourceType: 'Patient', id, identifier, name, birthDate: '1960-01-01', ...more };
  expect((await server.put(`Patient/${id}`, patient)).status).toBeLessThan(300);
  const scopes = ['user/*.cruds'];
  const common = { display: id, clientId: 'test', scopes, loa: 4, purpose: 'PATRQT' } as const;
  server.actors.set(id, { kind: 'citizen', id: `Patient/${id}`, ownPatient: id, ...common });
}

const as = (who: string, actingFor?: string) => ({
  authorization: `Bearer ${who}`,
  ...(actingFor === undefined ? {} : { 'x-acting-for': `Patient/${actingFor}` }),
});
const call = (name: string, parameter: object[], who: string, actingFor?: string): Promise<Answer> =>
  server.post(`Patient/kari/$${name}`, { resourceType: 'Parameters', parameter }, as(who, actingFor));
const circle = (who: string, actingFor?: string) => server.get('Patient/kari/$care-circle', as(who, actingFor));
const partsOf = ({ parameter = [] }: Partial<Told>, name: string): Record<string, unknown>[] =>
  parameter
    .filter((each) => each.name === name)
    .map(({ part }) =>
      Object.fromEntries(
        (part as { name: string }[]).map((one) => [one.name, Object.entries(one).find(([key]) => key !== 'name')?.[1]]),
      ),
    );
const keysOf = ({ issue }: Told): unknown[] =>
  issue.map((one) => (one as never as { details: { coding: { code: string }[] } }).details.coding[0]!.code);
const named = (id: string) => [
  { name: 'number', valueString: people.get(id)!.number },
  { name: 'family', valueString: people.get(id)!.family },
];
const invite = (id: string, role: string, until = '2027-06-01', who = 'kari', actingFor?: string) =>
  call(
    'circle-invite',
    [...named(id), { name: 'role', valueCode: role }, { name: 'until', valueDate: until }],
    who,
    actingFor,
  );
const act = (name: string, who: string, more: object[] = []) =>
  call('circle-act', [{ name: 'act', valueCode: name }, ...more], who);

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse(NOW);
  for (const id of ['kari', 'liv', 'odd', 'per', 'stranger']) await person(id);
  await person('egil', {
    extension: [
      { url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'strengt-fortrolig' },
    ],
  });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test('Kari lets her son and a volunteer in until a day; both see the circle, and nothing of the record', async () => {
  const odd = await invite('odd', 'kin');
  expect([odd.status, odd.text]).toEqual([200, odd.text]);
  expect((await invite('per', 'volunteer')).status).toBe(200);
  expect(keysOf((await invite('per', 'volunteer')).body)).toEqual(['circle-twice']);
  expect(keysOf((await invite('egil', 'volunteer')).body)).toEqual(['person-not-found']);
  expect(keysOf((await invite('stranger', 'volunteer', '2030-01-01')).body)).toEqual(['power-period']);
  expect((await invite('stranger', 'kin', '2027-01-01', 'odd')).status).toBe(404);
  for (const who of ['odd', 'per']) {
    const { body } = await server.get(`Patient/${who}/$circles`, as(who));
    expect(partsOf(body, 'circle')).toMatchObject([
      { patient: { reference: 'Patient/kari' }, membership: { reference: expect.stringMatching(/^Consent\//) } },
    ]);
    for (const what of ['Patient/kari', 'Task?patient=kari', 'Patient/kari/$everything', 'Patient/kari/$summary']) {
      const answer = await server.get(what, as(who, 'kari'));
      expect(answer.body.entry ?? [], what).toEqual([]);
    }
    expect((await server.get('Patient/kari', as(who, 'kari'))).status).toBe(404);
  }
  expect((await circle('stranger')).status).toBe(404);
  const nobody = await server.get('Patient/nobody-at-all/$care-circle', as('stranger'));
  expect((await circle('stranger')).text).toBe(nobody.text);
  expect(partsOf((await server.get('Patient/stranger/$circles', as('stranger'))).body, 'circle')).toEqual([]);
});

test('Thursdays are planned for the volunteer, who sees time, place and tip of his own and nothing else', async () => {
  const members = partsOf((await circle('kari')).body, 'member');
  const per = members.find(({ role }) => role === 'volunteer')!.consent;
  const plan = [
    { name: 'start', valueDateTime: '2026-12-03T13:00:00+01:00' },
    { name: 'end', valueDateTime: '2026-12-03T16:00:00+01:00' },
    { name: 'where', valueString: 'Møt henne i gangen' },
  ];
  const text = { name: 'text', valueString: 'Følge til koret. Ta med rullatoren.' };
  const planned = await act('plan', 'kari', [
    ...plan,
    text,
    { name: 'who', valueReference: per },
    { name: 'weeks', valueInteger: 3 },
  ]);
  expect([planned.status, planned.text]).toEqual([200, planned.text]);
  expect((await act('plan', 'odd', [...plan, { name: 'text', valueString: 'Handle mat' }])).status).toBe(200);
  expect((await act('message', 'odd', [{ name: 'text', valueString: 'Mamma var sliten i går' }])).status).toBe(200);

  const his = (await circle('per')).body;
  expect(partsOf(his, 'visit').length).toBe(3);
  expect(partsOf(his, 'visit')[0]).toEqual({
    task: expect.anything(),
    state: 'taken',
    start: '2026-12-03T12:00:00.000Z',
    end: '2026-12-03T15:00:00.000Z',
    where: 'Møt henne i gangen',
    tip: 'Følge til koret. Ta med rullatoren.',
    mine: true,
  });
  expect([partsOf(his, 'member'), partsOf(his, 'message')]).toEqual([[], []]);
  const all = (await circle('odd')).body;
  expect(partsOf(all, 'visit').length).toBe(4);
  expect(partsOf(all, 'message')).toMatchObject([{ from: 'odd Kretsodd', text: 'Mamma var sliten i går' }]);

  const [first, second] = partsOf(his, 'visit').map(({ task }) => ({ name: 'task', valueReference: task }));
  expect((await act('done', 'per', [first!])).status).toBe(200);
  expect((await act('cannot', 'per', [second!])).status).toBe(200);
  expect(partsOf((await circle('per')).body, 'visit').length).toBe(2);
  expect((await act('take', 'odd', [second!])).status).toBe(200);
  for (const name of ['plan', 'message', 'take', 'cancel']) {
    const answer = await act(name, 'per', [first!, text, ...plan]);
    expect([name, keysOf(answer.body)]).toEqual([name, ['circle-not-yours']]);
  }
  expect(keysOf((await act('done', 'per', [second!])).body)).toEqual(['circle-visit-unknown']);
  const log = await server.get('AuditEvent?patient=kari&_count=200&agent=Patient/per', as('kari'));
  expect(log.text).toContain('kretsen');
});

test('whoever has the power of attorney decides too; personnel read no message of the circle', async () => {
  const given = await call('give-power', [...named('liv'), { name: 'until', valueDate: '2027-06-01' }], 'kari');
  expect(given.status).toBe(200);
  expect(partsOf((await circle('liv', 'kari')).body, 'member').length).toBe(2);
  expect((await invite('stranger', 'kin', '2027-01-01', 'liv', 'kari')).status).toBe(200);
  const found = await server.get('Communication?patient=kari');
  expect(JSON.stringify(found.body.entry[0]!.resource)).toContain('"code":"log"');
});

test('an app reads the circle as a CareTeam, as far as its user is in it, and nothing is stored', async () => {
  const team = (who: string, actingFor?: string) => server.get('Patient/kari/$circle-team', as(who, actingFor));
  const { status, body, text } = await team('kari');
  expect(status, text).toBe(200);
  expect(body).toMatchObject({ resourceType: 'CareTeam', status: 'active', subject: { reference: 'Patient/kari' } });
  const rolesIn = ({ participant }: Told) =>
    (participant as { role: { coding: { code: string }[] }[] }[]).map(({ role }) => role[0]!.coding[0]!.code).sort();
  expect(rolesIn(body)).toEqual(['kin', 'kin', 'volunteer']);
  const [first] = body.participant as { member: { display: string }; period: { start: string; end: string } }[];
  expect(first!.period.end).toMatch(/^2027-/);
  expect(text).not.toContain(people.get('odd')!.number);
  expect(rolesIn((await team('odd')).body)).toEqual(['kin', 'kin', 'volunteer']);
  const own = (await team('per')).body;
  expect([rolesIn(own), JSON.stringify(own)]).toEqual([['volunteer'], expect.not.stringContaining('Kretsodd')]);
  await person('outsider');
  const nobody = await server.get('Patient/nobody-at-all/$circle-team', as('outsider'));
  expect([(await team('outsider')).status, (await team('outsider')).text]).toEqual([404, nobody.text]);
  expect((await server.get('CareTeam?patient=kari')).body.entry ?? []).toEqual([]);
  const log = await server.get('AuditEvent?patient=kari&_count=200&agent=Patient/per', as('kari'));
  expect(log.text).toContain('circle-team');
});

test('who leaves, or is taken out, sees nothing from that moment; and so at the end of the time', async () => {
  const members = partsOf((await circle('kari')).body, 'member');
  const of = (name: string) => ({
    name: 'member',
    valueReference: members.find((one) => String(one.name).includes(name))!.consent,
  });
  expect(keysOf((await call('circle-leave', [of('per')], 'odd')).body)).toEqual(['circle-unknown']);
  expect((await call('circle-leave', [of('per')], 'kari')).status).toBe(200);
  expect((await circle('per')).status).toBe(404);
  expect((await call('circle-leave', [of('odd')], 'odd')).status).toBe(200);
  expect((await circle('odd')).status).toBe(404);
  expect((await circle('stranger')).status).toBe(200);
  server.clock.now = Date.parse('2027-01-02T12:00:00+01:00');
  expect((await circle('stranger')).status).toBe(404);
});

test('nobody lets themself in by a plain Consent', async () => {
  const consent = {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'care-circle' }] }],
    patient: { reference: 'Patient/kari' },
    policyRule: { text: 'x' },
    provision: {
      type: 'permit',
      period: { start: NOW, end: '2028-01-01' },
      actor: [
        {
          role: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/circle-role', code: 'kin' }] },
          reference: { identifier: { system, value: people.get('stranger')!.number } },
        },
      ],
    },
  };
  expect((await server.post('Consent', consent, as('stranger', 'kari'))).status).toBe(404);
  expect((await server.post('Consent', consent, as('liv', 'kari'))).status).toBe(403);
});

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
import { processesWith, sfmOverHttp } from '../index.ts';
import { type SfmStandIn, startSfmStandIn } from './stand-in/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let server: TestServer;
let sfm: SfmStandIn;

beforeAll(async () => {
  sfm = await startSfmStandIn();
  const service = sfmOverHttp({ base: sfm.base, timeoutMs: 1_500 });
  server = await withServer({ processes: processesWith({ remindAfterMs: 86_400_000, sfm: { service } }) });
  server.clock.now = Date.now();
  await made(server.put('Organization/solli', { resourceType: 'Organization', id: 'solli', name: 'Solli' }));
  for (const [id, role, profession] of [
    ['ada', 'lege', 'LE'],
    ['grete', 'sykepleier', 'SP'],
  ] as const) {
    const coding = [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }];
    const identifier = [{ system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '900000001' }];
    await made(
      server.put(`Practitioner/${id}`, {
        resourceType: 'Practitioner',
        id,
        identifier,
        qualification: [{ code: { coding } }],
      }),
    );
    await made(
      server.put(`PractitionerRole/${id}-role`, {
        resourceType: 'PractitionerRole',
        id: `${id}-role`,
        active: true,
        period: { start: '2020-01-01' },
        practitioner: { reference: `Practitioner/${id}`, display: id },
        organization: { reference: 'Organization/solli', display: 'Solli' },
        code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
      }),
    );
    server.actors.set(id, {
      kind: 'staff',
      id: `Practitioner/${id}`,
      display: id,
      clientId: 'outside-app',
      scopes: ['user/*.cruds'],
      loa: 4,
      practitioner: id,
      practitionerRole: `${id}-role`,
      organization: { id: 'solli', display: 'Solli' },
      role,
      purpose: 'TREAT',
    });
  }
});

beforeEach(() => {
  sfm.mode('ok');
  server.clock.now = Math.max(server.clock.now ?? 0, Date.now());
});

afterAll(async () => {
  await server.close();
  await sfm.close();
  expect(server.faults).toEqual([]);
});

async function made(answer: Promise<Answer>): Promise<Told> {
  const { status, text, body } = await answer;
  expect(status, text).toBeLessThan(300);
  return body;
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const numbers = nationalNumbers();
const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );
const found = async (query: string): Promise<Told[]> =>
  ((await made(server.get(query))).entry ?? []).map(({ resource }) => resource);

async function aCitizen(): Promise<{ patient: string; number: string }> {
  const number = numbers.next().value as string;
  const { id } = await made(
    server.post('Patient', {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: number }],
      name: [{ family: 'Prøvesen', given: ['Tor'] }],
      generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }],
    }),
  );
  return { patient: `Patient/${id}`, number };
}

const anOrder = async (patient: string, name: string, atc: string, dosage = '1 tablett morgen'): Promise<Told> =>
  made(
    server.post(
      'MedicationRequest',
      {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc }], text: name },
        subject: { reference: patient },
        authoredOn: new Date(server.clock.now!).toISOString().slice(0, 10),
        requester: { reference: 'PractitionerRole/ada-role' },
        dosageInstruction: [{ text: dosage }],
      },
      as('ada'),
    ),
  );

const fetched = (patient: string, who = 'ada'): Promise<Answer> =>
  server.post(`${patient}/$fetch-medication`, { resourceType: 'Parameters' }, as(who));
const sent = (patient: string, who = 'ada'): Promise<Answer> =>
  server.post(`${patient}/$send-medication`, { resourceType: 'Parameters' }, as(who));

/** What the national list has of a person now: name, dosage, status. */
function nationalOf(number: string): string[] {
  const [bundle] = sfm.sentOf(number).slice(-1);
  const all = (bundle!.entry as unknown as { resource: Told }[]).map(({ resource }) => resource);
  return all
    .filter(({ resourceType }) => resourceType === 'MedicationStatement')
    .map((one) => {
      const { text } = one.medicationCodeableConcept as JsonObject;
      return `${text}: ${(one.dosage as JsonObject[])[0]!.text}, ${one.status}${one.partOf === undefined ? '' : ' tail'}`;
    })
    .sort();
}

test('what the national list says is a source in the reconciliation, each entry once however often it is fetched', async () => {
  const { patient, number } = await aCitizen();
  await anOrder(patient, 'Furosemid tab 40 mg', 'C03CA01');
  sfm.tell(number, [
    { name: 'Furosemid tab 40 mg', atc: 'C03CA01', dosage: '2 tabletter morgen' },
    { name: 'Warfarin tab 2,5 mg', atc: 'B01AA03', dosage: 'etter skjema' },
  ]);
  const task = await made(fetched(patient, 'grete'));
  expect(task).toMatchObject({ status: 'completed', code: { coding: [{ code: 'medication-fetched' }] } });
  await made(fetched(patient));
  expect(await found(`MedicationStatement?subject=${patient}`)).toHaveLength(2);
  const { parameter } = await made(server.get(`${patient}/$medication-sources`, as('ada')));
  const rows = (parameter as unknown as { part: JsonObject[] }[]).map(({ part }) =>
    part.filter(({ name }) => name === 'source' || name === 'difference'),
  );
  const kinds = rows.map((row) =>
    row.map((one) =>
      one.name === 'difference'
        ? one.valueCode
        : (one.part as JsonObject[]).find(({ name }) => name === 'kind')?.valueCode,
    ),
  );
  expect(kinds).toEqual([
    ['said', 'list', 'sfm'],
    ['not-on-list', 'sfm'],
  ]);
  // what it says no more is over
  sfm.tell(number, []);
  await made(fetched(patient));
  expect((await found(`MedicationStatement?subject=${patient}`)).map(({ status }) => status)).toEqual([
    'completed',
    'completed',
  ]);
});

test('the list is sent whole: changed heads with their tails, what is new, and what is unknown here as it came', async () => {
  const { patient, number } = await aCitizen();
  const furosemid = await anOrder(patient, 'Furosemid tab 40 mg', 'C03CA01', '2 tabletter morgen');
  const zopiklon = await anOrder(patient, 'Zopiklon tab 7,5 mg', 'N05CF01', '1 tablett kveld');
  await anOrder(patient, 'Ramipril tab 5 mg', 'C09AA05');
  sfm.tell(number, [
    { name: 'Furosemid tab 40 mg', atc: 'C03CA01', dosage: '1 tablett morgen' },
    { name: 'Zopiklon tab 7,5 mg', atc: 'N05CF01', dosage: '1 tablett kveld' },
    { name: 'Warfarin tab 2,5 mg', atc: 'B01AA03', dosage: 'etter skjema' },
  ]);
  await made(fetched(patient));
  const stop = { resourceType: 'Parameters', parameter: [{ name: 'reason', valueCode: 'A' }] };
  await made(server.post(`MedicationRequest/${zopiklon.id}/$stop`, stop, as('ada')));
  expect(await made(sent(patient))).toMatchObject({
    status: 'completed',
    code: { coding: [{ code: 'medication-sent' }] },
  });
  expect(nationalOf(number)).toEqual([
    'Furosemid tab 40 mg: 1 tablett morgen, completed tail',
    'Furosemid tab 40 mg: 2 tabletter morgen, active',
    'Ramipril tab 5 mg: 1 tablett morgen, active',
    'Warfarin tab 2,5 mg: etter skjema, active',
    'Zopiklon tab 7,5 mg: 1 tablett kveld, stopped',
  ]);
  // sent once, what is sent next answers a new look-up, and nothing of it comes twice
  expect(keysOf(await sent(patient))).toEqual(['sfm-fetch-first']);
  server.clock.now! += 1000;
  await made(fetched(patient));
  server.clock.now! += 1000;
  await made(
    server.post(
      `MedicationRequest/${furosemid.id}/$change`,
      { resourceType: 'Parameters', parameter: [{ name: 'dosage', valueDosage: { text: '3 tabletter morgen' } }] },
      as('ada'),
    ),
  );
  await made(sent(patient));
  expect(nationalOf(number).filter((one) => one.startsWith('Furosemid') && one.endsWith('active'))).toEqual([
    'Furosemid tab 40 mg: 3 tabletter morgen, active',
  ]);
  expect(nationalOf(number).filter((one) => one.startsWith('Ramipril'))).toHaveLength(1);
});

test('nothing is sent without a look-up, nor after four hours, nor by others than doctors', async () => {
  const { patient } = await aCitizen();
  await anOrder(patient, 'Ramipril tab 5 mg', 'C09AA05');
  expect(keysOf(await sent(patient))).toEqual(['sfm-fetch-first']);
  await made(fetched(patient, 'grete'));
  expect((await sent(patient, 'grete')).status).toBe(403);
  server.clock.now! += 4 * 3_600_000 + 60_000;
  expect(keysOf(await sent(patient))).toEqual(['sfm-fetch-first']);
  server.clock.now! -= 2 * 60_000;
  await made(sent(patient));
});

test('what fails is told, kept for others to see, and changes nothing', async () => {
  const { patient, number } = await aCitizen();
  sfm.tell(number, [{ name: 'Warfarin tab 2,5 mg', atc: 'B01AA03', dosage: 'etter skjema' }]);
  sfm.mode('away');
  const away = await fetched(patient);
  expect([away.status, keysOf(away)]).toEqual([503, ['sfm-away']]);
  sfm.mode('strange');
  expect(keysOf(await fetched(patient))).toEqual(['sfm-strange']);
  sfm.mode('refuse');
  const refused = await fetched(patient);
  expect([refused.status, keysOf(refused)]).toEqual([422, ['sfm-refused']]);
  expect(await found(`MedicationStatement?subject=${patient}`)).toEqual([]);
  const tasks = await found(`Task?patient=${patient}&code=medication-fetched`);
  expect(
    tasks
      .map(({ status, statusReason }) => [status, (statusReason as { coding: { code: string }[] }).coding[0]!.code])
      .sort(),
  ).toEqual([
    ['failed', 'sfm-away'],
    ['failed', 'sfm-refused'],
    ['failed', 'sfm-strange'],
  ]);
  sfm.mode('ok');
  await made(fetched(patient));
  sfm.mode('away');
  expect(keysOf(await sent(patient))).toEqual(['sfm-away']);
  sfm.mode('ok');
  await made(sent(patient));
});

test('another person’s list is refused, and nothing of it is stored', async () => {
  const { patient, number } = await aCitizen();
  sfm.tell(number, [{ name: 'Warfarin tab 2,5 mg', atc: 'B01AA03', dosage: 'etter skjema' }]);
  sfm.mode('another');
  expect(keysOf(await fetched(patient))).toEqual(['sfm-person']);
  expect(await found(`MedicationStatement?subject=${patient}`)).toEqual([]);
});

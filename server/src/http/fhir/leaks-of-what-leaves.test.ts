import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { httpNotices, httpService, processesWith, sfmOverHttp } from '../../care/index.ts';
import { type NoticeStandIn, startNoticeStandIn } from '../../care/notices/stand-in.ts';
import { type StandIn, startStandIn } from '../../care/prescribing/stand-in/server.ts';
import { type SfmStandIn, startSfmStandIn } from '../../care/sfm/stand-in/server.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { citizen, staff } from '../../test/actors.ts';
import { type Ask, get, plain, send } from '../../test/asks.ts';
import { kari } from '../../test/leak-parts.ts';
import { hidden, order, shared } from '../../test/leak-world-of-care.ts';
import {
  alsoHidden,
  choice,
  common,
  dispensed,
  labelled,
  mother,
  number,
  packed,
  protectedNumber,
  today,
  told,
} from '../../test/leak-world-of-what-leaves.ts';
import { type TestServer, withServer } from '../../test/server.ts';

/**
 * L32: what leaves the house, in two stores that differ only in what is kept from who sends it or from whom it is sent to. The bank of
 * prescriptions, the national list and the gateway of notices are small real servers, and what came to them must be the same to the
 * byte, but for times and ids that are given out. Messages of other kinds (dialogue, referral, discharge) are not in the product: what
 * it sends is all in `CareSettings`. Paper is what the browser prints of the reads below.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

type House = { server: TestServer; bank: StandIn; sfm: SfmStandIn; gateway: NoticeStandIn; follow(): Promise<void> };
let withIt: House;
let without: House;
const as = (who: string) => ({ authorization: `Bearer ${who}` });

beforeAll(async () => {
  [withIt, without] = await Promise.all([aHouse(true), aHouse(false)]);
}, 240_000);

async function aHouse(isWith: boolean): Promise<House> {
  const [bank, sfm, gateway] = await Promise.all([startStandIn(), startSfmStandIn(), startNoticeStandIn()]);
  const server = await withServer({
    content: true,
    processes: processesWith({
      remindAfterMs: 86_400_000,
      prescribing: {
        service: httpService({ base: bank.base, timeoutMs: 5_000 }),
        receiver: { name: 'Reseptformidleren', herId: '8093776' },
      },
      sfm: { service: sfmOverHttp({ base: sfm.base, timeoutMs: 5_000 }) },
      notices: httpNotices({ base: gateway.base, timeoutMs: 5_000 }),
    }),
  });
  server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
  server.actors.set('ada', staff('ada', 'clinic', 'lege'));
  server.actors.set('nina', staff('nina', 'hospital', 'lege'));
  for (const id of ['kari', 'mother']) server.actors.set(id, citizen(id));
  sfm.tell(number, [{ name: 'Ramipril 5 mg', atc: 'C09AA05', dosage: '1 tablett kveld' }]);
  for (const resource of [...common(isWith), ...(isWith ? [...hidden, ...alsoHidden] : [])]) {
    const made = await server.put(`${resource.resourceType}/${resource.id}`, resource);
    expect(made.status, `${resource.resourceType}/${resource.id} ${made.text.slice(0, 500)}`).toBeLessThan(202);
  }
  const follower = careFollower(server.service, { holder: 'test', onFault: (error) => server.faults.push(error) });
  const follow = async () => {
    for (let round = 0; round < 3; round += 1) await follower.settle();
  };
  await follow();
  closing.push(async () => {
    await follower.close();
    await server.close();
    await Promise.all([bank.close(), sfm.close(), gateway.close()]);
    expect(server.faults).toEqual([]);
  });
  return { server, bank, sfm, gateway, follow };
}

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** Does the same in both houses, and gives back what both were told: its status and its text. */
async function inBoth(ask: Ask, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const answers: string[] = [];
  let status = 0;
  for (const { server, follow } of [withIt, without]) {
    const answer = await ask(server, headers);
    answers.push(readable(answer));
    status = (answer as [number])[0];
    server.clock.now! += 60_000;
    await follow();
  }
  expect(answers[0]!.split('},{')).toEqual(answers[1]!.split('},{'));
  return { status, text: answers[0]! };
}

async function doneInBoth(ask: Ask, who: string): Promise<string> {
  const { status, text } = await inBoth(ask, as(who));
  expect(status, text).toBeLessThan(300);
  return text;
}

/** All that has come out of a house. */
const leftOf = ({ bank, sfm, gateway }: House): string =>
  readable([
    bank.bank.state.prescriptions.map(({ xml, recalled }) => [xml, recalled?.reason]),
    (bank.bank.state.lists ?? []).map(({ xml }) => xml),
    bank.bank.state.received.length,
    sfm.sentOf(number),
    gateway.sent,
  ]);

/** Without what is given out, and what is encoded in it read. */
const readable = (value: unknown): string =>
  plain(decoded(JSON.stringify(value))).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:\d\d/g, 'TIME');

const encoded = /(?<=Base64Container[^>]*>|B64>|"data\\*":\\*")[A-Za-z0-9+/=]{40,}/g;
const decoded = (text: string): string =>
  text.replaceAll(encoded, (one) => decoded(Buffer.from(one, 'base64').toString('utf8')));

/** What came out is the same, and there is something of it. */
function expectAlike(says: string): void {
  const left = leftOf(withIt);
  expect(left.split('><')).toEqual(leftOf(without).split('><'));
  expect(left).toContain(says);
  expect(left).not.toContain('HEMMELIG');
}

const parameters = (...parameter: JsonObject[]) => ({ resourceType: 'Parameters', parameter });
const prescribing = (reference: string) =>
  send('POST', 'MedicationRequest/$prescribe', parameters({ name: 'order', valueReference: { reference } }));
const message = (code: string, focus: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Task',
  meta: { security: [{ system: 'https://enjournal.no/fhir/CodeSystem/information-category', code: 'medication' }] },
  identifier: [{ use: 'official', system: 'urn:ietf:rfc:3986', value: `urn:uuid:${crypto.randomUUID()}` }],
  status: 'ready',
  intent: 'order',
  code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code }] },
  focus: { reference: focus },
  for: kari,
  authoredOn: '2026-12-01T11:00:00Z',
  requester: { reference: 'PractitionerRole/ada-clinic' },
  owner: { reference: 'Organization/clinic' },
  restriction: { period: { start: '2026-12-01', end: '2027-06-01' } },
  ...more,
});

describe('prescriptions', () => {
  test('of an order has what is prescribed, and nothing of what stands beside it', async () => {
    await doneInBoth(prescribing('MedicationRequest/v-ramipril'), 'ada');
    expectAlike('Ramipril');
  });

  test('of who has a protected address does not tell where they live', async () => {
    await doneInBoth(prescribing('MedicationRequest/v-egil'), 'ada');
    expectAlike(protectedNumber);
  });

  test.each(['h-warfarin', 'h-of-per', 'none'])(
    'nobody signs one of %s who does not see it, however it is said',
    async (id) => {
      const focus = `MedicationRequest/${id}`;
      const recalled = message('recall-prescription', focus, { basedOn: [{ reference: 'Task/h-task' }] });
      for (const task of [message('prescription', focus), message('medicines-in-use', focus), recalled])
        await inBoth(send('POST', 'Task', task), as('ada'));
      await inBoth(prescribing(focus), as('ada'));
      expectAlike('Ramipril');
    },
  );

  test('looked up in the bank are those that were sent', async () => {
    await doneInBoth(send('POST', 'Patient/kari/$prescriptions', parameters()), 'ada');
    expectAlike('Ramipril');
  });
});

describe('multidose', () => {
  const supply = {
    resourceType: 'SupplyRequest',
    status: 'active',
    category: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/supply-kind', code: 'multidose' }] },
    itemCodeableConcept: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9135', code: '3' }] },
    quantity: { value: 1, unit: 'rull' },
    occurrenceTiming: {
      repeat: { boundsPeriod: { start: '2026-12-07' }, period: 2, periodUnit: 'wk', dayOfWeek: ['mon'] },
    },
    authoredOn: '2026-12-01T12:00:00+01:00',
    requester: { reference: 'PractitionerRole/ada-clinic' },
    supplier: [{ reference: 'Organization/apotek' }],
    deliverTo: kari,
  };
  const lists = ({ bank }: House): number => bank.bank.state.lists?.length ?? 0;
  const messages = get('Task?patient=kari&code=medicines-in-use&_total=accurate&_elements=status,requester');

  test('the list that the pharmacy packs by has what the doctor sees who answers for it', async () => {
    await doneInBoth(send('POST', 'SupplyRequest', supply), 'ada');
    const ramipril = { ...order('v-ramipril', 'C09AA05', 'Ramipril 5 mg', dispensed), ...packed };
    await doneInBoth(send('PUT', 'MedicationRequest/v-ramipril', ramipril), 'ada');
    expect(lists(withIt)).toBeGreaterThan(0);
    expectAlike('Skal pakkes');
  });

  test('what changes of what is kept from them is told to nobody', async () => {
    const before = lists(withIt);
    const { server, follow } = withIt;
    const why = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7494', code: 'A' }] };
    const stopped = { status: 'stopped', statusReason: why };
    const spiro = hidden.find(({ id }) => id === 'h-spiro')!;
    const changed = await server.put('MedicationRequest/h-spiro', { ...spiro, ...stopped }, as('nina'));
    expect(changed.status, changed.text).toBe(200);
    await follow();
    expect(lists(withIt)).toBe(before);
    await doneInBoth(messages, 'ada');
    expectAlike('Skal pakkes');
  });

  test('and a change of hers sends the list that she sees', async () => {
    const before = lists(withIt);
    await doneInBoth(send('POST', 'MedicationRequest', order('x', 'A02BC01', 'Omeprazol 20 mg', today)), 'ada');
    expect(lists(withIt)).toBe(before + 1);
    await doneInBoth(messages, 'ada');
    expectAlike('Omeprazol');
  });
});

describe('the national list', () => {
  test('gets what the doctor sees who sends it', async () => {
    // the list tells by the real time when it was fetched
    const now = withIt.server.clock.now!;
    for (const { server } of [withIt, without]) server.clock.now = Date.now();
    await doneInBoth(send('POST', 'Patient/kari/$fetch-medication', parameters()), 'ada');
    await doneInBoth(send('POST', 'Patient/kari/$send-medication', parameters()), 'ada');
    for (const { server } of [withIt, without]) server.clock.now = now;
    expect(withIt.sfm.sentOf(number)).toHaveLength(1);
    expectAlike('1 tablett morgen');
  });
});

describe('e-mail and text messages', () => {
  test('what waits, or is kept from the citizen, is no news to them', async () => {
    await doneInBoth(send('PUT', 'Consent/choice', choice), 'test');
    const { server, follow } = withIt;
    const at = server.clock.now!;
    for (const label of ['withheld', 'delayed']) {
      const secret = told(`h-${label}`, 'HEMMELIG', { ...labelled(label), sent: new Date(at).toISOString() });
      const appointment = {
        ...hidden.find(({ id }) => id === 'h-appointment')!,
        ...labelled(label),
        id: `h-booked-${label}`,
        start: new Date(at + 86_400_000).toISOString(),
        end: new Date(at + 90_000_000).toISOString(),
        participant: [{ actor: mother, status: 'accepted' }],
      };
      for (const one of [secret, appointment])
        expect((await server.put(`${one.resourceType}/${one.id}`, one)).status).toBe(201);
    }
    server.clock.now = without.server.clock.now = at + 120_000;
    await follow();
    expect(withIt.gateway.sent).toEqual([]);
  });

  test('what they may read is, and is told of in words that are the same for all', async () => {
    const sent = new Date(withIt.server.clock.now!).toISOString();
    await doneInBoth(send('PUT', 'Communication/v-told', told('v-told', 'Prøvene er fine', { sent })), 'test');
    await doneInBoth(get('Communication/v-told'), 'mother');
    expect(withIt.gateway.sent).toHaveLength(1);
    expectAlike('Noe nytt i Min journal');
    expect(JSON.stringify(withIt.gateway.sent)).not.toContain('Prøvene');
  });
});

const forChild = { 'x-acting-for': 'Patient/child' };

/** What pages that are printed, and papers that are handed out, are made of. */
const papers: [paper: string, who: string, ask: Ask][] = [
  ['the whole record, by the citizen', 'mother', get('Patient/mother/$everything')],
  ['the summary, by the citizen', 'mother', get('Patient/mother/$summary')],
  ['the summary, by the doctor', 'ada', get('Patient/kari/$summary')],
  ['the list of medicines, by the doctor', 'ada', get('Patient/kari/$medication-list')],
  ['as the citizen will see it, by the doctor', 'ada', get('Patient/kari/$citizen-view?content=true')],
  ['the whole record of a child, by a parent', 'mother', get('Patient/child/$everything', forChild)],
  ['the summary of a child, by a parent', 'mother', get('Patient/child/$summary', forChild)],
];

describe('paper', () => {
  test.each(papers)('%s', async (_paper, who, ask) => {
    expect(await doneInBoth(ask, who)).not.toContain('HEMMELIG');
  });

  test('what a code opens is what the citizen would see', async () => {
    const opened = await Promise.all(
      [withIt, without].map(async ({ server }) => {
        const shares = await server.post(
          'Patient/mother/$share',
          parameters({ name: 'for', valueString: 'Ambulanse' }, { name: 'hours', valueInteger: 2 }),
          as('mother'),
        );
        const code = shares.body.parameter.find(({ name }) => name === 'code')?.valueString;
        const answer = await fetch(new URL('/shared', server.base), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code, name: 'Dr. House', place: 'Hospital abroad' }),
        });
        expect(answer.status).toBe(200);
        return plain((await answer.text()).replaceAll(server.base, 'BASE'));
      }),
    );
    expect(opened[0]).toEqual(opened[1]);
    expect(opened[0]).not.toContain('HEMMELIG');
  });
});

describe('the tasks that the house makes', () => {
  const tasks = (of: string) => get(`Task?patient=${of}&_total=accurate`, of === 'child' ? forChild : {});

  test('of what is kept from a citizen, or from parents, are kept from them too', async () => {
    const { server, follow } = withIt;
    const signed = await prescribing('MedicationRequest/h-of-child')(server, as('ada'));
    expect((signed as [number])[0], readable(signed)).toBe(200);
    const result = {
      resourceType: 'DiagnosticReport',
      id: 'h-report',
      ...labelled('delayed'),
      status: 'final',
      code: { text: 'HEMMELIG' },
      subject: mother,
      issued: new Date(server.clock.now!).toISOString(),
    };
    expect((await server.put('DiagnosticReport/h-report', result)).status).toBe(201);
    await follow();
    expect((await server.get('Task?patient=child&code=prescription', as('ada'))).text).toContain('HEMMELIG');
    expect((await server.get('Task?patient=mother&code=sign-result', as('ada'))).body.entry).toHaveLength(1);
    for (const whose of ['child', 'mother']) {
      await doneInBoth(tasks(whose), 'mother');
      await doneInBoth(get(`Patient/${whose}/$everything`, whose === 'child' ? forChild : {}), 'mother');
    }
  });
});

// last: it opens what was closed
test('where nothing is kept from who sends, what leaves tells', async () => {
  const block = shared.find(({ id }) => id === 'block')!;
  for (const { server, follow } of [withIt, without]) {
    expect((await server.put('Consent/block', { ...block, status: 'inactive' })).status).toBe(200);
    server.clock.now! += 60_000;
    const made = await server.post('MedicationRequest', order('x', 'N02BE01', 'Paracet 500 mg', today), as('ada'));
    expect(made.status, made.text).toBe(201);
    await follow();
  }
  expect(leftOf(withIt)).toContain('HEMMELIG Warfarin');
  expect(leftOf(without)).not.toContain('HEMMELIG');
  for (const [paper, who, ask] of papers) {
    const headers = as(who === 'ada' ? 'ada' : 'test');
    const [one, other] = [await ask(withIt.server, headers), await ask(without.server, headers)].map(readable);
    expect(one, paper).not.toEqual(other);
  }
});

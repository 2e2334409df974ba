import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld } from '../../test/world.ts';
import { brokenBy, neededOf } from './as-needed.ts';
import { deviationExtension, plannedDoseSystem } from './doses.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (at: number): string => new Date(at).toISOString();

type Due = { patient: string; order: string; planned: { system: string; value: string }; at: number; status: string };
/** What a nurse has done, and what became of telling it. */
type Given = {
  due: Due;
  at: number;
  phone: string;
  told: 'not-yet' | 'stored' | 'already' | 'deviation';
  /** Its app does not know to send the same dose so that it is the same. */
  isPlain: boolean;
};

/** A night on a ward, played with a seed: the same seed is the same night. */
class Night {
  readonly #random: () => number;
  readonly patients: string[] = [];
  readonly given: Given[] = [];
  /** When the doctor stopped what, by the clock of the server. */
  readonly stopped = new Map<string, number>();
  readonly #prefix: string;
  readonly #orders: string[] = [];
  /** An order that nobody gives or stops until the night is over. */
  late = '';
  now: number;

  constructor(seed: number, from: number) {
    this.#random = randomOf(seed);
    this.#prefix = `night${seed}`;
    this.now = from;
  }

  chance = (share: number): boolean => this.#random() < share;

  async open(): Promise<void> {
    server.clock.now = this.now - 24 * HOUR;
    for (let i = 0; i < 5; i += 1) {
      const id = `${this.#prefix}-${i}`;
      await server.put(`Patient/${id}`, { resourceType: 'Patient', id });
      this.patients.push(`Patient/${id}`);
    }
    // also in the hour that the night has twice, or not at all
    const times = [['20:00:00', '02:30:00', '08:00:00'], ['22:00:00', '06:00:00'], ['02:00:00']];
    for (const subject of this.patients) for (const timeOfDay of times) await this.#order(subject, timeOfDay);
    await this.#order(this.patients[0]!, ['06:45:00']);
    this.late = this.#orders.at(-1)!;
  }

  async #order(subject: string, timeOfDay: readonly string[]): Promise<void> {
    const answer = await server.post('MedicationRequest', {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Paracetamol 1 g' },
      subject: { reference: subject },
      authoredOn: iso(this.now - 48 * HOUR),
      dosageInstruction: [
        { timing: { repeat: { timeOfDay } }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }] },
      ],
    });
    expect(answer.status, answer.text).toBe(201);
    this.#orders.push(`MedicationRequest/${answer.body.id}`);
  }

  /** What a phone that is on line shows: doses that are due now. */
  async due(): Promise<Due[]> {
    const parameter: JsonObject[] = this.patients.map((reference) => ({
      name: 'patient',
      valueReference: { reference },
    }));
    parameter.push({ name: 'from', valueInstant: iso(this.now - 3 * HOUR) });
    parameter.push({ name: 'to', valueInstant: iso(this.now + 20 * MINUTE) });
    const answer = await server.post('MedicationRequest/$due-doses', { resourceType: 'Parameters', parameter });
    expect(answer.status, answer.text).toBe(200);
    const all = ((answer.body.parameter ?? []) as unknown as { part: Part[] }[]).map(({ part }) => dueOf(part));
    // by order and time, whatever ids the orders got: the same seed is the same night
    return all.sort((a, b) => this.#orders.indexOf(a.order) - this.#orders.indexOf(b.order) || a.at - b.at);
  }

  /** Tells of what was given: again and again when the network is bad, for the same dose is one dose. */
  async tell(given: Given): Promise<void> {
    const sent = await this.#send(given, {});
    if (sent.status === 201 || sent.status === 200) {
      given.told = sent.status === 201 ? 'stored' : 'already';
      return;
    }
    const keys = keysOf(sent);
    if (keys.includes('dose-already-recorded')) given.told = 'already';
    if (given.told === 'already' && (await this.#isOwn(given))) return;
    // the nurse reads why, and tells it as what it was
    const code = keys.includes('order-not-active') ? 'after-stop' : 'given-twice';
    const again = await this.#send(given, {
      identifier: [{ system: 'urn:phone', value: `${given.phone} ${given.due.planned.value}` }],
      extension: [{ url: deviationExtension, valueCode: code }],
      note: [{ text: 'Gitt før jeg fikk beskjeden' }],
    });
    expect([200, 201], again.text).toContain(again.status);
    given.told = 'deviation';
  }

  /** Whether what is recorded is this very dose, sent before: the answer was lost, and nobody has swallowed anything more. */
  async #isOwn({ due, at }: Given): Promise<boolean> {
    const { system, value } = due.planned;
    const answer = await server.get(
      `MedicationAdministration?identifier=${encodeURIComponent(`${system}|${value}`)}&status:not=entered-in-error`,
    );
    return answer.body.entry.some(({ resource }) => Date.parse(resource.effectiveDateTime as string) === at);
  }

  #send({ due, at, isPlain }: Given, more: JsonObject): Promise<Answer> {
    const resource = {
      resourceType: 'MedicationAdministration',
      identifier: [due.planned],
      status: 'completed',
      medicationCodeableConcept: { text: 'Paracetamol 1 g' },
      subject: { reference: due.patient },
      request: { reference: due.order },
      effectiveDateTime: iso(at),
      dosage: { dose: { value: 1, unit: 'tablett' } },
      ...more,
    };
    const [{ system, value }] = resource.identifier as [{ system: string; value: string }];
    if (more.identifier === undefined && isPlain) return server.post('MedicationAdministration', resource);
    return server.post('MedicationAdministration', resource, {
      'if-none-exist': `identifier=${encodeURIComponent(`${system}|${value}`)}&status:not=entered-in-error`,
    });
  }

  async stop(order: string): Promise<void> {
    const parameter = [{ name: 'reason', valueCode: 'L' }];
    const answer = await server.post(`${order}/$stop`, { resourceType: 'Parameters', parameter });
    if (answer.status === 200) this.stopped.set(order, Date.parse(answer.body.meta.lastUpdated));
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)];
  }
}

type Part = {
  name: string;
  valueReference?: { reference: string };
  valueIdentifier?: Due['planned'];
  valueInstant?: string;
  valueCode?: string;
};

function dueOf(part: readonly Part[]): Due {
  const of = (name: string) => part.find((one) => one.name === name);
  return {
    patient: of('patient')!.valueReference!.reference,
    order: of('order')!.valueReference!.reference,
    planned: of('planned')!.valueIdentifier!,
    at: Date.parse(of('at')!.valueInstant!),
    status: of('status')!.valueCode!,
  };
}

const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details: { coding: { code: string }[] } }[]).map(
    ({ details }) => details.coding[0]!.code,
  );

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Two nurses with a phone each, one doctor on call; phones lose the network, and see then what they saw last. */
async function play(seed: number, from: number): Promise<Night> {
  const night = new Night(seed, from);
  await night.open();
  const phones = ['nora', 'nils'].map((name) => ({ name, isOnline: true, seen: [] as Due[], queue: [] as Given[] }));
  for (; night.now < from + 13 * HOUR; night.now += 15 * MINUTE) {
    server.clock.now = night.now;
    for (const phone of phones) {
      phone.isOnline = night.chance(phone.isOnline ? 0.7 : 0.4);
      if (phone.isOnline) phone.seen = await night.due();
    }
    const work: Promise<void>[] = [];
    if (night.chance(0.5)) {
      const order = night.pick((await night.due()).filter((due) => due.order !== night.late))?.order;
      if (order !== undefined && !night.stopped.has(order)) work.push(night.stop(order));
    }
    for (const phone of phones) {
      const open = phone.seen.filter(
        ({ status, order }) => (status === 'due' || status === 'late') && order !== night.late,
      );
      for (const due of open) {
        const isDone = night.given.some(
          ({ due: of, phone: by }) => of.planned.value === due.planned.value && by === phone.name,
        );
        if (isDone || due.at > night.now || !night.chance(0.7)) continue;
        const given: Given = { due, at: night.now, phone: phone.name, told: 'not-yet', isPlain: night.chance(0.3) };
        night.given.push(given);
        phone.queue.push(given);
      }
      if (!phone.isOnline) continue;
      // what waited is sent at once with what is new, some of it twice, for the answer was lost
      for (const given of phone.queue.splice(0)) {
        work.push(night.tell(given));
        if (night.chance(0.2)) work.push(night.tell({ ...given }));
      }
    }
    await Promise.all(work);
  }
  server.clock.now = night.now;
  for (const { queue } of phones) await Promise.all(queue.splice(0).map((given) => night.tell(given)));
  // and, whatever else the night brought, one dose whose stop did not reach the ward in time
  const due = (await night.due()).find(({ order }) => order === night.late)!;
  await night.stop(due.order);
  server.clock.now = night.now += MINUTE;
  const late: Given = { due, at: night.now, phone: 'late', told: 'not-yet', isPlain: true };
  night.given.push(late);
  await night.tell(late);
  return night;
}

test.each([
  ['an ordinary night', 1, '2026-11-28T19:30:00+01:00'],
  ['the night when clocks go back', 8, '2026-10-24T19:30:00+02:00'],
  ['the night when clocks go forward', 3, '2026-03-28T19:30:00+01:00'],
])('%s ends with no dose against a stopped order, none recorded double, and none lost', async (_what, seed, from) => {
  const night = await play(seed, Date.parse(from));
  expect(night.given.length).toBeGreaterThanOrEqual(10);
  expect(night.stopped.size).toBeGreaterThan(0);
  const how = new Set(night.given.map(({ told }) => told));
  expect(how).toContain('stored');
  expect(how).toContain('deviation');
  expect(night.given.filter(({ told }) => told === 'not-yet')).toEqual([]);
  type Stored = JsonObject & {
    request: { reference: string };
    effectiveDateTime: string;
    identifier: { system: string; value: string }[];
    extension?: { valueCode: string }[];
  };
  const stored: Stored[] = [];
  for (const patient of night.patients) {
    const answer = await server.get(`MedicationAdministration?subject=${patient}&status=completed&_count=500`);
    stored.push(...(answer.body.entry ?? []).map(({ resource }) => resource as unknown as Stored));
  }
  const asPlanned = stored.filter(({ extension }) => extension === undefined);
  for (const { request, effectiveDateTime } of asPlanned) {
    const at = night.stopped.get(request.reference);
    // at the same tick of the test's clock, the dose was the first of the two
    if (at !== undefined) expect(Date.parse(effectiveDateTime)).toBeLessThanOrEqual(at);
  }
  const planned = asPlanned.flatMap(({ identifier }) => identifier.map(({ value }) => value));
  expect(new Set(planned).size).toBe(planned.length);
  // each planned dose that somebody gave is there; a second swallowing of it, or one after the stop, is there as a deviation
  const told = new Set(stored.flatMap(({ identifier }) => identifier.map(({ value }) => value)));
  for (const { due, phone, told: became } of night.given) {
    const name = became === 'deviation' ? `${phone} ${due.planned.value}` : due.planned.value;
    expect(told.has(name), name).toBe(true);
  }
  expect(asPlanned.every(({ identifier }) => identifier[0]?.system === plannedDoseSystem)).toBe(true);
});

const ACT = 'https://enjournal.no/fhir/NamingSystem/act';
const UCUM = 'http://unitsofmeasure.org';

/** Something done at a bedside that has no time of its own, as a phone tells of it. */
type Act = { body: JsonObject; once: string; told: 'not-yet' | 'stored' | 'deviation' | 'refused' };

/** A night at home: morphine as needed and a pump, two nurses with a phone each, of which one is often without network. */
class HomeNight {
  readonly #random: () => number;
  readonly #name: string;
  #id = '';
  /** By an app of the nurses, who are held to all that persons are. */
  #headers: Record<string, string> = {};
  readonly acts: Act[] = [];
  morphine = '';
  pump = '';
  #count = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
    this.#name = `home${seed}`;
  }

  chance = (share: number): boolean => this.#random() < share;

  get subject(): JsonObject {
    return { reference: `Patient/${this.#id}` };
  }

  async open(at: number): Promise<void> {
    server.clock.now = at - 24 * HOUR;
    const world = await buildWorld(server, { facts: atHome }, this.#name);
    this.#id = world.patient;
    this.#headers = { authorization: `Bearer ${world.token}`, ...world.headers };
    const order = async (text: string, line: JsonObject): Promise<string> => {
      const answer = await server.post('MedicationRequest', {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { text },
        subject: this.subject,
        authoredOn: iso(at - 48 * HOUR),
        dosageInstruction: [line],
      });
      expect(answer.status, answer.text).toBe(201);
      return answer.body.id;
    };
    this.morphine = await order('Morfin 10 mg', needed);
    this.pump = await order('Morfin 10 mg/ml', { doseAndRate: [{ rateQuantity: rate(0.5) }] });
  }

  act(order: string, more: JsonObject): Act {
    this.#count += 1;
    const value = `${this.#name}-${this.#count}`;
    const body = {
      resourceType: 'MedicationAdministration',
      identifier: [{ system: ACT, value }],
      medicationCodeableConcept: { text: 'Morfin' },
      subject: this.subject,
      request: { reference: `MedicationRequest/${order}` },
      ...more,
    };
    const act: Act = { body, once: `identifier=${encodeURIComponent(`${ACT}|${value}`)}`, told: 'not-yet' };
    this.acts.push(act);
    return act;
  }

  /** Sent again when the answer was lost; what was given too soon or too much is told as what it was. */
  async tell(act: Act): Promise<void> {
    for (let again = this.chance(0.3) ? 2 : 1; again > 0; again -= 1) {
      const sent = await server.post('MedicationAdministration', act.body, {
        ...this.#headers,
        'if-none-exist': act.once,
      });
      if (sent.status === 201 || sent.status === 200) {
        act.told = 'stored';
        continue;
      }
      expect(sent.status, sent.text).toBe(422);
      const [key] = keysOf(sent);
      if (key === 'pump-running') {
        act.told = 'refused';
        continue;
      }
      expect(['too-soon', 'over-max']).toContain(key);
      const valueCode = keysOf(sent).includes('over-max') ? 'over-max' : key;
      act.body = {
        ...act.body,
        extension: [{ url: deviationExtension, valueCode: valueCode! }],
        note: [{ text: 'Gitt uten nett, visste ikke om den andre' }],
      };
      const deviation = await server.post('MedicationAdministration', act.body, {
        ...this.#headers,
        'if-none-exist': act.once,
      });
      expect([200, 201], deviation.text).toContain(deviation.status);
      act.told = 'deviation';
    }
  }

  async end(act: Act, at: number): Promise<void> {
    const body = [
      { op: 'replace', path: '/status', value: 'completed' },
      { op: 'add', path: '/effectivePeriod/end', value: iso(at) },
    ];
    const path = `MedicationAdministration?${act.once}`;
    for (let again = this.chance(0.3) ? 2 : 1; again > 0; again -= 1) {
      const answer = await server.send('PATCH', path, body, {
        ...this.#headers,
        'content-type': 'application/json-patch+json',
      });
      expect(answer.status, answer.text).toBe(200);
    }
  }
}

const atHome: CaseFacts = {
  now: '2026-11-29T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'nora',
    role: 'sykepleier',
    org: 'kommune',
    unit: 'natt',
    hpr: { category: 'SP', status: 'active' },
  },
  patient: { id: 'solveig', birthDate: '1955-05-17', address: 'none', deceased: false },
  relations: [
    { type: 'vedtak', org: 'kommune', unit: 'natt', status: 'active', from: '2026-01-01T00:00:00+01:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    type: 'MedicationRequest',
    id: 'm',
    category: 'medication',
    custodianUnit: 'natt',
    custodianOrg: 'kommune',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

const rate = (value: number): JsonObject => ({ value, unit: 'ml/time', system: UCUM, code: 'mL/h' });
const needed: JsonObject = {
  asNeededCodeableConcept: { text: 'smerter' },
  timing: { repeat: { frequency: 1, period: 2, periodUnit: 'h' } },
  doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
  maxDosePerPeriod: {
    numerator: { value: 4, unit: 'tablett' },
    denominator: { value: 12, system: UCUM, code: 'h' },
  },
};

test.each([
  ['an ordinary night', 11, '2026-11-28T19:30:00+01:00'],
  ['the night when clocks go back', 12, '2026-10-24T19:30:00+02:00'],
  ['the night when clocks go forward', 13, '2026-03-28T19:30:00+01:00'],
])(
  '%s with doses as needed and a pump ends with no limit broken untold, each pump once, and nothing lost',
  async (_what, seed, text) => {
    const from = Date.parse(text);
    const night = new HomeNight(seed);
    await night.open(from);
    const phones = [0, 1].map(() => ({ queue: [] as (() => Promise<void>)[] }));
    const dosage = { dose: { value: 48, unit: 'ml', system: UCUM, code: 'mL' }, rateQuantity: rate(0.5) };
    // both come in the evening, and both start the pump
    let running: Act[] = phones.map(() =>
      night.act(night.pump, { status: 'in-progress', effectivePeriod: { start: iso(from) }, dosage }),
    );
    server.clock.now = from;
    await Promise.all(running.map((act) => night.tell(act)));
    running = running.filter(({ told }) => told === 'stored');
    expect(running).toHaveLength(1);
    for (let now = from; now < from + 12 * HOUR; now += 20 * MINUTE) {
      server.clock.now = now;
      for (const [which, { queue }] of phones.entries()) {
        if (night.chance(0.3)) {
          const act = night.act(night.morphine, {
            status: 'completed',
            reasonCode: [{ text: 'smerter' }],
            effectiveDateTime: iso(now),
            dosage: { dose: { value: 1, unit: 'tablett' } },
          });
          queue.push(() => night.tell(act));
        }
        const [last] = running;
        if (which === 0 && last !== undefined && now > from && night.chance(0.1)) {
          const next = night.act(night.pump, { status: 'in-progress', effectivePeriod: { start: iso(now) }, dosage });
          running = [next];
          queue.push(async () => {
            await night.end(last, now);
            await night.tell(next);
          });
        }
        if (!night.chance(which === 0 ? 0.5 : 0.8)) continue;
        for (const send of queue.splice(0)) await send();
      }
    }
    server.clock.now = from + 13 * HOUR;
    for (const { queue } of phones) for (const send of queue.splice(0)) await send();
    expect(night.acts.filter(({ told }) => told === 'not-yet')).toEqual([]);
    expect(new Set(night.acts.map(({ told }) => told))).toEqual(new Set(['stored', 'deviation', 'refused']));

    type Stored = Resource & {
      identifier: { value: string }[];
      request: { reference: string };
      effectiveDateTime: string;
      effectivePeriod: { start: string; end?: string };
      extension?: JsonObject[];
    };
    const answer = await server.get(`MedicationAdministration?subject=${night.subject.reference}&_count=500`);
    const stored = (answer.body.entry ?? []).map(({ resource }) => resource as unknown as Stored);
    // everything that was done is there once, and nothing else
    const names = stored.map(({ identifier }) => identifier[0]!.value).sort();
    const done = night.acts.filter(({ told }) => told !== 'refused');
    expect(names).toEqual(done.map(({ body }) => (body.identifier as { value: string }[])[0]!.value).sort());
    // what is not told as a deviation keeps every limit with what had been told before it
    const taken = stored
      .filter(({ request }) => request.reference.endsWith(night.morphine))
      .sort((a, b) => a.meta!.lastUpdated!.localeCompare(b.meta!.lastUpdated!));
    const { limits } = neededOf({ dosageInstruction: [needed] } as unknown as Resource)!;
    const plain = taken.filter(({ extension }) => extension === undefined);
    const moments = plain.map(({ effectiveDateTime }) => ({ at: Date.parse(effectiveDateTime), amount: 1 }));
    for (const [n, dose] of moments.entries()) expect(brokenBy(limits, dose, moments.slice(0, n))).toEqual([]);
    expect(plain.length).toBeLessThan(taken.length);
    // one pump at a time, without a gap or an overlap, and one still runs
    const pumps = stored
      .filter(({ request }) => request.reference.endsWith(night.pump))
      .map(({ effectivePeriod: { start, end } }) => [
        Date.parse(start),
        end === undefined ? undefined : Date.parse(end),
      ])
      .sort(([a], [b]) => a! - b!);
    expect(pumps[0]?.[0]).toBe(from);
    for (const [n, [start]] of pumps.entries()) if (n > 0) expect(start).toBe(pumps[n - 1]?.[1]);
    expect(pumps.map(([, end]) => end).filter((end) => end === undefined)).toHaveLength(1);
  },
);

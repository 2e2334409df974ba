import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
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

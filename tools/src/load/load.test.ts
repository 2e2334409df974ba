import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LoadOptions, load } from './load.ts';

type Entry = {
  fullUrl?: string;
  resource?: { resourceType: string; id?: string; [name: string]: unknown };
  request: { method: string; url: string; ifNoneExist?: string };
};
type Request = { entries: Entry[]; loadId: string | undefined; text: string };

/** A small FHIR server that takes transactions, does each load id once, and can be made busy, slow or picky. */
class Store {
  readonly requests: Request[] = [];
  readonly resources = new Map<string, Entry['resource']>();
  readonly receipts = new Set<string>();
  most = 0;
  /** Statuses to answer with before it works. */
  busy: number[] = [];
  /** A resource that is refused, with its transaction. */
  refuses: (resource: NonNullable<Entry['resource']>) => boolean = () => false;
  /** Told before each transaction is done. */
  before: () => Promise<void> | void = () => undefined;
  /** Breaks the connection after the transaction is done, before it is answered. */
  breaks = false;
  wantsToken = false;
  #open = 0;
  #server: Server;
  #token = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers }) => {
        if (status === 0) response.destroy();
        else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/fhir`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown; headers?: Record<string, string> }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (request.url === '/fhir/.well-known/smart-configuration') {
      if (!this.wantsToken) return { status: 404, body: {} };
      return { status: 200, body: { token_endpoint: `http://${request.headers.host}/token` } };
    }
    if (request.url === '/token') {
      const right =
        request.headers.authorization === `Basic ${Buffer.from('demo-system:demo-secret').toString('base64')}`;
      return right
        ? { status: 200, body: { access_token: `t${++this.#token}`, expires_in: 300 } }
        : { status: 401, body: {} };
    }
    // The first token is soon no longer good, so that it must be asked for anew.
    if (
      this.wantsToken &&
      (request.headers.authorization !== `Bearer t${this.#token}` || (this.#token === 1 && this.requests.length >= 2))
    ) {
      return { status: 401, body: {} };
    }
    const status = this.busy.shift();
    if (status !== undefined) return { status, body: {}, headers: { 'retry-after': '0.01' } };
    this.#open++;
    this.most = Math.max(this.most, this.#open);
    try {
      await this.before();
      return this.#transact(text, request.headers['x-enjournal-load-id'] as string | undefined);
    } finally {
      this.#open--;
    }
  }

  #transact(text: string, loadId: string | undefined): { status: number; body: unknown } {
    const { entry: entries, type } = JSON.parse(text) as { entry: Entry[]; type: string };
    expect(type).toBe('transaction');
    const index = entries.findIndex(({ resource }) => resource !== undefined && this.refuses(resource));
    if (index >= 0) {
      const issue = [
        {
          severity: 'error',
          code: 'value',
          diagnostics: 'Not a date',
          expression: [`Bundle.entry[${index}].resource.birthDate`],
        },
      ];
      return { status: 422, body: { resourceType: 'OperationOutcome', issue } };
    }
    this.requests.push({ entries, loadId, text });
    if (loadId === undefined || !this.receipts.has(loadId)) {
      for (const { resource, request } of entries) this.#put(resource, request);
      if (loadId !== undefined) this.receipts.add(loadId);
    }
    return { status: this.breaks ? 0 : 200, body: { resourceType: 'Bundle', type: 'transaction-response' } };
  }

  #put(resource: Entry['resource'], request: Entry['request']): void {
    if (request.ifNoneExist !== undefined) {
      const key = `${request.url}?${request.ifNoneExist}`;
      if (!this.resources.has(key)) this.resources.set(key, resource);
    } else
      this.resources.set(request.method === 'PUT' ? request.url : `${request.url}/#${this.resources.size}`, resource);
  }
}

let folder: string;
let store: Store;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'load-'));
  store = new Store();
  url = await store.start();
});
afterEach(() => {
  store.stop();
  rmSync(folder, { recursive: true });
});

const run = (more: Partial<LoadOptions> = {}) =>
  load({
    paths: [join(folder, 'data')],
    url,
    client: 'demo-system',
    secret: 'demo-secret',
    concurrency: 4,
    resume: false,
    state: join(folder, 'state'),
    firstWaitMs: 5,
    patienceMs: 2000,
    out: { write: () => undefined },
    ...more,
  });

function file(name: string, content: string | Buffer | object): void {
  mkdirSync(join(folder, 'data', name, '..'), { recursive: true });
  writeFileSync(
    join(folder, 'data', name),
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
}

const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, ...more });
const transaction = (...resources: { resourceType: string; id?: string }[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({
    fullUrl: `urn:uuid:${resource.id}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  })),
});

test('a transaction is sent byte for byte, with the same load id in every run', async () => {
  const text = `{ "resourceType": "Bundle",\n "type": "transaction", "entry": [{"resource":{"resourceType":"MedicationAdministration","request":{"reference":"MedicationRequest/1"},"dosage":{"dose":{"value":1.0}}},"request" : { "method":"POST","url":"MedicationAdministration"}}]}`;
  file('a.json', text);
  expect(await run()).toMatchObject({ resources: 1, refused: 0, skipped: 0 });
  await run();
  expect(store.requests.map((request) => request.text)).toEqual([text, text]);
  expect(store.requests[0]!.loadId).toMatch(/^[0-9a-f]{64}$/);
  expect(store.requests[1]!.loadId).toBe(store.requests[0]!.loadId);
  expect(store.resources.size).toBe(1);
});

test('NDJSON goes in groups of a hundred, put by id, with numbers as they were written', async () => {
  const lines = Array.from(
    { length: 250 },
    (_, i) => `{"resourceType":"Observation","id":"o${i}","valueQuantity":{"value":${i}.50}}`,
  );
  file('Observation.ndjson.gz', gzipSync(`${lines.join('\n')}\n\n`));
  expect(await run()).toMatchObject({ resources: 250 });
  expect(store.requests.map(({ entries }) => entries.length).sort()).toEqual([100, 100, 50]);
  expect(store.resources.has('Observation/o249')).toBe(true);
  expect(store.requests.some(({ text }) => text.includes('"value":7.50'))).toBe(true);
});

test('lines may be Bundles, and a resource that comes twice comes in two transactions, the later last', async () => {
  file(
    'mixed.ndjson',
    [patient('a', { active: true }), transaction(patient('b')), patient('a', { active: false })]
      .map((one) => JSON.stringify(one))
      .join('\r\n'),
  );
  file(
    'twice.ndjson',
    [patient('c', { active: true }), patient('c', { active: false })].map((one) => JSON.stringify(one)).join('\n'),
  );
  expect(await run({ concurrency: 1 })).toMatchObject({ resources: 5, refused: 0 });
  expect(store.resources.get('Patient/a')).toMatchObject({ active: false });
  expect(store.resources.get('Patient/c')).toMatchObject({ active: false });
});

test('a collection becomes a transaction, and a batch is loaded even when one of its entries is refused', async () => {
  file('collection.json', {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { fullUrl: 'urn:uuid:1', resource: { resourceType: 'Patient' } },
      { fullUrl: 'urn:uuid:2', resource: { resourceType: 'Encounter', subject: { reference: 'urn:uuid:1' } } },
    ],
  });
  file('batch.json', {
    resourceType: 'Bundle',
    type: 'batch',
    entry: ['x', 'bad', 'y'].map((id) => ({ resource: patient(id), request: { method: 'PUT', url: `Patient/${id}` } })),
  });
  store.refuses = ({ id }) => id === 'bad';
  expect(await run()).toMatchObject({ resources: 4, refused: 1 });
  expect([...store.resources.keys()]).toEqual(expect.arrayContaining(['Patient/x', 'Patient/y']));
  const collection = store.requests.find(({ entries }) => entries[0]!.fullUrl === 'urn:uuid:1')!;
  expect(collection.entries.map(({ request }) => request)).toEqual([
    { method: 'POST', url: 'Patient' },
    { method: 'POST', url: 'Encounter' },
  ]);
});

test('what is refused is reported with file, entry and reason; the rest is loaded', async () => {
  file('one.json', transaction(patient('p1'), patient('bad'), patient('p2')));
  file(
    'lines.ndjson',
    Array.from({ length: 60 }, (_, i) => JSON.stringify(patient(i === 41 ? 'bad' : `l${i}`))).join('\n'),
  );
  file('broken.json', '{"resourceType":"Patient",');
  file('list.json', '[1]');
  store.refuses = ({ id }) => id === 'bad';
  const loaded = await run();
  expect(loaded).toMatchObject({ resources: 59, refused: 3 + 1 + 2 });
  const report = readFileSync(loaded.report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(report).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ file: 'one.json', entry: 1, resource: 'Patient/bad', status: 422, resources: 3 }),
      expect.objectContaining({ file: 'lines.ndjson', line: 42, resource: 'Patient/bad' }),
      expect.objectContaining({
        file: 'broken.json',
        issues: [expect.objectContaining({ diagnostics: expect.stringContaining('Not JSON') })],
      }),
      expect.objectContaining({ file: 'list.json' }),
    ]),
  );
  expect(loaded.summary.join('\n')).toContain('2 × 422 Not a date at Bundle.entry[].resource.birthDate');
});

test('a server that is busy is asked again, and as long as it said', async () => {
  file('a.json', transaction(patient('a')));
  store.busy = [429, 503, 502, 500];
  expect(await run()).toMatchObject({ resources: 1, refused: 0 });
});

test('a fault that stays is a refusal, and a server that is away ends the load with a word on how to go on', async () => {
  file('a.json', transaction(patient('a')));
  store.busy = Array.from({ length: 20 }, () => 500);
  expect(await run()).toMatchObject({ resources: 0, refused: 1 });
  store.stop();
  const away = await run({ patienceMs: 60 });
  expect(away.interrupted).toContain('No answer from');
});

test('not more requests at a time than asked for, and reading waits for the server', async () => {
  for (let i = 0; i < 12; i++) file(`${i}.json`, transaction(patient(`p${i}`)));
  store.before = () => new Promise((resolve) => setTimeout(resolve, 10));
  await run({ concurrency: 3 });
  expect(store.most).toBe(3);
});

test('a load that was cut off goes on where it was, and nothing is stored twice', async () => {
  const resources = Array.from({ length: 500 }, (_, i) =>
    JSON.stringify({ resourceType: 'Observation', note: `n${i}` }),
  );
  file('all.ndjson', resources.join('\n'));
  const stop = new AbortController();
  let done = 0;
  store.before = () => {
    // The third transaction is stored, but its answer is lost, and with it the load.
    if (++done === 3) {
      store.breaks = true;
      setTimeout(() => stop.abort(), 20);
    }
  };
  const first = await run({ concurrency: 1, signal: stop.signal });
  expect(first).toMatchObject({ interrupted: 'Stopped', resources: 200 });
  expect(store.resources.size).toBe(300);
  store.breaks = false;
  store.before = () => undefined;
  const second = await run({ resume: true });
  expect(second).toMatchObject({ skipped: 200, resources: 300, refused: 0 });
  expect(store.resources.size).toBe(500);
  expect(new Set([...store.resources.values()].map((one) => one!.note)).size).toBe(500);
});

test('a journal whose last line was cut off is still good', async () => {
  for (const id of ['a', 'b']) file(`${id}.json`, transaction(patient(id)));
  await run({ concurrency: 1 });
  const journal = join(
    folder,
    'state',
    (await import('node:fs')).readdirSync(join(folder, 'state')).find((name) => name.startsWith('journal'))!,
  );
  appendFileSync(journal, 'cut-o');
  expect(await run({ resume: true })).toMatchObject({ skipped: 2, resources: 0 });
  expect(await run({ resume: false })).toMatchObject({ skipped: 0, resources: 2 });
});

test('organisations come before the people who work there, and both before records', async () => {
  file('a_patient.json', transaction(patient('p')));
  file('practitionerInformation1.json', transaction({ resourceType: 'Practitioner', id: 'd' }));
  file('zz_hospitalInformation1.json', transaction({ resourceType: 'Organization', id: 'o' }));
  await run();
  expect(store.requests.map(({ entries }) => entries[0]!.resource!.resourceType)).toEqual([
    'Organization',
    'Practitioner',
    'Patient',
  ]);
});

test('what a record names by identifier is made if nobody has loaded it, with the name it is shown by', async () => {
  const system = 'http://hl7.org/fhir/sid/us-npi';
  file('hospitalInformation1.json', {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [
      {
        resource: {
          resourceType: 'Organization',
          identifier: [{ system: 'https://synthea', value: 'known' }],
          name: 'Real',
        },
        request: { method: 'POST', url: 'Organization', ifNoneExist: 'identifier=https://synthea|known' },
      },
    ],
  });
  const encounter = {
    resourceType: 'Encounter',
    participant: [{ individual: { reference: `Practitioner?identifier=${system}|9999`, display: 'Dr. Ola' } }],
    location: [{ location: { reference: 'Location?identifier=https://synthea|l1', display: 'Ward' } }],
    serviceProvider: { reference: 'Organization?identifier=https://synthea|known', display: 'Guess' },
  };
  file('p1.json', transaction(patient('p1'), encounter));
  file('p2.json', transaction(patient('p2'), encounter));
  expect(await run({ concurrency: 1 })).toMatchObject({ refused: 0 });
  expect(store.resources.get(`Practitioner?identifier=${system}|9999`)).toEqual({
    resourceType: 'Practitioner',
    identifier: [{ system, value: '9999' }],
    name: [{ text: 'Dr. Ola' }],
  });
  expect(store.resources.get('Location?identifier=https://synthea|l1')).toMatchObject({ name: 'Ward' });
  expect(store.resources.get('Organization?identifier=https://synthea|known')).toMatchObject({ name: 'Real' });
  // The second record names the same: nothing is asked for again.
  expect(store.requests).toHaveLength(4);
});

test('a token is fetched by client credentials where the server asks for one, and anew when it is no longer good', async () => {
  store.wantsToken = true;
  for (let i = 0; i < 5; i++) file(`${i}.json`, transaction(patient(`p${i}`)));
  expect(await run({ concurrency: 1 })).toMatchObject({ resources: 5 });
  const refused = await run({ secret: 'wrong', resume: false });
  expect(refused.interrupted).toContain('no token');
});

test('a folder without anything to load and a path that is not there are said so', async () => {
  mkdirSync(join(folder, 'data'));
  await expect(run()).rejects.toThrow('no .json or .ndjson file');
  await expect(run({ paths: [join(folder, 'nowhere')] })).rejects.toThrow('There is no file or folder');
});

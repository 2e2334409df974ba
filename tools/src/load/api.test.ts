import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestServer, withServer } from '../../../server/src/test/server.ts';
import { municipalityNow, transactionOf } from '../synth/index.ts';
import { type LoadOptions, load } from './load.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await withServer();
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-api-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (more: Partial<LoadOptions> = {}) =>
  load({
    paths: [folder],
    url: server.base,
    client: 'test',
    secret: '',
    token: 'test',
    concurrency: 4,
    resume: false,
    state: join(folder, 'state'),
    out: { write: () => undefined },
    ...more,
  });
const countOf = async (query: string) =>
  (await server.get(`${query}${query.includes('?') ? '&' : '?'}_summary=count`)).body.total;
const write = (name: string, lines: readonly object[]) =>
  writeFileSync(join(folder, name), lines.map((line) => JSON.stringify(line)).join('\n'));

test('a municipality loads without one refusal, and loading it again changes nothing', {
  timeout: 120_000,
}, async () => {
  const counts = new Map<string, number>();
  const bundles: { shared: object[]; records: object[] } = { shared: [], records: [] };
  let most = 0;
  for (const resources of municipalityNow({ citizens: 100, seed: 8 })) {
    const record = resources[0]!.resourceType === 'Patient';
    // The people of the stories and a few others: the rest is more of the same.
    if (record && ++most > 25) continue;
    (record ? bundles.records : bundles.shared).push(transactionOf(resources));
    for (const { resourceType } of resources) counts.set(resourceType, (counts.get(resourceType) ?? 0) + 1);
  }
  write('citizens-00001.ndjson', bundles.records);
  write('shared.ndjson', bundles.shared);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  expect(await run()).toMatchObject({ resources: all, refused: 0, summary: [] });
  for (const type of ['Patient', 'Organization', 'PractitionerRole', 'Observation', 'Composition', 'Consent', 'Task']) {
    expect([type, await countOf(type)]).toEqual([type, counts.get(type)]);
  }
  const { body: kari } = await server.get('Patient?identifier=urn:oid:2.16.578.1.12.4.1.4.1|14834212081');
  expect(kari.entry[0]!.resource.id).toBe('kari-testdal');
  expect(await countOf('Flag?patient=kari-testdal')).toBe(4);
  expect(await countOf('MedicationRequest?patient=kari-testdal&status=active')).toBe(8);

  expect(await run({ resume: true })).toMatchObject({ resources: 0, skipped: all });
  // Without the journal the server is asked again, and knows each load id.
  expect(await run()).toMatchObject({ resources: all, refused: 0 });
  expect((await server.get('Patient/kari-testdal')).body.meta.versionId).toBe('1');
  expect(server.faults).toEqual([]);
});

test('a load that is cut off goes on without duplicates, also of what has no id', { timeout: 60_000 }, async () => {
  write(
    'notes.ndjson',
    Array.from({ length: 1500 }, (_, i) => ({ resourceType: 'Basic', code: { text: `cut ${i}` } })),
  );
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 30);
  const first = await run({ concurrency: 2, signal: stop.signal });
  clearTimeout(timer);
  const second = await run({ resume: true });
  expect(second.refused).toBe(0);
  expect(first.resources + second.resources).toBe(1500);
  expect(await countOf('Basic')).toBe(1500);
});

test('what the server refuses is told with its entry, and the rest is stored', async () => {
  write('some.ndjson', [
    { resourceType: 'Patient', id: 'good-1', birthDate: '1950-01-01' },
    { resourceType: 'Patient', id: 'bad-1', birthDate: '1950-13-01' },
    { resourceType: 'Patient', id: 'good-2', birthDate: '1951-01-01' },
  ]);
  const loaded = await run();
  expect(loaded).toMatchObject({ resources: 2, refused: 1 });
  expect(loaded.summary.join('\n')).toContain('some.ndjson:2');
  expect((await server.get('Patient/good-2')).status).toBe(200);
  expect((await server.get('Patient/bad-1')).status).toBe(404);
});

test('records that name hospitals and practitioners by identifier load, whether those were loaded or not', async () => {
  const npi = 'http://hl7.org/fhir/sid/us-npi';
  const synthea = 'https://github.com/synthetichealth/synthea';
  const request = (url: string, ifNoneExist?: string) => ({
    method: 'POST',
    url,
    ...(ifNoneExist === undefined ? {} : { ifNoneExist }),
  });
  write('hospitalInformation1.json', [
    {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        {
          fullUrl: 'urn:uuid:1b2f3c00-0000-4000-8000-000000000001',
          resource: {
            resourceType: 'Organization',
            identifier: [{ system: synthea, value: 'h1' }],
            name: 'Known hospital',
          },
          request: request('Organization', `identifier=${synthea}|h1`),
        },
      ],
    },
  ]);
  write('someone.json', [
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:1b2f3c00-0000-4000-8000-000000000002',
          resource: { resourceType: 'Patient' },
          request: request('Patient'),
        },
        {
          fullUrl: 'urn:uuid:1b2f3c00-0000-4000-8000-000000000003',
          resource: {
            resourceType: 'Encounter',
            status: 'finished',
            class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
            subject: { reference: 'urn:uuid:1b2f3c00-0000-4000-8000-000000000002' },
            participant: [
              { individual: { reference: `Practitioner?identifier=${npi}|77`, display: 'Dr. Nobody Loaded' } },
            ],
            serviceProvider: { reference: `Organization?identifier=${synthea}|h1`, display: 'Another name' },
          },
          request: request('Encounter'),
        },
      ],
    },
  ]);
  expect(await run()).toMatchObject({ refused: 0 });
  const { body } = await server.get(`Encounter?participant:Practitioner.identifier=${npi}|77`);
  expect(body.entry).toHaveLength(1);
  const { serviceProvider, participant } = body.entry[0]!.resource as unknown as {
    serviceProvider: { reference: string };
    participant: { individual: { reference: string } }[];
  };
  expect((await server.get(serviceProvider.reference)).body).toMatchObject({ name: 'Known hospital' });
  expect((await server.get(participant[0]!.individual.reference)).body).toMatchObject({
    name: [{ text: 'Dr. Nobody Loaded' }],
  });
  expect(await countOf(`Organization?identifier=${synthea}|h1`)).toBe(1);
});

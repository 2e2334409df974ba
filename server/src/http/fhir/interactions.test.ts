import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const patient = { resourceType: 'Patient', name: [{ family: 'Testdal', given: ['Kari'] }], active: true };

describe('create and read', () => {
  test('answers 201 with Location, ETag and Last-Modified, and what was sent comes back equal but for id and meta', async () => {
    const made = await server.post('Patient', patient);
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('W/"1"');
    expect(made.headers.get('location')).toBe(`${server.base}/Patient/${made.body.id}/_history/1`);
    const read = await server.get(`Patient/${made.body.id}`);
    expect(read.status).toBe(200);
    expect(read.headers.get('content-type')).toContain('application/fhir+json');
    const { id, meta, ...rest } = read.body;
    expect(rest).toEqual(patient);
    expect(meta.versionId).toBe('1');
    expect(new Date(read.headers.get('last-modified')!).getTime()).toBe(
      Math.floor(Date.parse(meta.lastUpdated) / 1000) * 1000,
    );
  });

  test('Prefer: return decides what comes back', async () => {
    const minimal = await server.post('Patient', patient, { prefer: 'return=minimal' });
    expect([minimal.status, minimal.text]).toEqual([201, '']);
    const outcome = await server.post('Patient', patient, { prefer: 'return=OperationOutcome' });
    expect([outcome.status, outcome.body.resourceType]).toEqual([201, 'OperationOutcome']);
  });

  test('a reader who has the version gets 304', async () => {
    const made = await server.post('Patient', patient);
    const path = `Patient/${made.body.id}`;
    expect((await server.get(path, { 'if-none-match': 'W/"1"' })).status).toBe(304);
    expect((await server.get(path, { 'if-none-match': 'W/"2"' })).status).toBe(200);
    expect((await server.get(path, { 'if-modified-since': made.headers.get('last-modified')! })).status).toBe(304);
    expect((await server.get(path, { 'if-modified-since': 'Wed, 01 Jan 2020 00:00:00 GMT' })).status).toBe(200);
  });

  test('what never was is 404, what was deleted is 410', async () => {
    expect((await server.get('Patient/nobody')).status).toBe(404);
    const made = await server.post('Patient', patient);
    expect((await server.send('DELETE', `Patient/${made.body.id}`)).status).toBe(204);
    expect((await server.get(`Patient/${made.body.id}`)).status).toBe(410);
    expect((await server.get(`Patient/${made.body.id}/_history/1`)).status).toBe(200);
    expect((await server.get(`Patient/${made.body.id}/_history/2`)).status).toBe(410);
    expect((await server.get(`Patient/${made.body.id}/_history/9`)).status).toBe(404);
  });

  test('what says that it is in another encoding or of another version of FHIR is refused', async () => {
    const sent = async (type: string) =>
      (await server.send('POST', 'Patient', patient, { 'content-type': type })).status;
    expect(await sent('application/fhir+json; charset=iso-8859-1')).toBe(415);
    expect(await sent('application/fhir+json; fhirVersion=5.0')).toBe(415);
    expect(await sent('application/fhir+json; charset=UTF-8; fhirVersion=4.0')).toBe(201);
    const asked = async (accept: string) => (await server.get('Patient?_count=1', { accept })).status;
    expect(await asked('application/fhir+json; fhirVersion=3.0')).toBe(406);
    expect(await asked('application/fhir+json; fhirVersion=3.0, application/fhir+xml; fhirVersion=4.0')).toBe(200);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const made = await server.post('Patient', patient);
    const head = await server.send('HEAD', `Patient/${made.body.id}`);
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', 'W/"1"']);
    const search = await server.send('HEAD', 'Patient/_search?active=true');
    expect([search.status, search.text]).toEqual([200, '']);
  });

  test('_pretty lays out JSON and XML for people, and changes nothing else', async () => {
    const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>En  <b>to</b></p></div>' };
    const made = await server.post('Patient', { ...patient, text });
    const plain = await server.get(`Patient/${made.body.id}?_format=xml`);
    const pretty = await server.get(`Patient/${made.body.id}?_format=xml&_pretty=true`);
    expect(pretty.text).toContain('\n  <name>\n    <family value="Testdal"/>\n');
    expect(pretty.text).toContain('<p>En  <b>to</b></p>');
    expect(pretty.text.replace(/\n */g, '')).toBe(plain.text.replace(/\n */g, ''));
    const json = await server.get(`Patient/${made.body.id}?_pretty=true`);
    expect(json.text).toContain('\n  "active": true');
  });

  test('OPTIONS tells the methods, and opens nothing to pages of other origins', async () => {
    const headers = { authorization: '', origin: 'https://app.example', 'access-control-request-method': 'GET' };
    const answer = await server.send('OPTIONS', `Patient/1`, undefined, headers);
    expect([answer.status, answer.text, answer.headers.get('allow')]).toEqual([
      204,
      '',
      'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const read = await server.get('Patient/1', { origin: 'https://app.example' });
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
    expect(read.headers.get('cache-control')).toBe('no-store');
  });

  test('pages of an allowed origin may read what is answered', async () => {
    const headers = { origin: 'https://registered.example', 'access-control-request-method': 'PUT' };
    const answer = await server.send('OPTIONS', 'Patient/1', undefined, headers);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://registered.example');
    expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(answer.headers.get('access-control-allow-headers')).toContain('If-Match');
    const read = await server.get('Patient/1', headers);
    expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(read.headers.get('access-control-allow-methods')).toBeNull();
  });
});

describe('update', () => {
  test('makes the resource where it was not, and a version where it was', async () => {
    const body = { ...patient, id: 'put-1' };
    expect((await server.put('Patient/put-1', body)).status).toBe(201);
    const second = await server.put('Patient/put-1', { ...body, active: false });
    expect([second.status, second.headers.get('etag')]).toEqual([200, 'W/"2"']);
    const history = await server.get('Patient/put-1/_history');
    expect(history.body).toMatchObject({ type: 'history', total: 2 });
    expect(history.body.entry.map((e) => e.request.method)).toEqual(['PUT', 'POST']);
  });

  test('If-Match of another version is refused with 412', async () => {
    await server.put('Patient/put-2', { ...patient, id: 'put-2' });
    const stale = await server.put('Patient/put-2', { ...patient, id: 'put-2' }, { 'if-match': 'W/"7"' });
    expect(stale.status).toBe(412);
    expect(stale.body.issue[0]!.code).toBe('conflict');
  });

  test('an id that is missing, or another than the address, is refused', async () => {
    expect((await server.put('Patient/put-3', patient)).status).toBe(400);
    expect((await server.put('Patient/put-3', { ...patient, id: 'other' })).status).toBe(400);
  });
});

test('what was read with parts left out is not stored in place of the whole', async () => {
  const whole = { ...patient, id: 'put-4', birthDate: '1980' };
  await server.put('Patient/put-4', whole);
  for (const part of ['_elements=birthDate', '_summary=true']) {
    const refused = await server.put('Patient/put-4', (await server.get(`Patient/put-4?${part}`)).body);
    expect([refused.status, refused.body.issue[0]?.expression]).toEqual([422, ['Patient.meta.tag']]);
  }
  expect((await server.get('Patient/put-4')).body.meta.versionId).toBe('1');
});

describe('history', () => {
  test('has no more than is asked for, reads what has no value as not asked, and says what it cannot', async () => {
    await server.put('Organization/hc', { resourceType: 'Organization', id: 'hc', name: 't' });
    expect((await server.get('Organization/hc/_history?_count=0')).body.entry).toBeUndefined();
    expect((await server.get('Organization/hc/_history?_count=&_since=&_at=')).body.entry).toHaveLength(1);
    expect((await server.get('Organization?_id=hc&_summary=&_elements=&_count=&_sort=')).body.total).toBe(1);
    expect((await server.get('Organization/_history?_list=42')).status).toBe(400);
    expect((await server.get('Organization/hc/_history?_sort=_lastUpdated')).status).toBe(400);
  });

  test('of a type and of the system, newest first, in pages that follow each other', async () => {
    for (let i = 0; i < 5; i += 1)
      await server.put('Basic/h', { resourceType: 'Basic', id: 'h', code: { text: `${i}` } });
    const seen: string[] = [];
    let next: string | undefined = 'Basic/_history?_count=2';
    while (next !== undefined) {
      const page = await server.get(next);
      expect(page.status).toBe(200);
      for (const e of page.body.entry ?? []) seen.push(e.resource.meta.versionId);
      next = page.body.link.find((l) => l.relation === 'next')?.url;
    }
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
    const system = await server.get('_history?_count=1');
    expect(system.body.entry[0]!.resource.resourceType).toBe('Basic');
    const later = await server.get(
      `Basic/h/_history?_since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`,
    );
    expect(later.body.entry).toBeUndefined();
    const now = await server.get(
      `Basic/h/_history?_at=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`,
    );
    expect(now.body.entry.map((e) => e.resource.meta.versionId)).toEqual(['5']);
  });
});

describe('a transaction', () => {
  const bundle = (entry: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });

  test('links its entries and answers each in its place', async () => {
    const answer = await server.post(
      '',
      bundle([
        {
          fullUrl: 'urn:uuid:1',
          resource: {
            resourceType: 'Observation',
            status: 'final',
            code: { text: 'a' },
            subject: { reference: 'urn:uuid:2' },
          },
          request: { method: 'POST', url: 'Observation' },
        },
        { fullUrl: 'urn:uuid:2', resource: patient, request: { method: 'POST', url: 'Patient' } },
      ]),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.entry.map((e) => e.response.status)).toEqual(['201', '201']);
    const observation = await server.get(answer.body.entry[0]!.response.location);
    expect((observation.body.subject as { reference: string }).reference).toBe(
      answer.body.entry[1]!.response.location.split('/_history')[0],
    );
  });

  test('is all or nothing, and names the entry that failed', async () => {
    const answer = await server.post(
      '',
      bundle([
        { resource: { ...patient, id: 'tx-1' }, request: { method: 'PUT', url: 'Patient/tx-1' } },
        { resource: { ...patient, id: 'tx-2' }, request: { method: 'PUT', url: 'Patient/tx-2', ifMatch: 'W/"5"' } },
      ]),
    );
    expect(answer.status).toBe(412);
    expect(answer.body.issue[0]!.expression[0]).toContain('Bundle.entry[1]');
    expect((await server.get('Patient/tx-1')).status).toBe(404);
  });

  test('sent twice with the same load id it is done once', async () => {
    const body = bundle([{ resource: patient, request: { method: 'POST', url: 'Patient' } }]);
    const [first, second] = [
      await server.post('', body, { 'x-enjournal-load-id': 'load-1' }),
      await server.post('', body, { 'x-enjournal-load-id': 'load-1' }),
    ];
    expect(second.body.entry[0]!.response.location).toBe(first.body.entry[0]!.response.location);
  });
});

test('a link to the next page keeps the format, and is not changed', async () => {
  for (const name of ['a', 'b']) await server.post('Location', { resourceType: 'Location', name });
  const first = await server.get('Location?_count=1&_format=xml');
  const next = /<relation value="next"\/><url value="([^"]+)"/.exec(first.text)![1]!.replaceAll('&amp;', '&');
  const second = await server.get(next);
  expect([second.status, second.headers.get('content-type')]).toEqual([200, 'application/fhir+xml; charset=utf-8']);
  expect((await server.get(`${next}&name=a`)).status).toBe(400);
});

test('in a batch each entry stands alone', async () => {
  const answer = await server.post('', {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [
      { resource: patient, request: { method: 'POST', url: 'Patient' } },
      { request: { method: 'GET', url: 'Patient/nobody' } },
      { request: { method: 'BREW', url: 'Patient' } },
      { resource: { resourceType: 'Nothing' }, request: { method: 'POST', url: 'Nothing' } },
      { request: { method: 'GET', url: '?_type=Patient&_count=1' } },
      { resource: { resourceType: 'Bundle', type: 'batch' }, request: { method: 'POST', url: '' } },
    ],
  });
  const statuses = ['201', '404', '400', '404', '200', '400'];
  expect(answer.body.entry.map((e) => e.response.status)).toEqual(statuses);
  expect(answer.body.entry[1]!.response.outcome.resourceType).toBe('OperationOutcome');
});

describe('$everything', () => {
  test('streams the whole record of a patient, and whom it refers to', async () => {
    await server.put('Practitioner/ev-doc', { resourceType: 'Practitioner', id: 'ev-doc' });
    await server.put('Patient/ev', { ...patient, id: 'ev' });
    const entry = Array.from({ length: 700 }, (_, i) => ({
      resource: {
        resourceType: 'Observation',
        status: 'final',
        code: { text: `${i}` },
        subject: { reference: 'Patient/ev' },
        performer: [{ reference: 'Practitioner/ev-doc' }],
      },
      request: { method: 'POST', url: 'Observation' },
    }));
    expect((await server.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(200);
    const all = await server.get('Patient/ev/$everything');
    const types = all.body.entry.map((e) => e.resource.resourceType);
    expect(types.filter((t) => t === 'Observation')).toHaveLength(700);
    expect(types).toContain('Patient');
    expect(types).toContain('Practitioner');
    expect(new Set(all.body.entry.map((e) => e.fullUrl)).size).toBe(702);
    let paged = 0;
    const parameters = { resourceType: 'Parameters', parameter: [{ name: '_count', valueInteger: 300 }] };
    const byPost = await server.post('Patient/ev/$everything', parameters);
    expect(byPost.body.link[0]?.url).toContain('_count=300');
    let next: string | undefined = 'Patient/ev/$everything?_count=350';
    while (next !== undefined) {
      const page = await server.get(next);
      paged += page.body.entry.length;
      next = page.body.link?.find((l) => l.relation === 'next')?.url;
    }
    expect(paged).toBe(702);
    expect((await server.get('Patient/ev/$everything?_type=Patient')).body.entry).toHaveLength(1);
  });
});

describe('who asks', () => {
  test('without a token nothing is answered but the CapabilityStatement', async () => {
    expect((await server.get('Patient/x', { authorization: '' })).status).toBe(401);
    const open = await server.get('metadata', { authorization: '' });
    expect(open.body.resourceType).toBe('CapabilityStatement');
    expect((open.body.rest as { resource: unknown[] }[])[0]!.resource).toHaveLength(146);
  });

  test('a scope that does not cover the request is refused, and the refusal is logged', async () => {
    const answer = await server.post('Patient', patient, { authorization: 'Bearer reader' });
    expect(answer.status).toBe(403);
  });

  test('the log line of a read is there when the answer is', async () => {
    const made = await server.post('Patient', patient);
    await server.get(`Patient/${made.body.id}`);
    const { rows } = await server.database.reader.query<{ interaction: string; actor: string }>(
      `SELECT l.interaction, c.person AS actor FROM access_log l JOIN access_log_context c ON c.id = l.context
       WHERE l.id = $1 ORDER BY l.seq`,
      [made.body.id],
    );
    expect(rows).toEqual([
      { interaction: 'create', actor: 'client:test' },
      { interaction: 'read', actor: 'client:test' },
    ]);
  });
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('what is wrong gets 4xx with an OperationOutcome', () => {
  const cases: [string, () => Promise<{ status: number; body: Told }>, number][] = [
    ['truncated JSON', () => server.post('Patient', '{"resourceType":"Patient"'), 400],
    ['no body', () => server.send('POST', 'Patient', '', { 'content-type': 'application/fhir+json' }), 400],
    ['an array', () => server.post('Patient', '[]'), 400],
    [
      'a name that occurs twice',
      () => server.post('Patient', '{"resourceType":"Patient","active":true,"active":false}'),
      400,
    ],
    ['__proto__', () => server.post('Patient', '{"resourceType":"Patient","__proto__":{"a":1}}'), 400],
    ['NUL in a text', () => server.post('Patient', '{"resourceType":"Patient","language":"a\\u0000"}'), 400],
    ['bytes that are not UTF-8', () => server.send('POST', 'Patient', new Uint8Array([0x7b, 0xff, 0x7d])), 400],
    ['another resource type', () => server.post('Patient', { resourceType: 'Observation' }), 400],
    ['an unknown type', () => server.post('Unicorn', { resourceType: 'Unicorn' }), 404],
    ['a content type that is not FHIR', () => server.post('Patient', 'x', { 'content-type': 'text/csv' }), 415],
    ['an Accept that cannot be met', () => server.get('Patient/x', { accept: 'image/png' }), 406],
    ['meta that is no object', () => server.post('Patient', { resourceType: 'Patient', meta: [] }), 400],
    ['a compressed body', () => server.post('Patient', patient, { 'content-encoding': 'gzip' }), 415],
    ['a path trick', () => server.get('Patient/..%2f..%2fetc%2fpasswd'), 404],
    ['a bad escape', () => server.get('Patient/%ff'), 400],
    ['a bad escape in a query', () => server.get('Patient?name=%ff'), 400],
    ['half an escape in a query', () => server.get('Patient?name=%4'), 400],
    [
      'a form that is not UTF-8',
      () => server.send('POST', 'Patient/_search', new Uint8Array([0x61, 0x3d, 0xff]), form),
      400,
    ],
    [
      'a version that is no string',
      () => server.post('Patient', { resourceType: 'Patient', meta: { versionId: 5 } }),
      400,
    ],
    [
      'a time that is no string',
      () => server.post('Patient', { resourceType: 'Patient', meta: { lastUpdated: {} } }),
      400,
    ],
    ['a method that is not there', () => server.put('Patient/x/_history', {}), 405],
    [
      'deep nesting',
      () => server.post('Patient', `{"resourceType":"Patient","extension":${'['.repeat(200)}${']'.repeat(200)}}`),
      400,
    ],
    ['a Bundle of another type', () => server.post('', { resourceType: 'Bundle', type: 'collection' }), 400],
    ['a page link not of ours', () => server.get('Patient/_history?_after=xyz'), 400],
  ];
  test.each(cases)('%s', async (_name, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.body?.resourceType).toBe('OperationOutcome');
    expect(answer.body.issue[0]!.severity).toMatch(/error|fatal/);
  });
});

test.each([
  ['PUT', 'Patient/x/_history', 'GET, HEAD'],
  ['DELETE', '', 'GET, HEAD, POST'],
  ['DELETE', 'metadata', 'GET, HEAD'],
  ['PUT', 'Patient/_search', 'GET, HEAD, POST'],
  ['POST', 'Patient/x', 'GET, HEAD, PUT, PATCH, DELETE'],
  ['POST', 'AuditEvent', 'GET, HEAD'],
  ['PUT', 'Patient/x/$everything', 'GET, HEAD, POST'],
  ['GET', 'Patient/x/$block', 'POST'],
])('%s %s is not there, and it is said what is', async (method, path, allowed) => {
  const body = method === 'GET' ? undefined : { resourceType: 'Patient', id: 'x' };
  const answer = await server.send(method, path, body);
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
});

test('changes in a record are told as they happen', async () => {
  await server.put('Patient/live', { ...patient, id: 'live' });
  const controller = new AbortController();
  const response = await fetch(`${server.base}/Patient/live/$changes`, {
    headers: { authorization: 'Bearer test', accept: 'text/event-stream' },
    signal: controller.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await server.post('Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: 'Patient/live' },
  });
  let told = '';
  // the Patient's own change may still be under way when the stream begins
  while (!told.includes('"resourceType":"Observation"')) {
    const { done, value } = await reader.read();
    expect(done, told).toBe(false);
    told += value ?? '';
  }
  expect(told).toContain('event: change');
  expect(told).not.toContain('Testdal');
  controller.abort();
});

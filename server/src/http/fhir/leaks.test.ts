import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staff } from '../../test/actors.ts';
import { type Ask, get, pages, send } from '../../test/asks.ts';
import { egil, hidden, shared } from '../../test/leak-world.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';

/**
 * Two stores that differ in nothing but what the reader may not see: every answer must be the same to the byte. That each
 * request would tell when its channel is open is shown by asking the same as one from whom nothing is hidden.
 *
 * Channels of the model that are elsewhere: L18 decision support, L19 lists that are worked out, and what care refuses (L22):
 * leaks-of-care.test.ts. L27 timing: timing.test.ts. L29 logs, addresses and metrics: http/app.test.ts. L30 type-ahead is a search
 * (L1), and figures are counts of searches; those of rules of advice are told in whole fives (cds-hooks/advice.test.ts). L32 what is
 * sent out, printed and handed out: leaks-of-what-leaves.test.ts. L34 who runs it sees no record: matrix.test.ts. L15 GraphQL, L16
 * bulk export and L17 subscriptions are not in the product, which the last tests here hold. Random records:
 * leaks-of-random-worlds.test.ts.
 */
const secretCode = 'urn:leak|secret';
const patch = { resourceType: 'Parameters', parameter: [] };
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference: 'Patient/kari' },
};

const channels: [channel: string, asks: [what: string, ask: Ask][]][] = [
  [
    'L1 totals and counts',
    [
      'Observation?patient=kari&_total=accurate',
      'Observation?patient=kari&_summary=count',
      'Patient/kari/*?_summary=count',
      'Observation?_summary=count',
      'Observation?_total=estimate',
      'MedicationRequest?_summary=count',
      'Observation?patient=Patient/kari,Patient/per&_total=accurate',
    ],
  ],
  [
    'L2 pages and their links',
    [
      ['Observation?patient=kari&_count=1', pages('Observation?patient=kari&_count=1')],
      ['Observation?_count=2&_sort=-date', pages('Observation?_count=2&_sort=-date')],
      ['$everything?_count=3', pages('Patient/kari/$everything?_count=3')],
      ['Patient/kari/*?_count=2', pages('Patient/kari/*?_count=2')],
    ],
  ],
  [
    'drafts of others',
    [
      'QuestionnaireResponse/h-draft',
      'QuestionnaireResponse/h-draft/_history',
      'Composition/h-begun',
      'QuestionnaireResponse?patient=kari&_total=accurate',
      'QuestionnaireResponse?author=Practitioner/ola&_summary=count',
      'QuestionnaireResponse?identifier=urn:leak|h-draft',
      'QuestionnaireResponse?status=in-progress&_summary=count',
      'Composition?patient=kari&status=preliminary',
      'Encounter?patient=kari&_revinclude=QuestionnaireResponse:encounter&_revinclude=Composition:encounter',
      'Patient?_has:QuestionnaireResponse:patient:status=in-progress',
      'Patient/kari/$everything?_type=QuestionnaireResponse,Composition',
      'Patient/kari/*?_type=QuestionnaireResponse&_summary=count',
    ],
  ],
  [
    'L3 chains',
    [
      `Observation?encounter.reason-code=${secretCode}`,
      `Observation?has-member.code=${secretCode}`,
      `Observation?patient=kari&encounter.reason-code=${secretCode}`,
    ],
  ],
  [
    'L4 _has',
    [
      `Patient?_has:Observation:patient:code=${secretCode}`,
      'Patient?_has:MedicationRequest:patient:status=active',
      `Encounter?_has:Observation:encounter:code=${secretCode}`,
      `Patient?_has:Encounter:patient:_has:Observation:encounter:code=${secretCode}`,
    ],
  ],
  [
    'L5 includes',
    [
      'Observation?patient=kari&_include=Observation:encounter&_include=Observation:has-member',
      'Observation?patient=kari&_include=*',
      'Encounter?patient=kari&_revinclude=Observation:encounter&_revinclude=MedicationRequest:encounter',
      'List?patient=kari&_include=List:item&_include:iterate=Composition:subject',
      'Patient?_id=kari&_revinclude=Composition:subject&_revinclude=Observation:subject',
    ],
  ],
  [
    'L6 order',
    [
      'Observation?patient=kari&_sort=value-quantity',
      'Observation?patient=kari&_sort=-date',
      'Observation?_sort=-_lastUpdated',
      'Patient/kari/*?_sort=-date',
    ],
  ],
  [
    'L7 what is not',
    [
      `Observation?patient=kari&code:not=urn:leak|harmless`,
      'MedicationRequest?patient=kari&status:missing=false',
      'Observation?patient=kari&encounter:missing=false',
      'Encounter?patient=kari&reason-code:text=HEMMELIG',
    ],
  ],
  [
    'L8 parts of what is masked',
    [
      'Patient/egil?_elements=address,telecom',
      'Patient/egil?_summary=data',
      'Patient?_id=egil&_elements=address',
      'Patient/egil/$everything',
      'Patient/egil/_history',
      'Patient/egil?_format=xml',
    ],
  ],
  [
    'L9 times and versions',
    [
      ['If-None-Match', get('Composition/h-note', { 'if-none-match': 'W/"1"' })],
      ['If-Modified-Since', get('Composition/h-note', { 'if-modified-since': 'Wed, 01 Jan 2031 00:00:00 GMT' })],
      ['_lastUpdated', get('Composition?patient=kari&_lastUpdated=gt2020-01-01')],
    ],
  ],
  [
    'L10 existence by number',
    [
      'Observation?identifier=urn:leak|h-obs',
      'Observation?identifier=urn:leak|x-obs',
      'Composition?identifier=urn:leak|h-note',
      'Composition?_id=h-note,v-comp',
      'Patient?address=HEMMELIG',
      'Patient?phone=99887766',
      'Observation?patient.address-city=HEMMELIG',
    ],
  ],
  [
    'L11 history',
    [
      'Composition/h-note/_history',
      'Composition/h-note/_history/1',
      'Observation/h-obs/_history?_count=1',
      'Composition/h-gone/_history',
    ],
  ],
  [
    'L12 what refers to it',
    [
      'List/v-list',
      'Composition/v-comp',
      'Provenance?target=MedicationRequest/h-med',
      'Provenance?patient=kari',
      'List?item=Composition/h-note&_include=List:item',
    ],
  ],
  [
    'L13 binaries',
    [
      ['GET', get('Binary/h-bin')],
      ['HEAD', send('HEAD', 'Binary/h-bin')],
      ['a range', get('Binary/h-bin', { range: 'bytes=0-3' })],
      ['as it is', get('Binary/h-bin', { accept: 'text/plain' })],
    ],
  ],
  [
    'L14 whole records and documents',
    [
      'Patient/kari/$everything',
      'Encounter/v-enc/$everything',
      'Composition/v-comp/$document',
      'Patient/kari/$everything?_type=MedicationRequest',
      'Encounter/h-enc/$everything',
    ],
  ],
  [
    'L20 conditional writes',
    [
      [
        'If-None-Exist',
        send(
          'POST',
          'Observation',
          { ...observation, identifier: [{ system: 'urn:leak', value: 'h-obs' }] },
          { 'if-none-exist': 'identifier=urn:leak|h-obs' },
        ),
      ],
      ['conditional patch', send('PATCH', 'Observation?identifier=urn:leak|x-obs', patch)],
      ['conditional delete', send('DELETE', 'MedicationRequest?identifier=urn:leak|h-med')],
      [
        'conditional update',
        send('PUT', 'Observation?identifier=urn:leak|x-obs', {
          ...observation,
          identifier: [{ system: 'urn:leak', value: 'x-obs' }],
        }),
      ],
    ],
  ],
  [
    'L21 other entries of a Bundle',
    [
      [
        'a batch',
        send(
          'POST',
          '',
          bundleOf('batch', [
            'GET Composition/h-note',
            'GET Composition/none',
            'GET Observation?patient=kari',
            'DELETE Composition/h-note',
          ]),
        ),
      ],
      [
        'a transaction',
        send('POST', '', bundleOf('transaction', ['DELETE Composition/h-note', 'GET Composition/h-note'])),
      ],
    ],
  ],
  [
    'L22 versions and references',
    [
      ['PUT', send('PUT', 'Observation/h-obs', { ...observation, id: 'h-obs' })],
      ['If-Match', send('PUT', 'Observation/h-obs', { ...observation, id: 'h-obs' }, { 'if-match': 'W/"1"' })],
      ['If-None-Match', send('PUT', 'Observation/h-obs', { ...observation, id: 'h-obs' }, { 'if-none-match': '*' })],
      [
        'a reference',
        send(
          'POST',
          'Observation',
          { ...observation, encounter: { reference: 'Encounter/h-enc' } },
          { 'x-enjournal-check-references': 'true' },
        ),
      ],
    ],
  ],
  ['L23 validation', ['Composition/h-note/$validate', 'Composition/h-note/$meta']],
  [
    'L24 identities that are one',
    [
      'Patient?link=Patient/kari',
      'Patient?_id=kari&_revinclude=Patient:link',
      'Condition?patient=kari&_total=accurate',
      'Patient/kari/$everything?_type=Patient,Condition',
      'Patient/kari/$care-relations',
      'Patient/kari/$who-can-see',
      'Patient/kari/_history',
    ],
  ],
  [
    'L25 what is not there and what was',
    [
      ['GET', get('Composition/h-note')],
      ['of another', get('Observation/x-obs')],
      ['deleted', get('Composition/h-gone')],
      ['HEAD', send('HEAD', 'Composition/h-note')],
      ['DELETE', send('DELETE', 'Composition/h-note')],
      ['PATCH', send('PATCH', 'Composition/h-note', patch)],
      [
        '$meta-add',
        send('POST', 'Composition/h-note/$meta-add', {
          resourceType: 'Parameters',
          parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'x' }] } }],
        }),
      ],
    ],
  ],
  [
    'L26 words of refusals',
    [
      'Observation?patient=per',
      'Patient/per',
      'Patient/per/$everything',
      'Patient/per/*',
      'Patient/per/$access-explain',
      'Patient/per/$who-can-see',
      'Patient/kari/$care-relations',
      'Patient/kari/$access-explain',
    ],
  ],
  ['L31 the log of others', ['AuditEvent?patient=kari', 'AuditEvent?patient=per', 'AuditEvent']],
  [
    'L33 places',
    [
      'Encounter?patient=egil',
      'Encounter/egil-enc',
      'Appointment?patient=egil',
      'Appointment/egil-app',
      'Patient/egil/*',
    ],
  ],
].map(([channel, asks]) => [
  channel as string,
  (asks as (string | [string, Ask])[]).map((one): [string, Ask] => (typeof one === 'string' ? [one, get(one)] : one)),
]);

function bundleOf(type: string, requests: readonly string[]): object {
  const entry = requests.map((text) => {
    const [method, url] = text.split(' ');
    return { request: { method, url } };
  });
  return { resourceType: 'Bundle', type, entry };
}

/** What a reader from whom nothing is hidden is told alike in both worlds: refusals of all persons, and what no request can open. */
const openAlike = new Set([
  'L22 versions and references',
  'L20 conditional writes',
  'L21 other entries of a Bundle',
  'L31 the log of others',
]);

let withIt: TestServer;
let without: TestServer;

beforeAll(async () => {
  [withIt, without] = await Promise.all([withServer(), withServer()]);
  for (const server of [withIt, without]) {
    server.clock.now = Date.parse('2026-06-01T12:00:00Z');
    server.actors.set('nurse', staff('hanne', 'zone', 'sykepleier'));
    const isWith = server === withIt;
    const all = [...egil(isWith), ...shared, ...(isWith ? hidden : [])];
    await store(server, all);
  }
  const gone = { ...hidden[0], id: 'h-gone' };
  await withIt.put('Composition/h-gone', gone);
  await withIt.send('DELETE', 'Composition/h-gone');
});

afterAll(async () => {
  for (const server of [withIt, without]) {
    await server.close();
    expect(server.faults).toEqual([]);
  }
});

// the reader from whom nothing is hidden goes first: the nurse's writes change both worlds alike, the other's would not
describe.each(channels)('%s', (channel, asks) => {
  test('tells, where nothing is hidden, whether it is there', async () => {
    if (openAlike.has(channel)) return;
    const open = { authorization: 'Bearer test' };
    const readOnly = asks.filter(([what]) => !/^(DELETE|PATCH|PUT|\$meta-add)/.test(what));
    let different = 0;
    for (const [, ask] of readOnly) {
      const answers = [await ask(withIt, open), await ask(without, open)];
      if (JSON.stringify(answers[0]) !== JSON.stringify(answers[1])) different += 1;
    }
    expect(different).toBeGreaterThan(0);
  });

  test.each(asks)('%s', async (_what, ask) => {
    const headers = { authorization: 'Bearer nurse' };
    const answer = await ask(withIt, headers);
    expect(answer).toEqual(await ask(without, headers));
    // what was asked for stands in the self link
    expect(JSON.stringify(answer).replaceAll(/url[\\":]+BASE[^"]*/g, '')).not.toContain('HEMMELIG');
  });
});

test('L17 of what is hidden no event is told, and the stream ends with the ground', async () => {
  const told = async (server: TestServer): Promise<string> => {
    const controller = new AbortController();
    const stream = await fetch(`${server.base}/Patient/kari/$changes`, {
      headers: { authorization: 'Bearer nurse' },
      signal: controller.signal,
    });
    expect(stream.status).toBe(200);
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream.body!) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    const note = shared.find(({ id }) => id === 'v-comp')!;
    if (server === withIt) await server.put('Composition/h-note', { ...hidden[0], title: 'Changed' });
    await server.put('Composition/v-comp', { ...note, title: 'Changed' });
    const vedtak = shared.find(({ id }) => id === 'kari-vedtak')!;
    await server.put('EpisodeOfCare/kari-vedtak', { ...vedtak, status: 'cancelled' });
    await server.put('Composition/v-comp', { ...note, title: 'Changed once more' });
    await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    controller.abort();
    await server.put('EpisodeOfCare/kari-vedtak', vedtak);
    return text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
  };
  const events = await told(withIt);
  expect(events).toBe(await told(without));
  expect(events).not.toContain('h-note');
});

test.each([
  ['L15 GraphQL', 'GET', 'Patient/kari/$graphql?query={id}'],
  ['L15 GraphQL', 'POST', '$graphql'],
  ['L16 bulk export', 'GET', '$export'],
  ['L16 bulk export', 'GET', 'Patient/$export'],
  ['L23 matching of persons', 'POST', 'Patient/$match'],
  ['L24 merging', 'POST', 'Patient/$merge'],
])('%s is not offered: %s %s', async (_, method, path) => {
  const body = method === 'POST' ? { resourceType: 'Parameters' } : undefined;
  const answer = await withIt.send(method, path, body, { authorization: 'Bearer nurse' });
  expect([answer.status, answer.body.issue[0]!.code], answer.text).toEqual([404, 'not-supported']);
});

test('L28 nothing of a record is kept by caches on the way', async () => {
  for (const path of ['Patient/kari', 'Observation?patient=kari', 'Patient/kari/$everything', 'Composition/h-note']) {
    const { headers } = await withIt.get(path, { authorization: 'Bearer nurse' });
    expect([headers.get('cache-control'), headers.get('vary')], path).toEqual([
      'no-store',
      expect.stringContaining('Authorization'),
    ]);
  }
});

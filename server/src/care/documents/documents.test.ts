import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { citizenAccess, citizenAccessReason } from './rules.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** What the screens do with documents, by an outside app through FHIR. */
let server: TestServer;

beforeAll(async () => {
  server = await withServer();
  for (const id of ['solli', 'hospital']) await stored({ resourceType: 'Organization', id, name: id });
  for (const [id, unit] of [
    ['ada', 'solli'],
    ['bo', 'solli'],
    ['eva', 'hospital'],
  ] as const)
    await employ(id, unit);
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const stored = async (resource: JsonObject): Promise<Told> =>
  made(server.put(`${resource.resourceType}/${resource.id}`, resource));

async function made(answer: Promise<{ status: number; text: string; body: Told }>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

async function employ(id: string, unit: string): Promise<void> {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'LE' }] };
  await stored({ resourceType: 'Practitioner', id, qualification: [{ code }] });
  await stored({
    resourceType: 'PractitionerRole',
    id: `${id}-role`,
    active: true,
    period: { start: '2020-01-01' },
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: `Organization/${unit}` },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'lege' }] }],
  });
  const actor: Actor = {
    ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
    ...{ loa: 4, practitioner: id, practitionerRole: `${id}-role`, role: 'lege', purpose: 'TREAT' },
    organization: { id: unit, display: unit },
    legalEntity: unit,
  } as Actor;
  server.actors.set(id, actor);
}

const as = (who: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${who}`, ...more });

let ordinal = 0;
/** A citizen whom both treat. */
async function citizen(): Promise<string> {
  const id = `citizen-${++ordinal}`;
  await stored({ resourceType: 'Patient', id });
  for (const unit of ['solli', 'hospital'])
    await stored({
      resourceType: 'EpisodeOfCare',
      id: `${id}-${unit}`,
      status: 'active',
      patient: { reference: `Patient/${id}` },
      managingOrganization: { reference: `Organization/${unit}` },
      period: { start: '2026-01-01' },
    });
  const actor = { kind: 'citizen', id: `Patient/${id}`, display: 'Kari', clientId: 'web', scopes: ['user/*.cruds'] };
  server.actors.set(id, { ...actor, loa: 4, ownPatient: id, purpose: 'PATRQT' } as Actor);
  return id;
}

const aDocument = (patient: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'DocumentReference',
  status: 'current',
  type: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9602', code: 'A03-2' }] },
  subject: { reference: `Patient/${patient}` },
  date: '2026-11-20T10:00:00Z',
  author: [{ reference: 'Practitioner/ada' }],
  content: [{ attachment: { contentType: 'text/plain', data: btoa('Brev') } }],
  ...more,
});

const added = async (patient: string, more: JsonObject = {}): Promise<Told> =>
  made(server.post('DocumentReference', aDocument(patient, more), as('ada')));

/** A document and its file, as a screen or an app sends what is too large to stand in the resource. */
const withFile = (patient: string, contentType: string, content: string, more: JsonObject = {}) => {
  const [document, file] = [
    'urn:uuid:0b6a8a9e-1111-4111-8111-000000000001',
    'urn:uuid:0b6a8a9e-1111-4111-8111-000000000002',
  ];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: document,
        resource: aDocument(patient, {
          content: [{ attachment: { contentType: 'application/pdf', url: file } }],
          ...more,
        }),
        request: { method: 'POST', url: 'DocumentReference' },
      },
      {
        fullUrl: file,
        resource: {
          resourceType: 'Binary',
          contentType,
          securityContext: { reference: document },
          data: btoa(content),
        },
        request: { method: 'POST', url: 'Binary' },
      },
    ],
  };
};

const keysOf = ({ body }: { body: Told }) =>
  body.issue.map((one) => (one as { details?: { coding?: { code: string }[] } }).details?.coding?.[0]?.code);

const follow = () =>
  careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' }).settle();

const pdf = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF';

describe('a file', () => {
  test('is stored with its document in one act, read by who sees that, and kept from who does not', async () => {
    const kari = await citizen();
    const answer = await server.post(
      '',
      withFile(kari, 'application/pdf', pdf),
      as('ada', { prefer: 'return=representation' }),
    );
    expect(answer.status, answer.text).toBe(200);
    const [document, file] = answer.body.entry.map(({ resource }) => resource) as [Told, Told];
    const [{ attachment }] = document.content as [{ attachment: { url: string } }];
    expect(attachment.url).toBe(`Binary/${file.id}`);
    const read = await server.get(attachment.url, as('bo', { accept: 'application/fhir+json' }));
    expect([read.status, atob(String(read.body.data))]).toEqual([200, pdf]);
    const changed = await server.put(attachment.url, { ...read.body, data: btoa('%PDF-1.4 other') }, as('ada'));
    expect([changed.status, ...keysOf(changed)]).toEqual([422, 'document-file-fixed']);
  });

  test('that is a program, of another kind, or runs something is refused in the user’s words, and nothing is stored', async () => {
    const kari = await citizen();
    const tries = [
      withFile(kari, 'application/pdf', 'MZ\0\0 This program cannot be run'),
      withFile(kari, 'application/pdf', '\x89PNG\r\n\x1a\n'),
      withFile(kari, 'application/pdf', `${pdf} /JavaScript (x)`),
      withFile(kari, 'image/png', '\x89PNG\r\n\x1a\n'),
      withFile(kari, 'application/x-msdownload', 'MZ'),
    ];
    const answers = await Promise.all(tries.map((one) => server.post('', one, as('ada', { 'accept-language': 'nn' }))));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(answers.map(keysOf).map(([key]) => key)).toEqual([
      ...['document-malware', 'document-other-content', 'document-active', 'document-other-content'],
      expect.stringMatching(/document-(media|other-content)/),
    ]);
    expect(answers[0]!.text).toContain('Ho er ikkje lagra');
    expect((await server.get(`DocumentReference?patient=${kari}&_summary=count`)).body.total).toBe(0);
    const inline = await server.post(
      'DocumentReference',
      aDocument(kari, { content: [{ attachment: { contentType: 'text/plain', data: btoa('#!/bin/sh') } }] }),
      as('ada'),
    );
    expect(keysOf(inline)).toEqual(['document-malware']);
  });

  test('that nobody’s document refers to is refused, and one that is too large', async () => {
    const alone = { resourceType: 'Binary', contentType: 'application/pdf', data: btoa(pdf) };
    const answer = await server.post('Binary', alone, as('ada'));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const kari = await citizen();
    const huge = await server.post('', withFile(kari, 'application/pdf', `${pdf}${'x'.repeat(20_000_000)}`), as('ada'));
    expect([huge.status, ...keysOf(huge)]).toEqual([422, 'document-file-too-large']);
  });
});

describe('a document that is replaced', () => {
  test('is readable and counts no more, by a plain create; once; and counts again when the new one was a mistake', async () => {
    const kari = await citizen();
    const old = await added(kari);
    const relatesTo = [{ code: 'replaces', target: { reference: `DocumentReference/${old.id}` } }];
    const next = await added(kari, { relatesTo });
    await follow();
    expect((await server.get(`DocumentReference/${old.id}`, as('bo'))).body.status).toBe('superseded');
    const again = await server.post('DocumentReference', aDocument(kari, { relatesTo }), as('ada'));
    expect([again.status, ...keysOf(again)]).toEqual([422, 'document-replaces']);
    const other = await citizen();
    const across = await server.post('DocumentReference', aDocument(other, { relatesTo }), as('ada'));
    expect(keysOf(across)).toEqual(['document-replaces']);
    const extension = [
      {
        url: 'https://enjournal.no/fhir/StructureDefinition/status-reason',
        extension: [{ url: 'reason', valueString: 'Skannet feil side' }],
      },
    ];
    await made(
      server.put(`DocumentReference/${next.id}`, { ...next, status: 'entered-in-error', extension }, as('ada')),
    );
    await follow();
    expect((await server.get(`DocumentReference/${old.id}`, as('bo'))).body.status).toBe('current');
  });

  test('is not written over, and not changed by those of another organisation', async () => {
    const kari = await citizen();
    const document = await added(kari);
    const content = [{ attachment: { contentType: 'text/plain', data: btoa('Annet') } }];
    const over = await server.put(`DocumentReference/${document.id}`, { ...document, content }, as('ada'));
    expect([over.status, ...keysOf(over)]).toEqual([422, 'document-fixed']);
    const titled = { ...document, description: 'Brev fra øyelege' };
    const byOther = await server.put(`DocumentReference/${document.id}`, titled, as('eva'));
    expect([byOther.status, ...keysOf(byOther)]).toEqual([422, 'document-not-yours']);
    expect((await server.put(`DocumentReference/${document.id}`, titled, as('bo'))).status).toBe(200);
  });
});

test('what is kept from the citizen is looked at again by the unit, until the citizen sees it', async () => {
  const kari = await citizen();
  const document = await added(kari);
  const withheld = {
    ...document,
    meta: { ...document.meta, security: [{ system: citizenAccess, code: 'NORU' }] },
    extension: [
      {
        url: citizenAccessReason,
        extension: [
          { url: 'reason', valueString: 'Samtale om svaret først' },
          { url: 'review', valueDate: '2099-12-31' },
        ],
      },
    ],
  };
  const kept = await made(server.put(`DocumentReference/${document.id}`, withheld, as('ada')));
  await follow();
  await follow();
  const tasks = async (who: string) =>
    (await server.get(`Task?patient=${kari}&code=document-access`, as(who))).body.entry?.map(
      ({ resource }) => resource,
    ) ?? [];
  expect(await tasks('bo')).toMatchObject([
    { status: 'requested', owner: { reference: 'Organization/solli' }, restriction: { period: { end: '2099-12-31' } } },
  ]);
  expect(await tasks(kari)).toEqual([]);
  expect((await server.get(`DocumentReference/${document.id}`, as(kari))).status).toBe(404);
  const { security: _, ...meta } = kept.meta as Told['meta'] & { security?: unknown };
  const { extension: __, ...shown } = kept;
  await made(server.put(`DocumentReference/${document.id}`, { ...shown, meta }, as('ada')));
  await follow();
  expect(await tasks('bo')).toMatchObject([{ status: 'completed' }]);
  expect((await server.get(`DocumentReference/${document.id}`, as(kari))).status).toBe(200);
});

describe('a document in the wrong record', () => {
  test('is moved with its file and a trace in both, and is kept from everybody where it was, at once', async () => {
    const [kari, per] = [await citizen(), await citizen()];
    const { body } = await server.post(
      '',
      withFile(kari, 'application/pdf', pdf),
      as('ada', { prefer: 'return=representation' }),
    );
    const [document, file] = body.entry.map(({ resource }) => resource) as [Told, Told];
    const parameter = [
      { name: 'patient', valueReference: { reference: `Patient/${per}` } },
      { name: 'reason', valueString: 'Skannet i feil journal' },
    ];
    const moved = await server.post(
      `DocumentReference/${document.id}/$wrong-person`,
      { resourceType: 'Parameters', parameter },
      as('ada', { 'x-record': `Patient/${kari}`, 'if-match': `W/"${document.meta.versionId}"` }),
    );
    expect(moved.status, moved.text).toBe(200);
    for (const who of ['ada', 'bo', kari])
      for (const gone of [`DocumentReference/${document.id}`, `Binary/${file.id}`])
        expect((await server.get(gone, as(who))).status, `${gone} ${who}`).toBe(404);
    const there = (await server.get(`DocumentReference?patient=${per}`, as('bo'))).body.entry.map(
      ({ resource }) => resource,
    );
    expect(there).toMatchObject([{ status: 'current', subject: { reference: `Patient/${per}` } }]);
    expect(JSON.stringify(there)).not.toContain(kari);
    const [{ attachment }] = there[0]!.content as [{ attachment: { url: string } }];
    expect((await server.get(attachment.url, as('bo'))).text).toBe(pdf);
    const traces = await Promise.all(
      [kari, per].map(async (one) => (await server.get(`Provenance?patient=${one}`, as('bo'))).body.entry),
    );
    expect(traces.map((one) => one?.length)).toEqual([1, 1]);
    expect((await server.get(`DocumentReference/${document.id}`)).body.status).toBe('entered-in-error');
  });

  test('is not moved without saying what happened, by another organisation, or to where the mover does not come', async () => {
    const kari = await citizen();
    await stored({ resourceType: 'Patient', id: 'closed' });
    const document = await added(kari);
    const ask = (who: string, parameter: object[]) =>
      server.post(`DocumentReference/${document.id}/$wrong-person`, { resourceType: 'Parameters', parameter }, as(who));
    const reason = { name: 'reason', valueString: 'Feil journal' };
    expect((await ask('ada', [])).status).toBe(400);
    expect(keysOf(await ask('eva', [reason]))).toEqual(['document-not-yours']);
    const closed = { name: 'patient', valueReference: { reference: 'Patient/closed' } };
    expect((await ask('ada', [reason, closed])).status).toBe(403);
    expect((await server.get(`DocumentReference/${document.id}`, as('ada'))).body.status).toBe('current');
  });
});

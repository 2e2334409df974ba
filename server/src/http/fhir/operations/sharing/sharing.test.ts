import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, type Told, withServer } from '../../../../test/server.ts';

const NOW = '2026-12-01T12:00:00+01:00';
let server: TestServer;
const as = (who: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${who}`, ...more });
const label = (code: string) => ({ security: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-label', code }] });
const put = async (resource: { resourceType: string; id: string; [more: string]: unknown }): Promise<void> => {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (answer.status >= 300) throw new Error(answer.text);
};
const subject = { reference: 'Patient/kari' };
const problem = (id: string, text: string, more: object = {}) =>
  put({
    resourceType: 'Condition',
    id,
    subject,
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] },
    ],
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text },
    ...more,
  });
const medicine = (id: string, text: string, more: object = {}) =>
  put({
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: { text },
    authoredOn: NOW,
    dosageInstruction: [{ text: '1 tablett morgen' }],
    ...more,
  });
const share = (parameter: object[], who = 'kari') =>
  server.post('Patient/kari/$share', { resourceType: 'Parameters', parameter }, as(who));
const told = ({ parameter }: Told, name: string): string => {
  const { name: _, ...value } = parameter.find((one) => one.name === name)!;
  return Object.values(value)[0] as string;
};
const open = async (code: string, more: object = { name: 'Dr. House', place: 'Hospital abroad' }) => {
  const answer = await fetch(new URL('/shared', server.base), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en' },
    body: JSON.stringify({ code, ...more }),
  });
  return { status: answer.status, text: await answer.text() };
};
const sectionsOf = (bundle: Told): { title: string; code: { coding: { code: string }[] }; emptyReason?: unknown }[] =>
  bundle.entry[0]!.resource.section as never;

beforeAll(async () => {
  server = await withServer();
  await put({
    resourceType: 'Patient',
    id: 'kari',
    name: [{ family: 'Prøve', given: ['Kari'] }],
    birthDate: '1942-03-05',
    address: [{ line: ['Strandgata 14'] }],
  });
  for (const id of ['kari', 'odd']) {
    const common = { display: id, clientId: 'test', scopes: ['user/*.cruds'], loa: 4, purpose: 'PATRQT' } as const;
    server.actors.set(id, { kind: 'citizen', id: `Patient/${id}`, ownPatient: id, ...common });
  }
  await problem('heart', 'Hjertesvikt');
  await problem('secret', 'Holdt tilbake', { meta: label('withheld') });
  await medicine('furo', 'Furosemid 40 mg');
  await medicine('proposal', 'Et forslag', { intent: 'proposal' });
  await put({
    resourceType: 'AllergyIntolerance',
    id: 'peni',
    patient: subject,
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    criticality: 'high',
    code: { text: 'Penicillin <b>' },
  });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test('the summary is an IPS document with the required sections, of what the citizen sees', async () => {
  const { status, body, text } = await server.get('Patient/kari/$summary', as('kari'));
  expect(status).toBe(200);
  expect([body.resourceType, body.type, body.entry[0]!.resource.resourceType]).toEqual([
    'Bundle',
    'document',
    'Composition',
  ]);
  const codes = sectionsOf(body).map(({ code }) => code.coding[0]!.code);
  expect(codes.slice(0, 2)).toEqual(['48765-2', '10160-0']);
  expect(codes).toContain('11450-4');
  expect(text).toContain('Furosemid 40 mg');
  expect(text).toContain('Penicillin &lt;b&gt;');
  for (const hidden of ['Holdt tilbake', 'Et forslag']) expect(text).not.toContain(hidden);
  expect(server.service.conformance.validate(body as never).filter(({ severity }) => severity === 'error')).toEqual([]);
  const references = [...text.matchAll(/"reference":"(http[^"]+)"/g)].map(([, one]) => one);
  const urls = body.entry.map(({ fullUrl }) => fullUrl);
  for (const one of references) expect(urls).toContain(one);
  const english = await server.get('Patient/kari/$summary', as('kari', { 'accept-language': 'en' }));
  expect(sectionsOf(english.body)[0]!.title).toBe('Allergies and intolerances');
  expect((await server.get('Patient/kari/$summary', as('odd'))).status).toBe(404);
});

test('a code opens what was chosen, without address and number in any address, and stands in the log', async () => {
  const shared = await share([
    { name: 'for', valueString: 'Ambulanse' },
    { name: 'part', valueCode: 'critical' },
    { name: 'hours', valueInteger: 2 },
  ]);
  expect(shared.status).toBe(200);
  const code = told(shared.body, 'code');
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  const opened = await open(code.toLowerCase().replaceAll('-', ' '));
  expect(opened.status).toBe(200);
  expect(opened.text).toContain('Furosemid 40 mg');
  for (const hidden of ['Hjertesvikt', 'Holdt tilbake', 'Strandgata']) expect(opened.text).not.toContain(hidden);
  expect((await open(code, {})).status).toBe(400);
  const log = await server.get('AuditEvent?patient=kari&_count=50', as('kari'));
  expect(log.text).toContain('Delt med kode: Ambulanse');
  expect(log.text).toContain('Dr. House, Hospital abroad');
});

test('it ends by itself and when it is withdrawn, and nobody can tell a code that was from one that never was', async () => {
  const shared = await share([{ name: 'for', valueString: 'Lege i Spania' }]);
  const code = told(shared.body, 'code');
  expect((await open(code)).status).toBe(200);
  const { reference } = told(shared.body, 'share') as never as { reference: string };
  const consent = await server.get(reference, as('kari'));
  const ended = await server.put(reference, { ...consent.body, status: 'inactive' }, as('kari'));
  expect([ended.status, ended.text]).toEqual([200, ended.text]);
  const over = await open(code);
  const never = await open('0000-0000-0000-0000');
  expect([over.status, over.text]).toEqual([404, never.text]);
  const again = await server.put(reference, { ...ended.body, status: 'active' }, as('kari'));
  expect(again.status).toBe(422);
  const short = told(
    (
      await share([
        { name: 'for', valueString: 'Time' },
        { name: 'hours', valueInteger: 1 },
      ])
    ).body,
    'code',
  );
  server.clock.now = Date.now() + 3_700_000;
  expect((await open(short)).status).toBe(404);
  server.clock.now = undefined;
});

test('who guesses waits; who may not decide shares nothing', async () => {
  let last = 0;
  for (let n = 0; n < 10; n += 1) last = (await open(`ABCD-ABCD-ABCD-ABC${n}`)).status;
  expect(last).toBe(429);
  expect((await share([{ name: 'for', valueString: 'Meg' }], 'odd')).status).toBe(404);
  expect(
    (
      await share([
        { name: 'for', valueString: 'Lenge' },
        { name: 'hours', valueInteger: 10_000 },
      ])
    ).status,
  ).toBe(422);
});

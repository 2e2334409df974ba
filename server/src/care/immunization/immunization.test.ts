import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOON = Date.parse('2026-11-29T12:00:00+01:00');
const REASON = 'https://enjournal.no/fhir/StructureDefinition/status-reason';

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ content: true });
  server.clock.now = NOON;
  await put({ resourceType: 'Organization', id: 'station', name: 'Helsestasjonen', active: true });
  for (const [id, role, profession] of [
    ['helle', 'helsesykepleier', 'SP'],
    ['hilde', 'helsefagarbeider', 'HF'],
  ] as const) {
    await put({
      resourceType: 'Practitioner',
      id,
      qualification: [{ code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] } }],
    });
    await put({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: 'Organization/station' },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    });
    server.actors.set(id, {
      ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', scopes: ['user/*.cruds'] },
      ...{ loa: 4, practitioner: id, practitionerRole: `${id}-role`, role, purpose: 'TREAT' },
      organization: { id: 'station', display: 'Helsestasjonen' },
      legalEntity: 'station',
    } as Actor);
  }
}, 120_000);
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function put(resource: JsonObject): Promise<void> {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (answer.status > 201) throw new Error(answer.text);
}
const as = (who: string) => ({ authorization: `Bearer ${who}` });

let children = 0;
/** A child in the care of the health station. */
async function child(birthDate: string, name = 'Per'): Promise<string> {
  children += 1;
  const id = `child-${children}`;
  await put({ resourceType: 'Patient', id, birthDate, name: [{ given: [name], family: 'Barnesen' }] });
  await put({
    resourceType: 'EpisodeOfCare',
    id: `${id}-care`,
    status: 'active',
    patient: { reference: `Patient/${id}` },
    managingOrganization: { reference: 'Organization/station' },
    period: { start: '2026-01-01' },
  });
  return id;
}

const vaccination = (patient: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J07BD52' }], text: 'M-M-RVAXPRO' },
  patient: { reference: `Patient/${patient}` },
  occurrenceDateTime: '2026-11-29T11:30:00+01:00',
  primarySource: true,
  lotNumber: 'T1234',
  expirationDate: '2027-03-01',
  site: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActSite', code: 'LA' }] },
  performer: [{ actor: { reference: 'Practitioner/helle' } }],
  ...more,
});
const record = (who: string, patient: string, more: JsonObject = {}): Promise<Answer> =>
  server.post('Immunization', vaccination(patient, more), as(who));
const keysOf = ({ body }: Answer): string[] =>
  ((body.issue ?? []) as unknown as { details?: { coding?: { code: string }[] } }[]).flatMap(
    ({ details }) => details?.coding?.[0]?.code ?? [],
  );

type Part = { name: string; valueCode?: string; valuePositiveInt?: number; valueReference?: JsonObject; part?: Part[] };
const dosesIn = (parts: readonly Part[]): string[] =>
  parts
    .filter(({ name }) => name === 'dose')
    .map(({ part = [] }) => {
      const of = (name: string) => part.find((one) => one.name === name);
      return `${of('series')?.valueCode} ${of('dose')?.valuePositiveInt} ${of('status')?.valueCode}`;
    })
    .filter((one) => !/later|past/.test(one));
async function due(id: string, who = 'helle'): Promise<string[]> {
  const answer = await server.get(`Patient/${id}/$vaccines-due`, as(who));
  expect(answer.status, answer.text).toBe(200);
  return dosesIn((answer.body.parameter ?? []) as unknown as Part[]);
}

test('an outside app records a vaccine, and what the child lacks is another at once', async () => {
  const id = await child('2025-07-01');
  expect(await due(id)).toEqual(['dtp 1 overdue', 'pneumo 1 overdue', 'mmr 1 due']);
  const answer = await record('helle', id);
  expect(answer.status, answer.text).toBe(201);
  expect(await due(id)).toEqual(['dtp 1 overdue', 'pneumo 1 overdue', 'mmr 1 given']);
});

test.each([
  ['without a batch', { lotNumber: ' ' }, 'vaccine-batch'],
  ['that had expired', { expirationDate: '2026-11-28' }, 'vaccine-expired'],
  ['in the future', { occurrenceDateTime: '2026-11-29T12:30:00+01:00' }, 'vaccine-in-future'],
  [
    'that is no vaccine',
    { vaccineCode: { coding: [{ system: 'http://www.whocc.no/atc', code: 'N02BE01' }] } },
    'vaccine-unknown',
  ],
  ['that is words alone', { vaccineCode: { text: 'MMR' } }, 'vaccine-unknown'],
  ['that was not given, and nobody says why', { status: 'not-done' }, 'vaccine-why-not'],
  ['of a dose that no series has', { protocolApplied: [{ doseNumberPositiveInt: 99 }] }, 'vaccine-dose'],
])('a vaccine %s is refused', async (_, more, key) => {
  const answer = await record('helle', await child('2020-01-01'), more as JsonObject);
  expect([answer.status, keysOf(answer)]).toEqual([422, [key]]);
});

test('who does not vaccinate may write what was given elsewhere, and needs no batch for it', async () => {
  const id = await child('2020-01-01');
  const own = { performer: [{ actor: { reference: 'Practitioner/hilde' } }] };
  expect(keysOf(await record('hilde', id, own))).toEqual(['vaccine-giver']);
  const {
    lotNumber: _,
    performer: __,
    ...told
  } = vaccination(id, {
    primarySource: false,
    reportOrigin: { text: 'Vaksinasjonskort' },
    occurrenceDateTime: '2021-05-01',
  });
  const answer = await server.post('Immunization', told, as('hilde'));
  expect(answer.status, answer.text).toBe(201);
});

test('the same vaccine on the same day is recorded once, also when two send it at the same moment', async () => {
  const id = await child('2020-01-01');
  const both = await Promise.all([record('helle', id), record('helle', id)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(both.flatMap(keysOf)).toEqual(['vaccine-twice']);
  const other = { vaccineCode: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J07BM03' }] } };
  expect((await record('helle', id, other)).status).toBe(201);
});

test('a vaccination is corrected, never made another or deleted, and an error has its reason', async () => {
  const id = await child('2020-01-01');
  const { body } = await record('helle', id);
  const path = `Immunization/${body.id}`;
  const change = (more: JsonObject) => server.put(path, { ...(body as unknown as JsonObject), ...more }, as('helle'));
  expect((await change({ lotNumber: 'T999' })).status).toBe(200);
  expect(
    keysOf(await change({ vaccineCode: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J07BM03' }] } })),
  ).toEqual(['vaccine-is-another']);
  expect(keysOf(await change({ status: 'entered-in-error' }))).toEqual(['vaccine-error-reason']);
  const reason = { url: REASON, extension: [{ url: 'reason', valueString: 'Gitt til søsteren' }] };
  expect((await change({ status: 'entered-in-error', extension: [reason] })).status).toBe(200);
  expect(keysOf(await change({ status: 'completed' }))).toEqual(['vaccine-over']);
  expect((await server.send('DELETE', path, undefined, as('helle'))).status).toBeGreaterThanOrEqual(400);
});

test('the recall list of a unit has those who lack a dose, the most overdue first, and nobody else', async () => {
  const late = await child('2024-01-01', 'Sen');
  const newborn = await child('2026-11-20', 'Ny');
  const answer = await server.get('Immunization/$recall', as('helle'));
  expect(answer.status, answer.text).toBe(200);
  const persons = (answer.body.parameter as unknown as Part[]).filter(({ name }) => name === 'person');
  const ids = persons.map(({ part = [] }) => part.find(({ name }) => name === 'patient')?.valueReference?.reference);
  expect(ids).toContain(`Patient/${late}`);
  expect(ids).not.toContain(`Patient/${newborn}`);
  const of = persons.find(({ part = [] }) => part[0]?.valueReference?.reference === `Patient/${late}`)!;
  expect(of.part![0]!.valueReference).toMatchObject({ display: 'Sen Barnesen' });
  expect(dosesIn(of.part!)).toEqual(['dtp 1 overdue', 'pneumo 1 overdue', 'mmr 1 overdue']);
  expect((await server.get('Immunization/$recall?unit=nonsense', as('helle'))).status).toBe(400);
});

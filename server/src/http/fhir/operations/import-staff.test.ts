import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { type TestServer, withServer } from '../../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  const unit = (id: string, name: string, above?: string, more: JsonObject = {}): Resource => ({
    resourceType: 'Organization',
    id,
    name,
    active: true,
    ...(above === undefined ? {} : { partOf: { reference: `Organization/${above}` } }),
    ...more,
  });
  for (const one of [
    unit('kommune', 'Prøve kommune'),
    unit('hjemme', 'Hjemmetjenesten', 'kommune'),
    unit('sone-1', 'Sone 1', 'hjemme', {
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.2', value: '9900201' }],
    }),
    unit('nedlagt', 'Nedlagt', 'kommune', { active: false }),
    unit('annen', 'En annen kommune'),
  ]) {
    expect((await server.put(`Organization/${one.id}`, one)).status).toBe(201);
  }
  await server.put('Practitioner/hanne', {
    resourceType: 'Practitioner',
    id: 'hanne',
    identifier: [
      { system: 'urn:oid:2.16.578.1.12.4.1.4.4', value: '910000401' },
      { system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '14834212081' },
    ],
    name: [{ family: 'Hjem', given: ['Hanne'] }],
    qualification: [
      {
        code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'SP' }] },
        period: { start: '2010-01-01' },
      },
    ],
  });
});
afterAll(() => server.close());

const HEADER = 'nationalNumber;hprNumber;name;role;title;unit;from;to\n';

async function bring(rows: string, more: JsonObject[] = [], at = 'kommune', headers?: Record<string, string>) {
  const data = Buffer.from(HEADER + rows).toString('base64');
  const parameter = [{ name: 'file', valueAttachment: { contentType: 'text/csv', data } }, ...more];
  return server.post(`Organization/${at}/$import-staff`, { resourceType: 'Parameters', parameter }, headers);
}

type Part = { name: string; valueInteger?: number; valueCode?: string; valueString?: string };
function told(body: Awaited<ReturnType<typeof bring>>['body']): unknown {
  const parameter = body.parameter as unknown as { name: string; part?: Part[] }[];
  return parameter
    .filter(({ name }) => name === 'row')
    .map(({ part = [] }) => part.map((one) => one.valueInteger ?? one.valueCode ?? one.valueString));
}

const jobs = async (query: string): Promise<Resource[]> =>
  ((await server.get(`PractitionerRole?${query}`)).body.entry ?? []).map(
    (entry) => entry.resource as unknown as Resource,
  );

test('a list gives jobs with role, unit and time, makes those whom nobody knows, and tells each row', async () => {
  const answer = await bring(
    `14834212081;;Hanne Hjem;sykepleier;Sykepleier, sone 1;9900201;2026-01-01;\n26812297073;;Ny Assistent;assistent;;sone 1;01.06.2026;31.12.2030\n`,
  );
  expect(answer.status, answer.text).toBe(200);
  expect(told(answer.body)).toEqual([
    [2, 'created'],
    [3, 'created'],
  ]);
  const [hanne] = await jobs('practitioner=hanne');
  expect(hanne).toMatchObject({
    active: true,
    organization: { reference: 'Organization/sone-1' },
    period: { start: '2026-01-01' },
    code: [
      { text: 'Sykepleier, sone 1' },
      { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'sykepleier' }] },
    ],
  });
  const made = await server.get('Practitioner?identifier=urn:oid:2.16.578.1.12.4.1.4.1%7C26812297073');
  expect(made.body.entry[0]!.resource).toMatchObject({ name: [{ family: 'Assistent', given: ['Ny'] }] });
});

test('the same list again changes nothing; an end in the past ends the job', async () => {
  const same = '14834212081;;;sykepleier;;sone-1;2026-01-01;\n';
  expect(told((await bring(same)).body)).toEqual([[2, 'unchanged']]);
  const ended = '14834212081;;;sykepleier;;sone-1;2026-01-01;2026-02-01\n';
  expect(told((await bring(ended)).body)).toEqual([[2, 'changed']]);
  expect(await jobs('practitioner=hanne')).toMatchObject([{ active: false, period: { end: '2026-02-01' } }]);
});

test('rows that cannot be taken are refused one by one, with the column and never the value', async () => {
  const answer = await bring(
    [
      ';;Uten Nummer;assistent;;sone-1;2026-01-01;',
      '14834212082;;Feil Nummer;assistent;;sone-1;2026-01-01;',
      '22750884907;;Ny Person;trollmann;;sone-1;2026-01-01;',
      '22750884907;;Ny Person;assistent;;annen;2026-01-01;',
      '22750884907;;Ny Person;assistent;;nedlagt;2026-01-01;',
      '22750884907;;Ny Person;lege;;sone-1;2026-01-01;',
      '22750884907;;;assistent;;sone-1;2026-01-01;',
      '22750884907;;Ny Person;assistent;;sone-1;2026-01-01;2025-01-01',
      '14834212081;910000999;;sykepleier;;sone-1;2026-01-01;',
      '22750884907;;Ny Person;assistent;;sone-1;2026-01-01;',
    ].join('\n'),
  );
  expect(told(answer.body)).toEqual([
    [2, 'refused', 'nationalNumber or hprNumber is needed'],
    [3, 'refused', 'nationalNumber is no valid number'],
    [4, 'refused', 'role is no role that gives access'],
    [5, 'refused', 'unit is none of the organisation'],
    [6, 'refused', 'unit is no longer active'],
    [7, 'refused', 'role needs an authorisation that the register of health personnel does not tell of'],
    [8, 'refused', 'nobody has the number, and a name is missing to make the person of'],
    [9, 'refused', 'to is before from'],
    [10, 'refused', 'hprNumber is not that of the person'],
    [11, 'created'],
  ]);
  expect(answer.text).not.toContain('22750884907');
});

test('a dry run tells the same and stores nothing', async () => {
  const row = '16758532406;;Prøve Person;assistent;;sone-1;2026-01-01;\n';
  const answer = await bring(row, [{ name: 'dryRun', valueBoolean: true }]);
  expect(told(answer.body)).toEqual([[2, 'created']]);
  const stored = await server.get('Practitioner?identifier=urn:oid:2.16.578.1.12.4.1.4.1%7C16758532406');
  expect(stored.body.total).toBe(0);
});

test('a person administers only the organisation they work for, and only in that role', async () => {
  const staff = {
    kind: 'staff',
    id: 'Practitioner/oda',
    display: 'Oda',
    clientId: 'web',
    scopes: ['user/*.cruds'],
    loa: 4,
  } as const;
  server.actors.set('oda', { ...staff, role: 'ikt-admin', legalEntity: 'annen' });
  server.actors.set('hanne', { ...staff, role: 'sykepleier', legalEntity: 'kommune' });
  for (const who of ['oda', 'hanne']) {
    const answer = await bring('', [], 'kommune', { authorization: `Bearer ${who}` });
    expect(answer.status).toBe(403);
  }
});

test('an administrator gives jobs in their own organisation under their own name, and never one to themself', async () => {
  await server.put('Practitioner/admin', {
    resourceType: 'Practitioner',
    id: 'admin',
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '16758532406' }],
    name: [{ family: 'Drift', given: ['Oda'] }],
  });
  await server.put('PractitionerRole/admin-kommune', {
    resourceType: 'PractitionerRole',
    id: 'admin-kommune',
    active: true,
    practitioner: { reference: 'Practitioner/admin' },
    organization: { reference: 'Organization/kommune' },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'ikt-admin' }] }],
    period: { start: '2020-01-01' },
  });
  server.actors.set('admin', {
    kind: 'staff',
    id: 'Practitioner/admin',
    display: 'Oda Drift',
    clientId: 'enjournal-web',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: 'admin',
    practitionerRole: 'admin-kommune',
    organization: { id: 'kommune', display: 'Prøve kommune' },
    legalEntity: 'kommune',
    role: 'ikt-admin',
    purpose: 'SYSADMIN',
  });
  const as = { authorization: 'Bearer admin' };
  const answer = await bring('22750884907;;;leder;;hjemme;2026-03-01;\n', [], 'kommune', as);
  expect(told(answer.body)).toEqual([[2, 'created']]);
  const own = await bring('16758532406;;;leder;;kommune;2026-01-01;\n', [], 'kommune', as);
  expect(told(own.body)).toEqual([[2, 'refused', expect.any(String)]]);
  expect(await jobs('practitioner=admin')).toHaveLength(1);
});

test('an organisation that is not there, a file that is none and one that is not text are refused clearly', async () => {
  expect((await bring('', [], 'ingen')).status).toBe(404);
  const without = await server.post('Organization/kommune/$import-staff', {
    resourceType: 'Parameters',
    parameter: [],
  });
  expect(without.status).toBe(400);
  const data = Buffer.from([0xff, 0xfe, 0x41]).toString('base64');
  const parameter = [{ name: 'file', valueAttachment: { contentType: 'text/csv', data } }];
  const broken = await server.post('Organization/kommune/$import-staff', { resourceType: 'Parameters', parameter });
  expect(broken.status).toBe(400);
  const quote = await bring('"1;2\n');
  expect(quote.status).toBe(400);
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../access/actor.ts';
import { readCases } from '../../../access/cases/read-cases.ts';
import { Sealer } from '../../../access/ledger/sealer.ts';
import { guessRecord } from '../../../record/index.ts';
import { type TestServer, type Told, withServer } from '../../../test/server.ts';
import { buildWorld, type World } from '../../../test/world.ts';

let server: TestServer;
let patient: string;
let officer: World;
let nurse: World;

const curious: Actor = {
  kind: 'staff',
  id: 'Practitioner/nysgjerrig',
  display: 'Nina Sjeldengard',
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  organization: { id: 'sone-3', display: 'Sone 3' },
  legalEntity: 'solvik',
  role: 'sykepleier',
};

const caseOf = (file: string, id: string) => {
  const path = join(import.meta.dirname, '../../../access/cases', file);
  return readCases(path).find((one) => one.id === id)!;
};

beforeAll(async () => {
  server = await withServer();
  await server.put('Practitioner/nysgjerrig', {
    resourceType: 'Practitioner',
    id: 'nysgjerrig',
    name: [{ given: ['Nina'], family: 'Sjeldengard' }],
  });
  patient = (await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Sjeldengard' }] })).body.id;
  const record = guessRecord('Patient', patient);
  const look = { actor: curious, interaction: 'read', type: 'Patient', id: patient, record, decision: 'deny:no-basis' };
  await server.service.log.append({ ...look, basis: 'no-basis' });
  officer = await buildWorld(server, caseOf('purposes.json', 'P12'), 'officer');
  nurse = await buildWorld(server, caseOf('relations.json', 'R01'), 'nurse');
  const sealer = new Sealer({ database: server.database, era: 0n, everyMs: 1_000_000, onFault: () => undefined });
  // transactions of other tests on the same server hold the sealing up
  for (let isSealed = false; !isSealed; ) {
    await sealer.seal();
    const { rows } = await server.database.reader.query<{ is: boolean }>(
      'SELECT (SELECT count(*) FROM access_log) = (SELECT max(size) FROM access_log_head) AS is',
    );
    isSealed = rows[0]!.is;
  }
}, 60_000);
afterAll(async () => await server.close());

const alertsOf = (body: Told) =>
  (body.parameter ?? []).map(({ part }) =>
    Object.fromEntries(
      (part as { name: string; valueReference?: object; valueCode?: string }[]).map((one) => [
        one.name,
        one.valueReference ?? one.valueCode,
      ]),
    ),
  );
const as = ({ token, headers }: World) => ({ authorization: `Bearer ${token}`, ...headers });

test('a look at a namesake without ground is told, with who it was and whose record', async () => {
  const { status, body } = await server.get('$unusual-access');
  expect(status).toBe(200);
  expect(alertsOf(body)).toContainEqual(
    expect.objectContaining({
      person: { reference: 'Practitioner/nysgjerrig', display: 'Nina Sjeldengard' },
      patient: { reference: `Patient/${patient}`, display: 'Sjeldengard' },
      pattern: 'same-family-name',
    }),
  );
  expect(alertsOf((await server.get('$unusual-access?pattern=volume')).body)).toEqual([]);
  expect(alertsOf((await server.get('$unusual-access?person=nysgjerrig&to=2020-01-01')).body)).toEqual([]);
  expect((await server.get('$unusual-access?from=yesterday')).status).toBe(400);
});

test('a privacy officer sees those of the own legal entity, others are refused, and both stand in the log', async () => {
  const own = await server.get('$unusual-access', as(officer));
  expect(own.status, own.text).toBe(200);
  expect(alertsOf(own.body).filter(({ pattern }) => pattern === 'same-family-name')).toEqual([]);
  expect((await server.get('$unusual-access', as(nurse))).status).toBe(403);
  const { rows } = await server.database.reader.query<{ outcome: number }>(
    `SELECT l.outcome FROM access_log l JOIN access_log_context c ON c.id = l.context
     WHERE l.interaction = '$unusual-access' AND c.person <> 'client:test' ORDER BY l.seq`,
  );
  expect(rows.map(({ outcome }) => outcome)).toEqual([0, 4]);
});

test('an officer sees neither looks of their own, nor who looked at their own record', async () => {
  const organization = { resourceType: 'Organization', id: 'solvik', name: 'Solvik' };
  await server.put('Organization/solvik', organization);
  const officers: [token: string, person: string, own?: string][] = [
    ['other', 'other-officer'],
    ['self', 'nysgjerrig'],
    ['looked-at', 'other-officer', patient],
  ];
  for (const [token, person, ownPatient] of officers) {
    await server.put(`Practitioner/${person}`, { resourceType: 'Practitioner', id: person });
    await server.put(`PractitionerRole/${person}-role`, {
      resourceType: 'PractitionerRole',
      id: `${person}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${person}` },
      organization: { reference: 'Organization/solvik' },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: 'loggkontroll' }] }],
    });
    server.actors.set(token, {
      ...curious,
      id: `Practitioner/${person}`,
      practitioner: person,
      practitionerRole: `${person}-role`,
      organization: { id: 'solvik', display: 'Solvik' },
      role: 'loggkontroll',
      purpose: 'AUDIT',
      ...(ownPatient === undefined ? {} : { ownPatient }),
    });
  }
  const seen = async (token: string) => {
    const { status, body, text } = await server.get('$unusual-access', { authorization: `Bearer ${token}` });
    expect(status, text).toBe(200);
    return alertsOf(body).filter(({ pattern }) => pattern === 'same-family-name').length;
  };
  expect(await seen('other')).toBe(1);
  expect(await seen('self')).toBe(0);
  expect(await seen('looked-at')).toBe(0);
});

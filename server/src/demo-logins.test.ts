import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCitizens, demoPersons, municipalityNow } from '../../tools/src/synth/index.ts';
import { demoLogins } from './demo-logins.ts';
import { dayInNorway } from './fhir/norwegian/day.ts';
import type { Resource } from './fhir/resource.ts';
import { Database } from './record/index.ts';
import { type TestDatabase, withDatabase } from './test/database.ts';
import { type LogOnServer, withLogOn } from './test/log-on.ts';
import { emptySchema } from './test/schema.ts';

const today = dayInNorway(Date.now());
const kept = new Set(['Organization', 'Practitioner', 'PractitionerRole', 'Patient']);

/** Of a municipality what a log-on looks up. */
function registers(): Resource[] {
  const citizens = new Set(demoCitizens(today).map(({ id }) => id));
  const found: Resource[] = [];
  for (const some of municipalityNow({ citizens: 100, asOf: today })) {
    for (const resource of some) {
      const isWanted = resource.resourceType === 'Patient' ? citizens.has(resource.id as string) : true;
      if (kept.has(resource.resourceType) && isWanted) found.push(resource);
    }
  }
  return found;
}

let server: LogOnServer;
let store: TestDatabase;
let database: Database;
beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 2 });
  server = await withLogOn({ persons: await demoLogins(database.reader), resources: registers() });
}, 60_000);
afterAll(async () => {
  await server.close();
  await database.close();
  await store.close();
});

/** The health personnel of the stories (`stories.md`): with the place that they log on to, and the role that they have there. */
const personnel: [name: string, place: string, role: string | undefined][] = [
  ['Ada Solli', 'Solli legekontor', 'lege'],
  ['Bo Havn', 'Havn legesenter', 'lege'],
  ['Siri Solli', 'Solli legekontor', 'helsesekretaer'],
  ['Vera Vakt', 'Havøy legevakt', 'lege'],
  ['Nils Triage', 'Havøy legevakt', 'sykepleier'],
  ['Hanne Hjem', 'Hjemmetjenesten sone 3', 'sykepleier'],
  ['Nora Natt', 'Nattpatruljen', 'sykepleier'],
  ['Aksel Assistent', 'Hjemmetjenesten sone 3', 'assistent'],
  ['Grete Granli', 'Granli sykehjem, korttidsavdeling', 'sykepleier'],
  ['Gunnar Granli', 'Granli sykehjem', 'lege'],
  ['Helle Stasjon', 'Fjordvik helsestasjon', 'helsesykepleier'],
  ['Sara Saksen', 'Tildelingskontoret', 'saksbehandler'],
  ['Kaia Koord', 'Koordinerende enhet', 'koordinator'],
  ['Fredrik Fysio', 'Fysio- og ergoterapitjenesten', 'fysioterapeut'],
  ['Rune Respons', 'Responssenteret', 'responssenter'],
  ['Nina Nordås', 'Nordås sykehus, medisinsk avdeling', 'lege'],
  ['Otto Nordås', 'Nordås sykehus, medisinsk sengepost 2', 'sykepleier'],
  ['Frida Fri', 'Nordås sykehus, medisinsk sengepost 2', 'sykepleier'],
  ['Kai Kyst', 'Kystkardiologi', 'lege'],
  // invited to a shared case, and never users of the record: they log on to be told so
  ['Norunn Nav', 'NAV Fjordvik', undefined],
  ['Tuva Lærer', 'Fjordvik skole', undefined],
  ['Petra Personvern', 'Fjordvik kommune', 'loggkontroll'],
  ['Leif Leder', 'Fjordvik kommune', 'leder'],
  ['Fanny Fag', 'Fjordvik kommune', 'innholdsredaktor'],
  ['Oda Drift', 'Fjordvik kommune', 'ikt-admin'],
];

type Session = {
  state: string;
  reference: string;
  employments: { id: string; role?: string; unit: { display: string } }[];
};

test('every person of the stories can log on, at the places where they work and in the role that they have there', async () => {
  const wrong: string[] = [];
  const found = new Set<string>();
  for (const { id, given, family, practitioner, jobs } of demoPersons) {
    const browser = server.browser();
    await browser.logOn('helseid', id);
    const session = (await (await browser.api('/login/session')).json()) as Session;
    const now = Date.parse(today) / 86_400_000;
    const current = jobs.filter(({ to = now }) => to >= now).map(({ practitionerRole }) => practitionerRole);
    const isRight =
      session.state === (current.length === 1 ? 'open' : 'choosing') &&
      session.reference === `Practitioner/${practitioner}` &&
      current.every((job) => session.employments.some((one) => one.id === job)) &&
      session.employments.length === current.length;
    if (!isRight) wrong.push(`${id}: ${session.state} ${session.employments?.map((one) => one.id)}`);
    for (const { unit, role } of session.employments) found.add(`${given} ${family} | ${unit.display} | ${role}`);
  }
  expect(wrong).toEqual([]);
  const missing = personnel.filter(([name, place, role]) => !found.has(`${name} | ${place} | ${role}`));
  expect(missing).toEqual([]);
}, 60_000);

test('every citizen of the stories can log on, to the own record', async () => {
  const citizens = demoCitizens(today);
  expect(citizens.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Kari Testdal',
      'Liv Testdal',
      'Odd Testdal',
      'Amira Nordby',
      ...['Per Frivold', 'Jonas Lie-Eksempel', 'Tor Prøvesen', 'Solveig Tenkt', 'Berit Flytting', 'Mohammed Tallaksen'],
      ...['Ine Ungdal', 'Egil Fortrolig'],
    ]),
  );
  for (const { id } of citizens) {
    const browser = server.browser();
    await browser.logOn('idporten', id);
    const session = await (await browser.api('/login/session')).json();
    expect(session, id).toMatchObject({ state: 'open', kind: 'citizen', reference: `Patient/${id}` });
  }
}, 60_000);

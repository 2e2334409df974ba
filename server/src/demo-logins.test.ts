import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCitizens, demoPersons, municipalityNow } from '../../tools/src/synth/index.ts';
import { demoLogins } from './demo-logins.ts';
import type { Resource } from './fhir/resource.ts';
import { Database } from './record/index.ts';
import { type TestDatabase, withDatabase } from './test/database.ts';
import { type LogOnServer, withLogOn } from './test/log-on.ts';
import { emptySchema } from './test/schema.ts';

const today = new Date().toISOString().slice(0, 10);
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

test('every person of the stories can log on, at the places where they work', async () => {
  const wrong: string[] = [];
  for (const { id, practitioner, jobs } of demoPersons) {
    const browser = server.browser();
    await browser.logOn('helseid', id);
    const session = (await (await browser.api('/login/session')).json()) as {
      state: string;
      reference: string;
      employments: { id: string }[];
    };
    const now = Math.floor(Date.now() / 86_400_000);
    const current = jobs.filter(({ to = now }) => to >= now).map(({ practitionerRole }) => practitionerRole);
    const isRight =
      session.state === (current.length === 1 ? 'open' : 'choosing') &&
      session.reference === `Practitioner/${practitioner}` &&
      current.every((job) => session.employments.some((one) => one.id === job)) &&
      session.employments.length === current.length;
    if (!isRight) wrong.push(`${id}: ${session.state} ${session.employments?.map((one) => one.id)}`);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('every citizen of the stories can log on, to the own record', async () => {
  const citizens = demoCitizens(today);
  expect(citizens.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Kari Testdal',
      'Liv Testdal',
      'Odd Testdal',
      'Amira Nordby',
      'Tor Prøvesen',
      'Egil Fortrolig',
    ]),
  );
  for (const { id } of citizens) {
    const browser = server.browser();
    await browser.logOn('idporten', id);
    const session = await (await browser.api('/login/session')).json();
    expect(session, id).toMatchObject({ state: 'open', kind: 'citizen', reference: `Patient/${id}` });
  }
}, 60_000);

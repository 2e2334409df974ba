import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../../../tools/src/synth/random.ts';
import { typeNumber } from '../../fhir/types.ts';
import { Database } from '../../record/index.ts';
import { type TestDatabase, withDatabase } from '../../test/database.ts';
import { emptySchema } from '../../test/schema.ts';
import { type Alert, catchUp, findAlerts } from './watch.ts';

let store: TestDatabase;
let database: Database;
let admin: pg.Client;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 2 });
  admin = new pg.Client(store.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
  await store.close();
});

const UNITS = 4;
const STAFF = 32;
const CITIZENS = 900;
/** Citizens whom a unit has to do with. */
const OF_UNIT = 110;
const DAYS = 45;
const day0 = Date.parse('2026-09-01T00:00:00Z');
const hours = 3_600_000;
const random = new Random(5, 23);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;

/** Common names as Norway has them: the first are everywhere, the last few have. */
const families = ['Hansen', 'Johansen', 'Olsen', 'Larsen', 'Andersen', 'Pedersen', 'Nilsen', 'Kristiansen'];
const rare = Array.from({ length: 300 }, (_, n) => `Sjeldengard${n}`);
const familyName = () => (random.next() < 0.6 ? pick(families) : pick(rare));
const streets = Array.from({ length: 60 }, (_, n) => `Testgata${String.fromCharCode(97 + (n % 26))}${n}`);
const address = () => ({ line: `${pick(streets)} ${1 + Math.floor(random.next() * 120)}`, postalCode: '9990' });

type Person = {
  family: string;
  given: string;
  address: { line: string; postalCode: string };
  past?: { line: string; postalCode: string };
};
const person = (given: string): Person => ({ family: familyName(), given, address: address() });
const staff = Array.from({ length: STAFF }, (_, n) => ({
  ...person(`Ansatt${n}`),
  unit: n % UNITS,
  nights: n % 8 === 7,
}));
const citizens = Array.from({ length: CITIZENS }, (_, n) => ({
  ...person(`Borger${n}`),
  isFamous: false,
  employeeOf: undefined as string | undefined,
  related: undefined as string | undefined,
}));
/** A unit's citizens, by their places. */
const ofUnit = Array.from({ length: UNITS }, (_, u) => Array.from({ length: OF_UNIT }, (_, i) => u * OF_UNIT + i));
/** Those whom nobody here has to do with, kept for what is planted. */
const others = Array.from({ length: CITIZENS - UNITS * OF_UNIT }, (_, i) => UNITS * OF_UNIT + i);

type Look = { who: number; record: number; at: number; interaction: string; outcome: number; basis: string };
const looks: Look[] = [];
const look = (who: number, record: number, at: number, more: Partial<Look> = {}) =>
  looks.push({ who, record, at, interaction: 'read', outcome: 0, basis: 'relation:vedtak', ...more });

/** A working day: the day's citizens, most of whom are written about; now and then a mistake, or someone who has just left. */
function work(): number {
  let userDays = 0;
  for (let d = 0; d < DAYS; d += 1) {
    for (const [who, { unit, nights }] of staff.entries()) {
      if (random.next() < 0.33) continue;
      userDays += 1;
      const start = day0 + d * 24 * hours + (nights && d % 3 === 0 ? 22 : 6) * hours;
      for (let n = 6 + Math.floor(random.next() * 10); n > 0; n -= 1) {
        const record = pick(ofUnit[unit]!);
        const at = start + random.next() * 7 * hours;
        look(who, record, at);
        look(who, record, at + 60_000, { interaction: 'search-type' });
        if (random.next() < 0.75) look(who, record, at + 600_000, { interaction: 'create' });
      }
      if (random.next() < 0.01) look(who, pick(others), start + hours, { outcome: 4, basis: 'no-basis' });
    }
  }
  return userDays;
}

/** What is planted: who, and about whom; the record is absent where it is about many. */
type Planted = { what: string; who: number; record?: number };
const planted: Planted[] = [];
let taken = 0;
const someoneElse = () => others[taken++]!;
const workday = () => day0 + (10 + Math.floor(random.next() * 30)) * 24 * hours + 9 * hours;

function plant(): void {
  const curiously = (what: string, who: number, record: number, more: Partial<Look> = {}) => {
    planted.push({ what, who, record });
    const at = workday();
    for (let i = 0; i < 3; i += 1) look(who, record, at + i * 120_000, more);
  };
  const refused = { outcome: 4, basis: 'no-basis' };
  for (let n = 0; n < 3; n += 1) {
    const who = n * 3;
    const record = someoneElse();
    staff[who]!.family = `Sjeldengard9${n}`;
    citizens[record]!.family = staff[who]!.family;
    curiously('same family name', who, record, n === 2 ? refused : {});
  }
  for (let n = 0; n < 2; n += 1) {
    const record = someoneElse();
    citizens[record]!.address = staff[10 + n]!.address;
    curiously('same address', 10 + n, record);
  }
  for (let n = 0; n < 3; n += 1) {
    const record = someoneElse();
    const [, street = '', door = '0'] = /^(.*) (\d+)$/.exec(staff[12 + n]!.address.line)!;
    citizens[record]!.address = { line: `${street} ${Number(door) + 2}`, postalCode: '9990' };
    curiously('neighbour', 12 + n, record);
  }
  for (let n = 0; n < 3; n += 1) {
    const record = someoneElse();
    citizens[record]!.employeeOf = 'solvik';
    curiously('colleague', 15 + n, record, n === 0 ? {} : refused);
  }
  for (let n = 0; n < 2; n += 1) {
    const record = someoneElse();
    citizens[record]!.isFamous = true;
    curiously('famous', 18 + n, record);
  }
  for (let n = 0; n < 2; n += 1) {
    const record = someoneElse();
    if (n === 0) citizens[record]!.past = staff[20]!.address;
    else citizens[record]!.related = `${staff[21]!.given} ${staff[21]!.family}`;
    curiously('former partner', 20 + n, record);
  }
  for (let n = 0; n < 2; n += 1) {
    curiously('own ward’s former patient', 22 + n, someoneElse(), { basis: 'relation:stay-grace' });
  }
  // a burst at night by one who works by day
  const night = workday() + 17 * hours;
  planted.push({ what: 'night burst', who: 24 });
  for (let n = 0; n < 14; n += 1) look(24, pick(ofUnit[staff[24]!.unit]!), night + n * 180_000);
  planted.push({ what: 'volume', who: 25 });
  const busy = workday();
  for (const record of ofUnit[staff[25]!.unit]!.slice(0, 90)) look(25, record, busy + random.next() * 6 * hours);
  // 33 records in 18 months
  planted.push({ what: 'collecting', who: 26 });
  for (let n = 0; n < 33; n += 1)
    look(26, someoneElse(), day0 + 40 * 24 * hours - n * 16 * 24 * hours + 10 * hours, refused);
}

async function store_(): Promise<void> {
  const resource = (record: number, type: string, id: string, content: object) => [
    record,
    typeNumber(type),
    id,
    JSON.stringify({ resourceType: type, id, ...content }),
  ];
  const human = ({ family, given, address: at, past }: Person) => ({
    name: [{ family, given: [given] }],
    address: [
      { line: [at.line], postalCode: at.postalCode },
      ...(past === undefined ? [] : [{ use: 'old', line: [past.line], postalCode: past.postalCode }]),
    ],
  });
  const rows = citizens.flatMap((one, n) => [
    resource(n, 'Patient', `p${n}`, {
      ...human(one),
      ...(one.isFamous ? { meta: { security: [{ code: 'CELEB' }] } } : {}),
    }),
    ...(one.related === undefined
      ? []
      : [
          resource(n, 'RelatedPerson', `r${n}`, {
            name: [{ given: [one.related.split(' ')[0]], family: one.related.split(' ')[1] }],
          }),
        ]),
  ]);
  rows.push(...staff.map((one, n) => resource(10_000 + n, 'Practitioner', `s${n}`, human(one))));
  await admin.query(
    `INSERT INTO resource (record, type, id, version, at, tokens, present, content)
     SELECT (r ->> 0)::int8, (r ->> 1)::int2, r ->> 2, 1, now(), '{}', '{}', r ->> 3 FROM jsonb_array_elements($1::jsonb) r`,
    [JSON.stringify(rows)],
  );
  await admin.query(
    `INSERT INTO located (type, id, record) SELECT type, id, record FROM resource WHERE record >= 10000`,
  );
  await admin.query(
    `INSERT INTO x_name (type, name, record, id) SELECT type, lower(content::jsonb -> 'name' -> 0 ->> 'family'), record, id FROM resource WHERE type = $1`,
    [typeNumber('Patient')],
  );
  const facts = [
    ...ofUnit.flatMap((records, u) => records.map((record) => [record, 'vedtak', `unit${u}`, null])),
    ...citizens.flatMap(({ employeeOf }, n) =>
      employeeOf === undefined ? [] : [[n, 'patient', null, { employeeOf: [employeeOf] }]],
    ),
  ];
  await admin.query(
    `INSERT INTO access_fact (record, type, id, n, kind, unit, data)
     SELECT (f ->> 0)::int8, 1, 'x', 0, f ->> 1, f ->> 2, f -> 3 FROM jsonb_array_elements($1::jsonb) f`,
    [JSON.stringify(facts)],
  );
  await admin.query(
    `INSERT INTO access_log_context (id, at, person, content)
     SELECT md5(n::text)::uuid, now(), 'Practitioner/s' || n, json_build_object('kind', 'staff', 'id', 'Practitioner/s' || n,
       'organization', json_build_object('id', 'unit' || n % ${UNITS}), 'legalEntity', 'solvik')::text FROM generate_series(0, ${STAFF - 1}) n`,
  );
}

async function log(from: number, some: readonly Look[]): Promise<void> {
  await admin.query(
    `INSERT INTO access_log (tx, writer, seq, at, context, outcome, stream, interaction, decision, basis, type, record, salt, leaf)
     SELECT 100 + $2::int8 + n, 1, $2::int8 + n, to_timestamp((l ->> 2)::float8 / 1000), md5(l ->> 0)::uuid, (l ->> 4)::int2, 'p', l ->> 3,
       'x', l ->> 5, $3, (l ->> 1)::int8, gen_random_uuid(), ''
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY x (l, n)`,
    [
      JSON.stringify(
        some.map(({ who, record, at, interaction, outcome, basis }) => [who, record, at, interaction, outcome, basis]),
      ),
      from,
      typeNumber('Observation'),
    ],
  );
  await admin.query(`INSERT INTO access_log_key (id, public) VALUES ('k', '') ON CONFLICT DO NOTHING`);
  await admin.query(
    `INSERT INTO access_log_head (size, at, root, key, signature, last_tx, last_writer, last_seq, prints)
     SELECT $1, now(), '', 'k', '', tx, writer, seq, '' FROM access_log ORDER BY tx DESC LIMIT 1`,
    [from + some.length],
  );
}

test('of 20 planted curiosities at least 18 are found, with at most one false alert in 500 working days', async () => {
  const userDays = work();
  plant();
  expect(planted).toHaveLength(20);
  looks.sort((a, b) => a.at - b.at);
  await store_();
  // as it comes: in some goes, each read on from where the last ended
  const half = Math.floor(looks.length / 2);
  await log(0, looks.slice(0, half));
  await catchUp(database);
  await log(half, looks.slice(half));
  await catchUp(database);

  const alerts = await findAlerts(database.reader, { count: 100_000 });
  const isOf = ({ who, record }: Planted, alert: Alert) =>
    alert.person === `Practitioner/s${who}` &&
    (record === undefined ? alert.patient === undefined : alert.patient === `p${record}`);
  const missed = planted.filter((one) => !alerts.some((alert) => isOf(one, alert)));
  const wrong = alerts.filter((alert) => !planted.some((one) => isOf(one, alert)));
  expect(missed.length, JSON.stringify(missed)).toBeLessThanOrEqual(2);
  expect(userDays).toBeGreaterThan(800);
  expect(wrong.length, JSON.stringify(wrong.slice(0, 10))).toBeLessThanOrEqual(userDays / 500);
}, 120_000);

test('alerts are filtered by person, pattern and day', async () => {
  const all = await findAlerts(database.reader, { count: 1_000 });
  const neighbours = await findAlerts(database.reader, { count: 1_000, patterns: ['neighbour'] });
  expect(neighbours.length).toBeGreaterThanOrEqual(2);
  expect(neighbours.every(({ signals }) => signals.includes('neighbour'))).toBe(true);
  const { person: someone, day } = all[0]!;
  const own = await findAlerts(database.reader, { count: 1_000, person: someone, from: day, to: day });
  expect(own.length).toBeGreaterThan(0);
  expect(own.every((alert) => alert.person === someone && alert.day === day)).toBe(true);
});

test('who writes in the record later that day has explained the visit', async () => {
  const [alert] = await findAlerts(database.reader, { count: 1, patterns: ['neighbour'] });
  const who = Number(alert!.person.slice('Practitioner/s'.length));
  const at = Date.parse(`${alert!.day}T12:00:00Z`);
  await log(looks.length, [
    { who, record: Number(alert!.patient!.slice(1)), at, interaction: 'create', outcome: 0, basis: 'relation:vedtak' },
  ]);
  await catchUp(database);
  const left = await findAlerts(database.reader, {
    count: 1_000,
    person: alert!.person,
    from: alert!.day,
    to: alert!.day,
  });
  expect(left.filter(({ patient }) => patient === alert!.patient)).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../server/src/access/actor.ts';
import { heads as headsOf } from '../../../server/src/access/ledger/heads.ts';
import { Sealer } from '../../../server/src/access/ledger/sealer.ts';
import { AccessLog } from '../../../server/src/access/log.ts';
import { typeNumber } from '../../../server/src/fhir/types.ts';
import { Database } from '../../../server/src/record/index.ts';
import { type TestDatabase, withDatabase } from '../../../server/src/test/database.ts';
import { emptySchema } from '../../../server/src/test/schema.ts';
import { Random } from '../synth/random.ts';
import { verifyCitizen } from './citizen.ts';
import type { SignedHead } from './heads.ts';
import { onConnection, threads } from './pool.ts';
import { verdictText } from './verdict.ts';
import { type Verdict, verifyLog } from './verify.ts';

/** ENJOURNAL_TEST_TAMPERINGS=1000 is the whole of it; some of each kind are enough for every day. */
const times = Number(process.env.ENJOURNAL_TEST_TAMPERINGS ?? 120);

let store: TestDatabase;
let database: Database;
let admin: pg.Client;
let log: AccessLog;
let outside: SignedHead[];
let sealer: Sealer;

beforeAll(async () => {
  store = await withDatabase(emptySchema);
  database = new Database({ url: store.url, connections: 2 });
  admin = new pg.Client({ connectionString: store.url });
  await admin.connect();
  await admin.query('SET session_replication_role = replica'); // an owner who has taken the triggers away
  log = await AccessLog.open(database.gate);
  sealer = new Sealer({ database, era: 0n, everyMs: 1_000_000, onFault: () => undefined });
  for (let round = 0; round < 12; round += 1) {
    await Promise.all(Array.from({ length: 40 }, (_, i) => log.append(access(round * 40 + i))));
    await sealer.seal();
  }
  await sealedAll();
  outside = await headsOf(database.reader, 1_000_000, 0);
}, 60_000);
afterAll(async () => {
  await admin.end();
  await database.close();
  await store.close();
});

const actors = Array.from({ length: 5 }, (_, n): Actor => {
  const id = `client:c${n}`;
  return { kind: 'system', id, display: `c${n}`, clientId: `c${n}`, scopes: [], loa: 4 };
});
/** Of all sizes that a record's key can have. */
const records = [
  ...[-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, -(2n ** 53n), -(2n ** 32n), 2n ** 61n + 10_007n],
  ...[-9_007_199_254_740_993n, 1_234_567_890_000_000_001n],
];
const access = (n: number) => ({
  actor: actors[n % 5]!,
  interaction: n % 7 === 0 ? 'search-type' : 'read',
  decision: n % 11 === 0 ? 'deny:no-basis' : 'permit',
  type: 'Observation',
  record: records[(n % 13) - 5] ?? BigInt(n % 9),
  id: `o${n}`,
  purpose: 'TREAT',
  ...(n % 7 === 0 ? { detail: `æøå\t${n}\\\b\f\n\r\v\u0001🙂`, shown: 'Observation/1,Observation/2' } : {}),
});

/** Transactions of other tests on the same server hold the sealing up. */
async function sealedAll(): Promise<void> {
  for (;;) {
    await sealer.seal();
    const { rows } = await admin.query(
      'SELECT (SELECT count(*) FROM access_log) = coalesce((SELECT max(size) FROM access_log_head), 0) AS all',
    );
    if (rows[0].all) return;
    await sleep(30);
  }
}

const verify = (heads: SignedHead[] = outside) => verifyLog({ client: admin, scanners: onConnection(admin), heads });

/** Changes the database in a transaction, verifies within it, and takes the change back. */
async function tampered(change: () => Promise<unknown>, heads?: SignedHead[]): Promise<Verdict> {
  await admin.query('BEGIN');
  try {
    await change();
    return await verify(heads);
  } finally {
    await admin.query('ROLLBACK');
  }
}

const at = async (place: number) => {
  const { rows } = await admin.query(
    'SELECT tx, writer, seq FROM access_log ORDER BY tx, writer, seq OFFSET $1 LIMIT 1',
    [place],
  );
  const { tx, writer, seq } = rows[0];
  return { where: `tx = ${tx} AND writer = ${writer} AND seq = ${seq}`, name: `${writer}.${seq}`, tx, writer, seq };
};

test('a log that nobody touched stands, also when it is read by several threads', async () => {
  const verdict = await verify();
  expect(verdict).toMatchObject({ wrong: [], entries: 480, unsealed: 0 });
  expect(verdictText(verdict)).toContain('stands as it was written');
  const scanners = threads(store.url, 2);
  const byThreads = await verifyLog({ client: admin, scanners, heads: outside });
  await scanners.close();
  expect(byThreads).toMatchObject({ wrong: [], entries: 480, heads: verdict.heads });
});

test('entries that are not sealed yet are counted, and their own hashes checked', async () => {
  await log.append(access(1));
  const verdict = await verify();
  expect(verdict).toMatchObject({ wrong: [], unsealed: 1 });
  const { wrong } = await tampered(() =>
    admin.query(`UPDATE access_log SET id = 'other' WHERE seq = (SELECT max(seq) FROM access_log)`),
  );
  expect(wrong).toMatchObject([{ what: 'changed-unsealed' }]);
  await sealedAll();
  outside = await headsOf(database.reader, 1_000_000, 0);
});

test('what was erased as the law lets it is no change, and what is told of it is gone', async () => {
  const { where } = await at(7);
  const erased =
    'record = NULL, id = NULL, on_behalf_of = NULL, reason = NULL, detail = NULL, shown = NULL, salt = NULL';
  const erase = (commitment: string) =>
    tampered(() => admin.query(`UPDATE access_log l SET erased = ${commitment}, ${erased} WHERE ${where}`));
  expect((await erase('access_log_commitment(l)')).wrong).toEqual([]);
  const told = (await erase(`sha256('x')`)).wrong.map(({ what }) => what);
  expect(new Set(told)).toEqual(new Set(['changed', 'unlike-head']));
});

const setLeaf = (where: string) => `UPDATE access_log l SET leaf = access_log_leaf(l) WHERE ${where}`;
const columns: [string, string][] = [
  ['record', '99'],
  ['id', `'another'`],
  ['at', `at - interval '1 day'`],
  ['decision', `'permit:other'`],
  ['purpose', `'BTG'`],
  ['detail', `'x'`],
  ['shown', `'Observation/3'`],
  ['outcome', '8'],
  ['context', `(SELECT id FROM access_log_context c WHERE c.id <> l.context LIMIT 1)`],
  ['salt', 'gen_random_uuid()'],
  ['interaction', `'vread'`],
  ['stream', `'s'`],
];

type Tampering = (
  random: Random,
  places: number,
) => Promise<{ change: () => Promise<unknown>; says: (verdict: Verdict) => boolean }>;
const says = (what: string, place?: number) => (verdict: Verdict) =>
  verdict.wrong.some((one) => one.what === what && (place === undefined || ('place' in one && one.place === place)));
const below = (random: Random, n: number) => Math.floor(random.next() * n);

/** What an owner of the database may try, each with what the verdict must name. */
const tamperings: Record<string, Tampering> = {
  'a value changed': async (random, places) => {
    const place = below(random, places);
    const { where } = await at(place);
    const [column, value] = columns[below(random, columns.length)]!;
    return {
      change: () => admin.query(`UPDATE access_log l SET ${column} = ${value} WHERE ${where}`),
      says: says('changed', place),
    };
  },
  'a value changed, and its hash to fit': async (random, places) => {
    const place = below(random, places);
    const { where } = await at(place);
    const [column, value] = columns[below(random, columns.length)]!;
    const change = async () => {
      await admin.query(`UPDATE access_log l SET ${column} = ${value} WHERE ${where}`);
      await admin.query(setLeaf(where));
    };
    return { change, says: says('changed', place) };
  },
  'the hash alone changed': async (random, places) => {
    const place = below(random, places);
    const { where } = await at(place);
    return {
      change: () => admin.query(`UPDATE access_log SET leaf = sha256('x') WHERE ${where}`),
      says: says('changed', place),
    };
  },
  'an entry deleted': async (random, places) => {
    const place = below(random, places);
    const { where } = await at(place);
    return { change: () => admin.query(`DELETE FROM access_log WHERE ${where}`), says: says('deleted', place) };
  },
  'two entries in each other’s place': async (random, places) => {
    const [a, b] = [below(random, places), below(random, places)];
    const [one, other] = [await at(a), await at(a === b ? (b + 1) % places : b)];
    const swap = async () => {
      await admin.query(`UPDATE access_log SET tx = -5 WHERE ${one.where}`);
      await admin.query(
        `UPDATE access_log SET (tx, writer, seq) = (${one.tx}, ${one.writer}, ${one.seq}) WHERE ${other.where}`,
      );
      await admin.query(
        `UPDATE access_log SET (tx, writer, seq) = (${other.tx}, ${other.writer}, ${other.seq}) WHERE tx = -5`,
      );
    };
    return { change: swap, says: (verdict) => verdict.wrong.length > 0 };
  },
  'an entry moved to another time': async (random, places) => {
    const { where } = await at(below(random, places - 60));
    const to = await at(places - 1 - below(random, 40));
    return { change: () => admin.query(`UPDATE access_log SET tx = ${to.tx} WHERE ${where}`), says: says('moved') };
  },
  'an entry put in': async (random, places) => {
    const { where } = await at(below(random, places));
    const change = async () => {
      await admin.query(
        `INSERT INTO access_log SELECT (l).* FROM (SELECT jsonb_populate_record(a, '{"seq": 100000}') AS l FROM access_log a WHERE ${where}) x`,
      );
      await admin.query(setLeaf('seq = 100000'));
    };
    return { change, says: says('inserted') };
  },
  'the end cut off with its heads': async (random, places) => {
    const size = outside[below(random, outside.length - 1)]!.size;
    const { tx, writer, seq } = await at(Math.min(size, places - 1));
    const change = async () => {
      await admin.query(`DELETE FROM access_log WHERE (tx, writer, seq) >= (${tx}, ${writer}, ${seq})`);
      await admin.query(`DELETE FROM access_log_head WHERE size > ${size}`);
    };
    return { change, says: says('cut-off') };
  },
  'everything from an entry on signed anew with a key of one’s own': async (random, places) => {
    const place = below(random, places);
    const { where } = await at(place);
    const change = async () => {
      await admin.query(`UPDATE access_log l SET id = 'another' WHERE ${where}`);
      await admin.query(setLeaf(where));
      await admin.query('DELETE FROM access_log_head');
      await admin.query('DELETE FROM access_log_node');
      await admin.query('DELETE FROM access_log_key');
      // the product's own sealer, in this transaction, on the changed log
      const forger = new Sealer({ database: inside(), era: 1n << 40n, everyMs: 1_000_000, onFault: () => undefined });
      await forger.seal();
    };
    return { change, says: (verdict) => verdict.wrong.some((one) => 'isOutside' in one && one.isOutside) };
  },
  'a head deleted': async (random) => {
    const { size } = outside[below(random, outside.length - 1)]!;
    const change = () => admin.query(`DELETE FROM access_log_head WHERE size = ${size}`);
    return { change, says: (verdict) => verdict.wrong.length === 1 && verdict.wrong[0]!.what === 'head-gone' };
  },
  'a head’s root changed': async (random) => {
    const { size } = outside[below(random, outside.length)]!;
    return {
      change: () => admin.query(`UPDATE access_log_head SET root = sha256('x') WHERE size = ${size}`),
      says: says('unlike-head'),
    };
  },
  'who asked changed': async (random) => {
    const n = below(random, 5);
    return {
      change: () =>
        admin.query(
          `UPDATE access_log_context SET content = replace(content, 'c${n}', 'cX') WHERE person = 'client:c${n}'`,
        ),
      says: says('context'),
    };
  },
  'who asked deleted': async (random) => {
    const n = below(random, 5);
    return {
      change: () => admin.query(`DELETE FROM access_log_context WHERE person = 'client:c${n}'`),
      says: says('context'),
    };
  },
};

/** The database as the open transaction of `admin` sees it. */
function inside(): Database {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === 20 && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format as 'text'),
  };
  const query = async (text: string, values: unknown[] = []) =>
    await admin.query({ text, values, types } as pg.QueryConfig);
  return {
    writer: { query },
    reader: { query },
    transaction: async (work: (client: unknown) => unknown) => work({ query }),
  } as unknown as Database;
}

test.each(Object.entries(tamperings))(
  '%s is found every time, and named',
  async (name, tampering) => {
    const random = new Random(11, name.length);
    const { entries } = await verify();
    const missed: string[] = [];
    const rounds = Math.ceil(times / Object.keys(tamperings).length);
    for (let round = 0; round < rounds; round += 1) {
      const { change, says: isNamed } = await tampering(random, entries);
      const verdict = await tampered(change);
      if (!isNamed(verdict)) missed.push(`round ${round}: ${verdictText(verdict)}`);
    }
    expect(missed).toEqual([]);
    expect((await verify()).wrong).toEqual([]);
  },
  120_000,
);

test('one citizen’s entries are proved one by one, and a change in one of them is named', async () => {
  const { rows } = await admin.query(`SELECT count(*)::int AS n FROM access_log WHERE record = 4`);
  const reader = inside().reader;
  const patient = await aPatientIn(4n);
  expect(await verifyCitizen(reader, patient)).toMatchObject({ entries: rows[0].n, unsealed: 0, wrong: [] });
  await admin.query('BEGIN');
  await admin.query(`UPDATE access_log SET detail = 'x' WHERE id = 'o13'`);
  const { wrong } = await verifyCitizen(reader, patient);
  await admin.query('ROLLBACK');
  expect(wrong).toHaveLength(1);
});

/** A Patient whose id the client chose lives where `located` says. */
async function aPatientIn(record: bigint): Promise<string> {
  const key = [typeNumber('Patient'), 'p', String(record)];
  await admin.query('INSERT INTO located (type, id, record) VALUES ($1, $2, $3)', key);
  await admin.query(
    `INSERT INTO resource (type, id, record, version, at, tokens, present, content) VALUES ($1, $2, $3, 1, now(), '{}', '{}', '{}')`,
    key,
  );
  return 'p';
}

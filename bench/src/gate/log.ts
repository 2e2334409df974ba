import { availableParallelism } from 'node:os';
import pg from 'pg';
import type { Actor } from '../../../server/src/access/actor.ts';
import { Sealer } from '../../../server/src/access/ledger/sealer.ts';
import { AccessLog } from '../../../server/src/access/log.ts';
import { typeNumber } from '../../../server/src/fhir/types.ts';
import { Database, migrate } from '../../../server/src/record/index.ts';
import { threads } from '../../../tools/src/verify-log/pool.ts';
import { verifyLog } from '../../../tools/src/verify-log/verify.ts';
import { type Cluster, query } from '../cluster.ts';
import { say } from '../say.ts';

export type LogFigures = {
  readers: number;
  /** Reads a second, each with its entry on disk before it is answered, while the log is sealed. */
  entriesPerSecond: number;
  /** Entries of the log that was verified, and how many a second. */
  verified: number;
  verifiedPerSecond: number;
};

const READERS = 64;
const RECORDS = 2_000;
const VERIFIED = 400_000;

/** Measures the access log by itself: readers that wait for their entries, and the proof of a whole log. */
export async function logFigures(cluster: Cluster, seconds: number): Promise<LogFigures> {
  const url = await cluster.create('log');
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const database = new Database({ url, connections: 2 });
  try {
    await addRecords(client);
    const entriesPerSecond = await readers(database, seconds);
    say(`access log: ${Math.round(entriesPerSecond)} entries/s for ${READERS} readers`);
    await addEntries(client);
    const log = await AccessLog.open(database.gate);
    const sealer = sealerOf(database, log);
    await sealer.seal();
    await query(url, 'VACUUM (ANALYZE) access_log');
    const scanners = threads(url, availableParallelism());
    const verdict = await verifyLog({ client, scanners });
    await scanners.close();
    if (verdict.wrong.length > 0) throw new Error('the log of the bench does not verify');
    const verifiedPerSecond = verdict.entries / verdict.seconds;
    say(`access log: ${Math.round(verifiedPerSecond)} entries/s verified, of ${verdict.entries}`);
    return { readers: READERS, entriesPerSecond, verified: verdict.entries, verifiedPerSecond };
  } finally {
    await database.close();
    await client.end();
  }
}

const sealerOf = (database: Database, log: AccessLog) =>
  new Sealer({
    database,
    era: log.era,
    everyMs: 1_000,
    onFault: (error) => {
      throw error;
    },
  });

async function readers(database: Database, seconds: number): Promise<number> {
  const log = await AccessLog.open(database.gate);
  const sealer = sealerOf(database, log);
  sealer.start();
  const type = typeNumber('Patient');
  let entries = 0;
  let end = Number.POSITIVE_INFINITY;
  const one = async (n: number) => {
    const actor = nurse(n);
    for (let i = n; performance.now() < end; i += 7) {
      const record = BigInt(i % RECORDS);
      const read = await log.read(
        {
          actor,
          interaction: 'read',
          type: 'Patient',
          decision: 'permit',
          basis: 'relation:vedtak',
          rule: 'G6-relation',
          epochs: [{ record, epoch: 0n }],
        },
        { record, type, id: `p${record}` },
      );
      if (read === undefined || read === 'overtaken') throw new Error('a resource of the bench is gone');
      entries += 1;
    }
  };
  const all = Promise.all(Array.from({ length: READERS }, (_, n) => one(n)));
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // warm
  const began = performance.now();
  entries = 0;
  end = began + seconds * 1000;
  await all;
  const perSecond = entries / ((performance.now() - began) / 1000);
  await sealer.close();
  return perSecond;
}

const nurse = (n: number): Actor => ({
  kind: 'staff',
  id: `Practitioner/nurse-${n}`,
  display: `Sykepleier ${n}`,
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: `nurse-${n}`,
  practitionerRole: `nurse-${n}-role`,
  organization: { id: 'hjemmetjenesten-sone-3', display: 'Hjemmetjenesten sone 3' },
  legalEntity: 'solvik',
  role: 'sykepleier',
  purpose: 'TREAT',
});

async function addRecords(client: pg.Client): Promise<void> {
  await client.query(
    `INSERT INTO resource (record, type, id, version, at, tokens, present, content)
     SELECT n, $1::smallint, 'p' || n, 1, now(), '{}', '{}', '{"resourceType":"Patient","id":"p' || n || '"}'
     FROM generate_series(0, $2::int - 1) AS n`,
    [typeNumber('Patient'), RECORDS],
  );
  await client.query('ANALYZE resource');
}

/** Entries like those of the readers, made in the database, since the server would take its time. */
async function addEntries(client: pg.Client): Promise<void> {
  await client.query('ALTER TABLE access_log DISABLE TRIGGER ALL');
  await client.query(
    `INSERT INTO access_log (tx, writer, seq, at, context, outcome, stream, interaction, decision, purpose, basis, rule, type, record, id, salt, leaf)
     SELECT pg_current_xact_id()::text::int8, 900000 + n % 4, n, date_trunc('milliseconds', clock_timestamp()), (SELECT id FROM access_log_context LIMIT 1),
       0, 'p', 'read', 'permit', 'TREAT', 'relation:vedtak', 'G6-relation', 90, n % 5000, 'p' || n % 5000, gen_random_uuid(), ''
     FROM generate_series(1, $1::int) AS n`,
    [VERIFIED],
  );
  await client.query(`UPDATE access_log l SET leaf = access_log_leaf(l) WHERE leaf = ''`);
  await client.query('ALTER TABLE access_log ENABLE TRIGGER ALL');
}

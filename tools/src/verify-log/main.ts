import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import pino from 'pino';
import { defaultDataFolder, reachEmbedded, startEmbedded } from '../../../server/src/record/embedded/index.ts';
import { Database } from '../../../server/src/record/index.ts';
import { verifyCitizen } from './citizen.ts';
import { type Keys, readHeads, readKeys } from './heads.ts';
import { threads } from './pool.ts';
import { verdictText } from './verdict.ts';
import { verifyLog } from './verify.ts';

const usage = `npm run verify-log -- [--heads <file>] [--keys <file>] [--patient <id>] [--workers <n>]

Reads the access log out of the database of DATABASE_URL, or of the embedded one (ENJOURNAL_DATA), and proves it.
--heads    heads that were copied earlier (heads.jsonl of ENJOURNAL_LOG_HEADS, or what /log/heads answered)
--keys     public keys that you trust (keys.json, or what /log/keys answered); else those in the database are believed
--patient  only the entries of this citizen
Ends with 0 when everything stands as it was written, 1 when not.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      heads: { type: 'string' },
      keys: { type: 'string' },
      patient: { type: 'string' },
      workers: { type: 'string', default: String(Math.min(availableParallelism(), 8)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const keys = values.keys === undefined ? undefined : readKeys(values.keys);
  await onDatabase(async (url) => {
    const isRight =
      values.patient === undefined
        ? await whole(url, Number(values.workers), values.heads, keys)
        : await ofCitizen(url, values.patient, keys);
    if (!isRight) process.exitCode = 1;
  });
}

async function whole(url: string, workers: number, headsFile: string | undefined, keys: Keys | undefined) {
  if (!(workers >= 1)) throw new Error('--workers is a whole number from 1.');
  const client = new pg.Client({ connectionString: url, application_name: 'enjournal verify-log' });
  await client.connect();
  const scanners = threads(url, workers);
  try {
    const verdict = await verifyLog({
      client,
      scanners,
      ...(headsFile === undefined ? {} : { heads: readHeads(headsFile) }),
      ...(keys === undefined ? {} : { keys }),
      onProgress: progress(),
    });
    process.stdout.write(`${verdictText(verdict)}\n`);
    return verdict.wrong.length === 0;
  } finally {
    await scanners.close();
    await client.end();
  }
}

async function ofCitizen(url: string, patient: string, keys: Keys | undefined): Promise<boolean> {
  const database = new Database({ url, connections: 2 });
  try {
    const { entries, unsealed, wrong, head } = await verifyCitizen(database.reader, patient, keys);
    for (const { entry, faults } of wrong) process.stdout.write(`- entry ${entry}: ${faults.join(' ')}\n`);
    const against = head === undefined ? '' : `, against the head of ${head.at}`;
    const behind = unsealed === 0 ? '' : ` ${unsealed} are not sealed yet.`;
    process.stdout.write(
      `${entries - unsealed - wrong.length} of ${entries} entries stand as they were written${against}.${behind}\n` +
        'Whether an entry is gone altogether, the whole log shows: npm run verify-log\n',
    );
    return wrong.length === 0;
  } finally {
    await database.close();
  }
}

/** A line a second on standard error. */
function progress(): (entries: number, of: number) => void {
  const began = performance.now();
  let told = began;
  return (entries, of) => {
    const now = performance.now();
    if (now - told < 1000) return;
    told = now;
    const rate = Math.round((entries / (now - began)) * 1000);
    process.stderr.write(`${Math.floor((100 * entries) / of)} %, ${rate} entries a second\n`);
  };
}

/** The embedded database is read while its server runs; when it does not, the database is started for as long as it takes. */
async function onDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return work(DATABASE_URL);
  const dataFolder = defaultDataFolder(process.env);
  const running = await reachEmbedded(dataFolder);
  if (running !== undefined) return work(running);
  const embedded = await startEmbedded({ dataFolder, log: pino({ level: 'error' }) });
  try {
    await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});

import { parseArgs } from 'node:util';
import pg from 'pg';
import pino from 'pino';
import { defaultDataFolder, startEmbedded } from '../../../server/src/record/embedded/index.ts';
import { migrate } from '../../../server/src/record/index.ts';
import { kinds, loadWithProgress } from './load.ts';

const usage = `npm run load-terminology -- <kind> <files or folders> [--version <version>] [--system <Volven number>]

kind: ${kinds.join(', ')}
Loads into the database of DATABASE_URL, or into the embedded one (ENJOURNAL_DATA) while the server is stopped.
docs/content.md tells which files each kind takes.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { version: { type: 'string' }, system: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [kind, ...paths] = positionals;
  if (values.help === true || kind === undefined || paths.length === 0) {
    process.stdout.write(`${usage}\n`);
    if (values.help !== true) process.exitCode = 2;
    return;
  }
  await onDatabase(async (url) => {
    await migrate(url);
    const client = new pg.Client({ connectionString: url, application_name: 'enjournal terminology' });
    await client.connect();
    try {
      await loadWithProgress(client, kind, paths, {
        ...(values.version === undefined ? {} : { version: values.version }),
        ...(values.system === undefined ? {} : { system: values.system }),
      });
    } finally {
      await client.end();
    }
  });
}

async function onDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return work(DATABASE_URL);
  const database = await startEmbedded({ dataFolder: defaultDataFolder(), log: pino({ level: 'error' }) });
  try {
    await work(database.url);
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

import { parseArgs } from 'node:util';
import { type KindName, registerKinds } from '../../../server/src/registers/index.ts';
import { Client } from '../load/client.ts';
import { grouped } from '../load/progress.ts';
import { dateInNorway } from '../synth/calendar.ts';
import { httpStore } from './http-store.ts';
import { type ImportedFile, importFile } from './import-file.ts';

const KINDS = Object.keys(registerKinds) as KindName[];
const USAGE = `Brings a server to say what a register's file says: NDJSON (.ndjson, .jsonl) or CSV, also .gz.

  npm run import-register -- --kind ${KINDS.join('|')} <file>
                  [--url http://127.0.0.1:8080/fhir] [--client demo-system] [--secret demo-secret] [--token …]
                  [--series synthetic|real|any] [--dry-run] [--resume] [--state .import]

  --series   which numbers of persons are taken: of test series (the default), or of people
  --dry-run  read and compare everything, store nothing
  --resume   go on where an earlier import of the same file was cut off
  --state    folder for where imports have come to, and the reports of what was refused

What the rows look like: docs/registers.md. Rows that say nothing new change nothing.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:8080/fhir' },
      client: { type: 'string', default: 'demo-system' },
      secret: { type: 'string', default: process.env.ENJOURNAL_LOAD_SECRET ?? 'demo-secret' },
      token: { type: 'string' },
      series: { type: 'string', default: 'synthetic' },
      'dry-run': { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      state: { type: 'string', default: '.import' },
      help: { type: 'boolean', default: false },
    },
  });
  const kind = KINDS.find((one) => one === values.kind);
  const [path, ...more] = positionals;
  if (values.help || kind === undefined || path === undefined || more.length > 0) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const series = (['synthetic', 'real', 'any'] as const).find((one) => one === values.series);
  if (series === undefined) throw new Error('--series is synthetic, real or any');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const { url, client: id, secret, token, resume, state } = values;
  const client = new Client({ url, client: id, secret, token });
  await client.connect();
  const dryRun = values['dry-run'];
  const imported = await importFile({
    kind,
    path,
    store: httpStore(client),
    series,
    today: dateInNorway(new Date()),
    state,
    resume,
    dryRun,
    signal: stop.signal,
    onProgress: (line) => process.stderr.isTTY && process.stderr.write(`\rline ${grouped(line)}`),
  });
  process.stdout.write(told(imported, dryRun));
  return imported.interrupted ? 3 : imported.refused > 0 ? 1 : 0;
}

function told(
  { rows, changed, unchanged, refused, skipped, report, line, interrupted }: ImportedFile,
  dryRun: boolean,
): string {
  const would = dryRun ? 'would be ' : '';
  const lines = [
    `${grouped(rows)} rows: ${grouped(changed)} ${would}changed, ${grouped(unchanged)} said nothing new, ${grouped(refused)} refused`,
  ];
  if (skipped > 0) lines.push(`The first ${grouped(skipped)} lines were stored by an earlier import`);
  if (refused > 0) lines.push(`What was refused, by line and reason: ${report}`);
  if (interrupted) lines.push(`Stopped after line ${grouped(line)}. Run the same command with --resume to go on.`);
  return `${lines.join('\n')}\n`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

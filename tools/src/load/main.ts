import { parseArgs } from 'node:util';
import { type Loaded, load } from './load.ts';
import { grouped } from './progress.ts';

const USAGE = `Loads FHIR R4 into a server: transaction, batch and collection Bundles, resources and NDJSON (also .gz).

  npm run load -- <files or folders> [--url http://127.0.0.1:8080/fhir] [--client demo-system] [--secret demo-secret]
                  [--concurrency 4] [--resume] [--state .load]

  --url          base of the FHIR API
  --client       client credentials, for a token (also ENJOURNAL_LOAD_SECRET for the secret)
  --token        a token fetched elsewhere, instead of client and secret
  --concurrency  requests at a time
  --resume       go on where an earlier load was cut off; what is stored already is passed over
  --state        folder for the journal of what is stored and the report of what was refused
`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    throw new Error('--concurrency must be a whole number from 1 to 64');
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const loaded = await load({
    paths: positionals,
    url: values.url,
    client: values.client,
    secret: values.secret,
    token: values.token,
    concurrency,
    resume: values.resume,
    state: values.state,
    signal: stop.signal,
  });
  process.stdout.write(told(loaded));
  if (loaded.interrupted !== undefined) return 3;
  return loaded.refused > 0 ? 1 : 0;
}

function readArguments() {
  return parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080/fhir' },
      client: { type: 'string', default: 'demo-system' },
      secret: { type: 'string', default: process.env.ENJOURNAL_LOAD_SECRET ?? 'demo-secret' },
      token: { type: 'string' },
      concurrency: { type: 'string', default: '4' },
      resume: { type: 'boolean', default: false },
      state: { type: 'string', default: '.load' },
      help: { type: 'boolean', default: false },
    },
  });
}

function told(loaded: Loaded): string {
  const { files, resources, skipped, refused, seconds, interrupted } = loaded;
  const rate = grouped(Math.round(resources / Math.max(0.001, seconds)));
  const lines = [
    `${grouped(resources)} resources from ${files} ${files === 1 ? 'file' : 'files'} in ${seconds.toFixed(1)} s (${rate}/s)`,
  ];
  if (skipped > 0) lines.push(`${grouped(skipped)} were stored by an earlier load`);
  if (refused > 0) lines.push(`${grouped(refused)} refused:`, ...loaded.summary, `All of them: ${loaded.report}`);
  if (interrupted !== undefined) lines.push(`${interrupted}. Run the same command with --resume to go on.`);
  return `${lines.join('\n')}\n`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

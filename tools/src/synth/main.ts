import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { transactionOf } from './bundle.ts';
import { DEFAULT_AS_OF } from './calendar.ts';
import { municipalityNow } from './municipality.ts';

const USAGE = `Makes a synthetic Norwegian municipality as FHIR R4 transaction bundles, one line each.

  npm run synth -- [--citizens 500] [--seed 1] [--as-of ${DEFAULT_AS_OF}] [--out .synth]

  --citizens  how many people, 100 to 1 000 000
  --seed      a whole number; the same seed, size and day give the same bytes
  --as-of     the day that is today in the records
  --out       a folder for the files, or - for standard output
`;

/** Citizens in a file: about 150 MB, so that a load can run several files at a time. */
const CITIZENS_PER_FILE = 1000;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  const started = performance.now();
  const { out, ...wanted } = options;
  const counts = { resources: 0, citizens: 0 };
  const sink = out === '-' ? toStandardOutput() : toFolder(out);
  for (const resources of municipalityNow(wanted)) {
    const citizen = resources[0]?.resourceType === 'Patient';
    if (citizen) counts.citizens++;
    counts.resources += resources.length;
    await sink.write(`${JSON.stringify(transactionOf(resources))}\n`, citizen ? counts.citizens : 0);
  }
  await sink.end();
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(
    `${counts.citizens} citizens, ${counts.resources} resources in ${seconds.toFixed(1)} s${out === '-' ? '' : `, in ${out}`}\n`,
  );
  return 0;
}

function readOptions(): { citizens: number; seed: number; asOf: string; out: string } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        citizens: { type: 'string', default: '500' },
        seed: { type: 'string', default: '1' },
        'as-of': { type: 'string', default: DEFAULT_AS_OF },
        out: { type: 'string', default: '.synth' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    return {
      citizens: wholeNumber('--citizens', values.citizens, 100, 1_000_000),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
      asOf: dateOption(values['as-of']),
      out: values.out,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

function dateOption(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new Error(`--as-of must be a date (YYYY-MM-DD), not ${text}`);
  }
  return text;
}

function wholeNumber(name: string, text: string, low: number, high: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= low && number <= high))
    throw new Error(`${name} must be a whole number from ${low} to ${high}, not ${text}`);
  return number;
}

type Sink = { write: (line: string, citizen: number) => Promise<void>; end: () => Promise<void> };

/** Waits for a reader that is slower than we are. */
function toStandardOutput(): Sink {
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    async write(line) {
      if (!stdout.write(line)) await once(stdout, 'drain');
    },
    end: () => Promise.resolve(),
  };
}

/** `shared.ndjson` for what all records refer to, then `citizens-00001.ndjson` and on. */
function toFolder(folder: string): Sink {
  mkdirSync(folder, { recursive: true });
  let name = '';
  let stream: ReturnType<typeof createWriteStream> | undefined;
  let failure: Error | undefined;
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (stream === undefined) resolve();
      else stream.end((error?: Error | null) => (error ? reject(error) : resolve()));
    });
  return {
    async write(line, citizen) {
      const wanted =
        citizen === 0
          ? 'shared.ndjson'
          : `citizens-${String(Math.floor((citizen - 1) / CITIZENS_PER_FILE) + 1).padStart(5, '0')}.ndjson`;
      if (wanted !== name) {
        await close();
        name = wanted;
        stream = createWriteStream(join(folder, name)).on('error', (error) => {
          failure = error;
        });
      }
      if (!stream!.write(line)) await once(stream!, 'drain');
      if (failure !== undefined) throw failure;
    },
    end: close,
  };
}

process.exitCode = await main();

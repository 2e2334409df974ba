import { existsSync } from 'node:fs';
import { join } from 'node:path';
import './prepare.ts'; // first: it makes what the others read when they are imported
import { type Config, ConfigError, readConfig } from './config/index.ts';
import { readyDemo } from './demo.ts';
import { createLog } from './http/log.ts';
import { startEmbedded } from './record/embedded/index.ts';

/*
 * The process: its settings, its database and its end. What it serves is in serve.ts, which is read while the database
 * starts: the two take as long.
 */

const config = configured();
const log = createLog(config.logLevel);
/** What was started, the latest first: ended in this order. */
const started: (() => unknown)[] = [];
let isReady = false;
let isStopping = false;

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
process.on('uncaughtException', (error) => fail(error));

try {
  await start();
} catch (error) {
  fail(error);
}

async function start(): Promise<void> {
  const databaseUrl = config.databaseUrl === undefined ? embeddedDatabase() : Promise.resolve(config.databaseUrl);
  databaseUrl.catch(() => {}); // waited for by the server
  const { serve } = await import('./serve.ts');
  const ready = await serve({ config, log, databaseUrl, atEnd: (end) => started.unshift(end) });
  isReady = true;
  if (ready === undefined) return;
  console.info(`Enjournal is ready: ${ready.base}`);
  await ready.rest();
}

async function embeddedDatabase(): Promise<string> {
  const { dataFolder, citizens } = config;
  if (citizens > 0 && !existsSync(join(dataFolder, 'cluster'))) readyDemo(citizens);
  const embedded = await startEmbedded({ dataFolder, log, onLost: fail });
  started.unshift(embedded.stop);
  return embedded.url;
}

function configured(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** Ends everything in order: no new requests, those in flight finished, then what they stood on. */
async function stop(code: number): Promise<void> {
  if (isStopping) return; // npm passes on a Ctrl-C that we have had already
  isStopping = true;
  const patience = setTimeout(() => process.exit(1), config.limits.shutdownMs + 15_000);
  for (const end of started) {
    try {
      await end();
    } catch (error) {
      log.error({ err: error }, 'could not be ended in good order');
    }
  }
  clearTimeout(patience);
  process.exit(code);
}

/** Ends, and says why: a start that fails in plain words; later only in the log, which leaves values out. */
function fail(error: unknown): void {
  log.fatal({ err: error }, 'the server cannot go on');
  if (!isReady && error instanceof Error) console.error(plainWords(error));
  void stop(1);
}

function plainWords(error: Error & { code?: string; severity?: string }): string {
  if (config.databaseUrl !== undefined && /^(ECONN|ENOENT|ENOTFOUND|EAI_|ETIMEDOUT|57P03)/.test(error.code ?? '')) {
    return `The database in DATABASE_URL cannot be reached (${error.code}).`;
  }
  return error.severity === undefined ? error.message : `The database refused (${error.code}). The log tells more.`;
}

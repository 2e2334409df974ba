import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { openLedger } from './access/ledger/open.ts';
import { appRecords } from './app-records.ts';
import { type CareSettings, processesWith } from './care/index.ts';
import { careFollower } from './care-events.ts';
import { type Config, ConfigError, readConfig } from './config/index.ts';
import { loadDemo, readyDemo } from './demo.ts';
import { demoLogins } from './demo-logins.ts';
import { closeGracefully, createApp } from './http/app.ts';
import { cdsHooksRoutes } from './http/cds-hooks/routes.ts';
import { loadContent } from './http/fhir/content.ts';
import { dispatch } from './http/fhir/dispatch.ts';
import type { FhirRequest } from './http/fhir/message.ts';
import { openFhir } from './http/fhir/open.ts';
import { fhirRoutes } from './http/fhir/routes.ts';
import { createLog } from './http/log.ts';
import { logHeadRoutes } from './http/log-heads.ts';
import { createMetrics, measureDatabase, measureLetters } from './http/metrics.ts';
import { sharedRoutes } from './http/shared.ts';
import { createIdentity } from './identity/index.ts';
import { guardAgainstGuessing } from './identity/login/index.ts';
import { appLog, openLogOn } from './log-on.ts';
import { followNationalRegisters } from './national-registers.ts';
import { openNotices } from './notices.ts';
import { buildWeb, webFolder } from './prepare.ts'; // first: it makes what the others read when they are imported
import { openPrescriptions } from './prescriptions.ts';
import { startEmbedded } from './record/embedded/index.ts';
import { Database, migrate } from './record/index.ts';
import { reachDatabase } from './record/reach.ts';
import { followRegisters } from './register-events.ts';
import { openSfm } from './sfm.ts';
import { loadTerminology } from './terminology/index.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
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
  const web = buildWeb();
  web.catch(() => {}); // waited for below
  if (config.citizens > 0) readyDemo();
  const url = config.databaseUrl ?? (await embeddedDatabase());
  const database = await openDatabase(url);
  await loadTerminology((work) => database.transaction(work));

  const port = config.port === 0 ? await freePort() : config.port;
  const base = config.baseUrl ?? addressOf(config, port);
  const { limits, clients } = config;
  const fhir = await openFhir({
    database,
    base: `${base}/fhir`,
    limits: { maxBundleBytes: limits.maxBundleBytes, maxResourceBytes: limits.maxResourceBytes },
    version,
    processes: processesWith({
      remindAfterMs: config.remindAfterMs,
      ...(await prescribing()),
      ...(await nationalList()),
      ...(await noticing()),
    }),
    onFault: (error) => log.error({ err: error }, 'work in the background failed'),
  });
  started.unshift(fhir.close);
  const { headsFolder, keyFile } = config.accessLog;
  const ledger = await openLedger({
    database,
    log: fhir.service.log,
    headsFolder,
    key: keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8'),
    onFault: (error) => log.error({ err: error }, 'the access log could not be sealed'),
  });
  started.unshift(ledger.close);

  let isDemoLoaded = config.citizens === 0;
  const health = {
    check: async () => ({ database: await answers(database), ...(isDemoLoaded ? {} : { demo: false }) }),
  };
  await web;
  const metrics = createMetrics();
  measureDatabase(metrics, () => database.load());
  const app = await createApp({ config, log, metrics, health, webFolder });
  const send = (request: FhirRequest) => dispatch(fhir.service, request);
  const guard = guardAgainstGuessing(database.writer);
  const login = await openLogOn({
    config,
    base,
    database: database.writer,
    access: fhir.service.log,
    log,
    guard,
    persons: () => demoLogins(database.writer),
    send,
    app,
  });
  const identity = await createIdentity({
    base,
    isDemo: config.mode === 'demo',
    clients,
    database: database.writer,
    log,
    requestsPerMinute: limits.loginsPerMinute,
    login,
    records: appRecords(send),
    record: appLog(fhir.service.log),
  });
  started.unshift(identity.close);
  await identity.routes(app);
  await app.register(fhirRoutes, {
    prefix: '/fhir',
    service: fhir.service,
    authenticate: identity.authenticate,
    onFault: (error, reference) => log.error({ reference, err: error }, 'a request failed by our fault'),
  });
  await app.register(cdsHooksRoutes, {
    prefix: '/cds-services',
    service: fhir.service,
    authenticate: identity.authenticate,
    once: identity.once,
  });
  await app.register(sharedRoutes, { prefix: '/shared', service: fhir.service, guard });
  await app.register(logHeadRoutes, { prefix: '/log', database });
  await listen(app, port);
  started.unshift(() => closeGracefully(app));

  await loadContent(fhir.service);
  await loadDemo({ citizens: config.citizens, database: database.writer, log, signal: app.closing, send });
  isDemoLoaded = true;
  const events = followRegisters({ service: fhir.service, log });
  started.unshift(() => events.close());
  const care = careFollower(fhir.service, {
    onFault: (error) => log.error({ err: error }, 'what follows in care from a change could not be done'),
  });
  care.start();
  started.unshift(() => care.close());
  measureLetters(metrics, () => ({ registers: events.left, care: care.left }));
  const national = followNationalRegisters({
    sources: config.registers,
    service: fhir.service,
    series: config.mode === 'demo' ? 'synthetic' : 'real',
    log,
  });
  started.unshift(() => national.close());
  isReady = true;
  if (app.closing.aborted) return;
  console.info(`Enjournal is ready: ${base}`);
  await fhir.service.advice
    .warmUp(app.closing)
    .catch((error: unknown) => log.warn({ err: error }, 'the rules could not be made ready'));
}

async function nationalList(): Promise<Pick<CareSettings, 'sfm'>> {
  if (config.sfm === undefined) return {};
  const sfm = await openSfm(config.sfm);
  started.unshift(sfm.close);
  return { sfm: sfm.settings };
}

async function prescribing(): Promise<Pick<CareSettings, 'prescribing'>> {
  if (config.prescriptions === undefined) return {};
  const prescriptions = await openPrescriptions(config.prescriptions, config.dataFolder);
  started.unshift(prescriptions.close);
  return { prescribing: prescriptions.settings };
}

async function noticing(): Promise<Pick<CareSettings, 'notices'>> {
  if (config.notices === undefined) return {};
  const notices = await openNotices(config.notices);
  started.unshift(notices.close);
  return { notices: notices.service };
}

async function embeddedDatabase(): Promise<string> {
  const embedded = await startEmbedded({ dataFolder: config.dataFolder, log, onLost: fail });
  started.unshift(embedded.stop);
  return embedded.url;
}

async function openDatabase(url: string): Promise<Database> {
  await reachDatabase(url);
  for (const name of await migrate(url)) log.info({ name }, 'migrated');
  const connections = config.databaseConnections;
  const database = new Database({ url, connections, readTimeoutMs: config.limits.searchMs });
  started.unshift(() => database.close());
  return database;
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.reader.query('SELECT 1');
    return true;
  } catch {
    return false;
  }
}

async function listen(app: FastifyInstance, port: number): Promise<void> {
  try {
    await app.listen({ host: config.host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} on ${config.host} is used by another program. Choose another, for example: PORT=${port + 1} npm start`,
    );
  }
}

function addressOf({ host, tls }: Config, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, config.host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
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

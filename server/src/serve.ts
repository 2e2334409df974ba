import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { openLedger } from './access/ledger/open.ts';
import { type CareSettings, processesWith } from './care/index.ts';
import { careFollower } from './care-events.ts';
import type { Config } from './config/index.ts';
import { loadDemo } from './demo.ts';
import { demoLogins } from './demo-logins.ts';
import { closeGracefully, createApp } from './http/app.ts';
import { cdsHooksRoutes } from './http/cds-hooks/routes.ts';
import { loadContent } from './http/fhir/content.ts';
import { dispatch } from './http/fhir/dispatch.ts';
import type { FhirRequest } from './http/fhir/message.ts';
import { openFhir } from './http/fhir/open.ts';
import { fhirRoutes } from './http/fhir/routes.ts';
import { logHeadRoutes } from './http/log-heads.ts';
import { createMetrics, measureDatabase, measureLetters } from './http/metrics.ts';
import { sharedRoutes } from './http/shared.ts';
import { guardAgainstGuessing } from './identity/login/index.ts';
import { registeredSystems } from './identity/systems.ts';
import { openIdentity } from './log-on.ts';
import { followNationalRegisters } from './national-registers.ts';
import { openNotices } from './notices.ts';
import { buildWeb, webFolder } from './prepare.ts';
import { openPrescriptions } from './prescriptions.ts';
import { Database, migrate } from './record/index.ts';
import { reachDatabase } from './record/reach.ts';
import { followRegisters } from './register-events.ts';
import { openSfm } from './sfm.ts';
import { loadTerminology } from './terminology/index.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** What the process gives the server. */
export type Surroundings = {
  config: Config;
  log: Logger;
  /** The database's URL, once it can be reached. */
  databaseUrl: Promise<string>;
  /** Ends what was started, called when the process ends: the latest first. */
  atEnd(end: () => unknown): void;
};

/**
 * Opens everything that exists, wired by hand.
 * @returns when it is ready: where, and the work that is left for a quiet moment. Undefined when it was told to end meanwhile.
 */
export async function serve(surroundings: Surroundings): Promise<{ base: string; rest(): Promise<void> } | undefined> {
  const { config, log, databaseUrl, atEnd } = surroundings;
  const web = buildWeb();
  web.catch(() => {}); // waited for below
  const database = await openDatabase(await databaseUrl, surroundings);
  await loadTerminology((work) => database.transaction(work));

  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const base = config.baseUrl ?? addressOf(config, port);
  const { limits, clients } = config;
  const fhir = await openFhir({
    database,
    base: `${base}/fhir`,
    limits: { maxBundleBytes: limits.maxBundleBytes, maxResourceBytes: limits.maxResourceBytes },
    version,
    processes: processesWith({
      remindAfterMs: config.remindAfterMs,
      ...(await prescribing(surroundings)),
      ...(await nationalList(surroundings)),
      ...(await noticing(surroundings)),
    }),
    systems: () => registeredSystems(database.shortReader, clients, Date.now()),
    onFault: (error) => log.error({ err: error }, 'work in the background failed'),
  });
  atEnd(fhir.close);
  const { headsFolder, keyFile } = config.accessLog;
  const ledger = await openLedger({
    database,
    log: fhir.service.log,
    headsFolder,
    key: keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8'),
    onFault: (error) => log.error({ err: error }, 'the access log could not be sealed'),
  });
  atEnd(ledger.close);

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
  const { identity } = await openIdentity({
    config,
    base,
    clients,
    database: database.writer,
    access: fhir.service.log,
    log,
    guard,
    persons: () => demoLogins(database.writer),
    send,
    app,
  });
  atEnd(identity.close);
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
  await listen(app, config, port);
  atEnd(() => closeGracefully(app));

  await loadContent(fhir.service);
  await loadDemo({ citizens: config.citizens, database: database.writer, log, signal: app.closing, send });
  isDemoLoaded = true;
  const events = followRegisters({ service: fhir.service, log });
  atEnd(() => events.close());
  const care = careFollower(fhir.service, {
    onFault: (error) => log.error({ err: error }, 'what follows in care from a change could not be done'),
  });
  care.start();
  atEnd(() => care.close());
  measureLetters(metrics, () => ({ registers: events.left, care: care.left }));
  const national = followNationalRegisters({
    sources: config.registers,
    service: fhir.service,
    series: config.mode === 'demo' ? 'synthetic' : 'real',
    log,
  });
  atEnd(() => national.close());
  if (app.closing.aborted) return undefined;
  return {
    base,
    rest: () =>
      fhir.service.advice
        .warmUp(app.closing)
        .catch((error: unknown) => log.warn({ err: error }, 'the rules could not be made ready')),
  };
}

async function nationalList({ config, atEnd }: Surroundings): Promise<Pick<CareSettings, 'sfm'>> {
  if (config.sfm === undefined) return {};
  const sfm = await openSfm(config.sfm);
  atEnd(sfm.close);
  return { sfm: sfm.settings };
}

async function prescribing({ config, atEnd }: Surroundings): Promise<Pick<CareSettings, 'prescribing'>> {
  if (config.prescriptions === undefined) return {};
  const prescriptions = await openPrescriptions(config.prescriptions, config.dataFolder);
  atEnd(prescriptions.close);
  return { prescribing: prescriptions.settings };
}

async function noticing({ config, atEnd }: Surroundings): Promise<Pick<CareSettings, 'notices'>> {
  if (config.notices === undefined) return {};
  const notices = await openNotices(config.notices);
  atEnd(notices.close);
  return { notices: notices.service };
}

async function openDatabase(url: string, { config, log, atEnd }: Surroundings): Promise<Database> {
  await reachDatabase(url);
  for (const name of await migrate(url)) log.info({ name }, 'migrated');
  const connections = config.databaseConnections;
  const database = new Database({ url, connections, readTimeoutMs: config.limits.searchMs });
  atEnd(() => database.close());
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

async function listen(app: FastifyInstance, { host }: Config, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} on ${host} is used by another program. Choose another, for example: PORT=${port + 1} npm start`,
    );
  }
}

function addressOf({ host, tls }: Config, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}`;
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { defaultDataFolder } from '../record/embedded/index.ts';
import { type Client, demoClients, readClients, refuseUnsafeClients } from './clients.ts';
import { type LoginConfig, readLogin, refuseUnsafeLogin } from './login.ts';
import { type NoticeConfig, readNotices } from './notices.ts';
import { type PrescriptionConfig, readPrescriptions } from './prescriptions.ts';
import { Reader } from './reader.ts';
import { type RegisterSource, readRegisters } from './registers.ts';
import { readSfm, type SfmConfig } from './sfm.ts';

export type { Client } from './clients.ts';
export { demoClients, systemPurposes } from './clients.ts';
export type { LoginConfig, NationalProvider } from './login.ts';
export type { NoticeConfig } from './notices.ts';
export type { PrescriptionConfig } from './prescriptions.ts';
export { ConfigError } from './reader.ts';
export type { RegisterSource } from './registers.ts';
export type { SfmConfig } from './sfm.ts';

/** Everything that can be set from outside. Read once at start; nothing else looks at the environment. */
export type Config = {
  mode: 'demo' | 'production';
  host: string;
  /** 0: any free one. */
  port: number;
  /** Absent: the embedded database in `dataFolder`. */
  databaseUrl: string | undefined;
  dataFolder: string;
  databaseConnections: number;
  /** Size of the demo municipality; 0 starts empty. */
  citizens: number;
  logLevel: LogLevel;
  /** The address by which clients know this server, without a slash at the end. Absent in demo mode: from host and port. */
  baseUrl: string | undefined;
  tls: { certFile: string; keyFile: string } | undefined;
  /** Addresses of the proxies whose X-Forwarded-… headers are believed. */
  trustedProxies: string[];
  clients: readonly Client[];
  /** Of the access log: where its heads are copied to, and the key that signs them when the database is not to keep it. */
  accessLog: { headsFolder: string | undefined; keyFile: string | undefined };
  /** How people log on, and how long their sessions last. */
  login: LoginConfig;
  /** How old what somebody has not signed is when they are reminded of it. */
  remindAfterMs: number;
  /** Where prescriptions are sent; undefined when they are not. */
  prescriptions: PrescriptionConfig | undefined;
  /** Where the national medicine list is asked; undefined where it is not. */
  sfm: SfmConfig | undefined;
  /** Where notices to citizens are sent; undefined when they are not. */
  notices: NoticeConfig | undefined;
  /** The national registers that are followed. */
  registers: readonly RegisterSource[];
  limits: Limits;
};

export type Limits = {
  maxBundleBytes: number;
  maxResourceBytes: number;
  /** A search is cancelled in the database after this. */
  searchMs: number;
  /** How long a shutdown waits for requests in flight. */
  shutdownMs: number;
  /** Requests at once; further ones are asked to come back. */
  requestsInFlight: number;
  /** Requests to the login and token endpoints a minute from one address. */
  loginsPerMinute: number;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const MB = 1024 * 1024;
const leastCitizens = 100;

/** @throws ConfigError that names every wrong variable, and what it should be. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = new Reader(env);
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const mode = read.choice('ENJOURNAL_MODE', ['demo', 'production'], databaseUrl === undefined ? 'demo' : 'production');
  const certFile = read.file('ENJOURNAL_TLS_CERT');
  const keyFile = read.file('ENJOURNAL_TLS_KEY');
  if ((certFile === undefined) !== (keyFile === undefined)) {
    read.refuse(
      certFile === undefined ? 'ENJOURNAL_TLS_CERT' : 'ENJOURNAL_TLS_KEY',
      'must be set too: certificate and key go together',
    );
  }
  const config: Config = {
    mode,
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.integer('PORT', 0, 65_535, 8080),
    databaseUrl,
    dataFolder: defaultDataFolder(env),
    databaseConnections: read.integer('ENJOURNAL_DATABASE_CONNECTIONS', 2, 500, 8),
    citizens: read.integer('ENJOURNAL_CITIZENS', 0, 1_000_000, mode === 'demo' ? 100 : 0),
    logLevel: read.choice('LOG_LEVEL', logLevels, 'info'),
    baseUrl: read.url('ENJOURNAL_BASE_URL', ['http:', 'https:'])?.replace(/\/+$/, ''),
    tls: certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined,
    trustedProxies: read.addresses('ENJOURNAL_TRUST_PROXY'),
    clients: readClients(read) ?? (mode === 'demo' ? demoClients : []),
    accessLog: { headsFolder: read.text('ENJOURNAL_LOG_HEADS'), keyFile: read.file('ENJOURNAL_LOG_KEY') },
    login: readLogin(read, mode),
    remindAfterMs: read.integer('ENJOURNAL_REMIND_AFTER_HOURS', 1, 8_760, 24) * 3_600_000,
    prescriptions: readPrescriptions(read, mode),
    sfm: readSfm(read, mode),
    notices: readNotices(read, mode),
    registers: readRegisters(read, mode),
    limits: {
      maxBundleBytes: read.bytes('ENJOURNAL_MAX_BUNDLE', 50 * MB),
      maxResourceBytes: read.bytes('ENJOURNAL_MAX_RESOURCE', 5 * MB),
      searchMs: read.milliseconds('ENJOURNAL_SEARCH_TIMEOUT', 30_000),
      shutdownMs: read.milliseconds('ENJOURNAL_SHUTDOWN_TIMEOUT', 30_000),
      requestsInFlight: read.integer('ENJOURNAL_REQUESTS_IN_FLIGHT', 1, 100_000, 2_000),
      loginsPerMinute: read.integer('ENJOURNAL_LOGINS_PER_MINUTE', 1, 1_000_000, 600),
    },
  };
  read.text('ENJOURNAL_DATA');
  if (config.limits.maxResourceBytes > config.limits.maxBundleBytes) {
    read.refuse('ENJOURNAL_MAX_RESOURCE', 'must not be more than ENJOURNAL_MAX_BUNDLE');
  }
  if (config.citizens > 0 && config.citizens < leastCitizens) {
    read.refuse('ENJOURNAL_CITIZENS', `must be 0, or at least ${leastCitizens}: a municipality is no smaller`);
  }
  if (mode === 'production') refuseUnsafe(config, read);
  read.finish();
  return config;
}

/** What a server with real persons in it must not be without. */
function refuseUnsafe(config: Config, read: Reader): void {
  const because = 'in production mode';
  if (config.tls === undefined && config.trustedProxies.length === 0) {
    read.refuse(
      'ENJOURNAL_TLS_CERT',
      `and ENJOURNAL_TLS_KEY, or ENJOURNAL_TRUST_PROXY, must be set ${because}: nothing may travel unencrypted`,
    );
  }
  if (config.baseUrl === undefined || !config.baseUrl.startsWith('https:')) {
    read.refuse('ENJOURNAL_BASE_URL', `must be set ${because}, to the https address that clients use`);
  }
  if (config.clients.length === 0) {
    read.refuse(
      'ENJOURNAL_CLIENTS',
      `must name the clients that may ask for tokens ${because} (see docs/operation.md)`,
    );
  }
  refuseUnsafeClients(config.clients, read);
  refuseUnsafeLogin(config.login, config.baseUrl, read);
  if (config.citizens > 0)
    read.refuse('ENJOURNAL_CITIZENS', `must be 0 ${because}: synthetic citizens do not belong there`);
}

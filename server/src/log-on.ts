import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Actor } from './access/actor.ts';
import type { AccessLog } from './access/log.ts';
import { appRecords } from './app-records.ts';
import type { Client, Config } from './config/index.ts';
import type { Resource } from './fhir/resource.ts';
import { isEncrypted } from './http/app.ts';
import type { FhirRequest, FhirResponse } from './http/fhir/message.ts';
import { type DemoLogin, demoClientId, demoProviders, fetchHere, pathOf } from './identity/idp/index.ts';
import { type AppLog, createIdentity, type Identity } from './identity/index.ts';
import {
  type Ask,
  createLogin,
  type Guard,
  keysFrom,
  type Login,
  ownKeys,
  type ProviderId,
  RelyingParty,
  type SecurityLog,
} from './identity/login/index.ts';
import type { Queryable } from './record/index.ts';

type LogOnOptions = {
  config: Pick<Config, 'mode' | 'login' | 'limits' | 'tls' | 'trustedProxies'>;
  base: string;
  database: Queryable;
  access: AccessLog;
  log: Logger;
  guard: Guard;
  /** Whom the demo's providers know; asked for in demo mode only. */
  persons(): Promise<Record<ProviderId, DemoLogin[]>>;
  /** The gate, as requests from outside come to it. */
  send(request: FhirRequest): Promise<FhirResponse>;
  app: FastifyInstance;
};

/** How people log on and programs get tokens, put on the app. */
export async function openIdentity(
  options: LogOnOptions & { clients: readonly Client[] },
): Promise<{ login: Login; identity: Identity }> {
  const { config, base, clients, database, access, log, send, app } = options;
  const login = await openLogOn(options);
  const identity = await createIdentity({
    base,
    isDemo: config.mode === 'demo',
    clients,
    database,
    log,
    requestsPerMinute: config.limits.loginsPerMinute,
    login,
    records: appRecords(send),
    record: appLog(access),
  });
  await identity.routes(app);
  return { login, identity };
}

/** How people log on here: with the national providers, or in demo mode with ours in their place. */
async function openLogOn(options: LogOnOptions): Promise<Login> {
  const { config, base, database, access, log, app } = options;
  const isDemo = config.mode === 'demo';
  const addressFor = (request: FastifyRequest): string => (isDemo ? `${request.protocol}://${request.host}` : base);
  const here = fetchHere(() => app, base);
  const demoKeys = ownKeys(database);
  const { login } = config;

  const onClock = clockWatch(log);
  const national = (['helseid', 'idporten'] as const).flatMap((id) => {
    const known = login[id];
    if (known === undefined) return [];
    const { issuer, clientId, tenancy } = known;
    const key = () => keysFrom(known.keys).current();
    return [new RelyingParty({ id, issuer, clientId, key, tenancy, onClock, allowHttp: isDemo })];
  });
  const isStandIn = isDemo && !login.isOff;
  const standIns = (['helseid', 'idporten'] as const)
    .filter((id) => isStandIn && login[id] === undefined)
    .map((id) => {
      const issuer = `${base}${pathOf(id)}`;
      const fetch = here as never;
      const key = demoKeys.current;
      return new RelyingParty({ id, issuer, clientId: demoClientId, key, tenancy: 'multi', fetch, allowHttp: true });
    });
  if (standIns.length > 0) {
    const requestsPerMinute = config.limits.loginsPerMinute;
    const persons = await options.persons();
    const mount = await demoProviders({ base, persons, database, log, addressFor, requestsPerMinute, fetch: here });
    await mount(app);
  }

  const made = await createLogin({
    parties: [...national, ...standIns],
    database,
    limits: { idleMs: login.idleMs, absoluteMs: login.absoluteMs },
    keys: national.length > 0 ? keysFrom([...(login.helseid?.keys ?? []), ...(login.idporten?.keys ?? [])]) : demoKeys,
    guard: options.guard,
    security: securityLog(access, log),
    onFault: (error) => log.error({ err: error }, 'streams of sessions could not be looked at'),
    ask: askAs(logOnActor, options.send),
    addressFor,
    isEncrypted: isEncrypted(config),
    isDemo,
    requestsPerMinute: config.limits.loginsPerMinute,
  });
  await made.routes(app);
  return made;
}

/** The log-on is a system of its own: what it looks up stands in the log under its name. */
const logOnActor: Actor = Object.freeze({
  kind: 'system',
  id: 'client:enjournal-log-on',
  display: 'Log-on',
  clientId: 'enjournal-log-on',
  scopes: ['system/Practitioner.rs', 'system/PractitionerRole.rs', 'system/Organization.rs', 'system/Patient.rs'],
  loa: 4,
  purpose: 'HOPERAT',
});

function askAs(actor: Actor, send: LogOnOptions['send']): Ask {
  return async (type, query) => {
    const answer = await send({
      method: 'GET',
      path: [type],
      query: Object.entries(query),
      headers: {},
      body: { kind: 'none' },
      actor,
      signal: new AbortController().signal,
    });
    if (answer.body.kind !== 'text') throw new Error('a search was not answered with text');
    const { entry = [] } = JSON.parse(answer.body.text) as { entry?: { resource?: Resource }[] };
    return entry.flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
  };
}

function securityLog(access: AccessLog, log: Logger): SecurityLog {
  return async ({ event, outcome, actor, provider, failures, waitSeconds, cause }) => {
    const isGood = outcome === 'permit';
    if (!isGood && cause !== undefined) log.warn({ event, outcome, err: cause }, 'a log-on was refused');
    const told = { provider, failures, waitSeconds };
    await access.append({
      actor,
      interaction: event,
      decision: isGood ? 'permit' : `deny:${outcome}`,
      stream: 'security',
      detail: Buffer.from(JSON.stringify(told)).toString('base64'),
    });
  };
}

const mostAheadMs = 5_000;

/** Tokens of a provider whose clock is not ours are too old or from the future: whoever runs the server must know. */
function clockWatch(log: Logger): (aheadMs: number) => void {
  let toldAt = 0;
  return (aheadMs) => {
    if (Math.abs(aheadMs) < mostAheadMs || Date.now() - toldAt < 3_600_000) return;
    toldAt = Date.now();
    log.error({ aheadSeconds: Math.round(aheadMs / 1000) }, "the provider's clock differs from ours: check ours");
  };
}

/** What is told of apps and their tokens, for the security stream. */
function appLog(access: AccessLog): AppLog {
  return async ({ actor, event, outcome, detail = {} }) => {
    await access.append({
      actor,
      interaction: event,
      decision: outcome,
      stream: 'security',
      detail: Buffer.from(JSON.stringify(detail)).toString('base64'),
    });
  };
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { problem } from '../fhir/issue.ts';
import { outcomeOf } from '../fhir/outcome.ts';
import { takeBodiesAsBytes } from './body.ts';
import { type Health, serveHealth } from './health.ts';
import { type Metrics, measureRequests, routeOf } from './metrics.ts';
import { problemOf, statusOf } from './problem.ts';
import { refuseOnSocket } from './refusals.ts';
import { serveWeb } from './web.ts';

export type AppOptions = {
  config: Pick<Config, 'tls' | 'trustedProxies' | 'limits' | 'mode'>;
  log: Logger;
  metrics: Metrics;
  health: Health;
  /** Folder of the built web application. */
  webFolder: string;
};

/** The longest URL. A search with many ids in it fits; longer ones go by POST. */
const maxUrlLength = 32 * 1024;
const maxHeaderBytes = 64 * 1024;

/**
 * The HTTP server without its routes: limits, timeouts, logging, metrics, health, the web application, and problems told as
 * OperationOutcomes. Whoever adds routes registers them as a plugin. `closeGracefully` finishes requests in flight.
 */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, log, metrics, health } = options;
  const { limits } = config;
  const startedAs = randomBytes(4).toString('hex');
  let requests = 0;
  const app = fastify({
    ...serverOf(config.tls),
    logger: false, // ours tells less: no URL and no address
    genReqId: () => `${startedAs}-${(requests++).toString(36)}`,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    bodyLimit: limits.maxBundleBytes,
    requestTimeout: 300_000, // for a whole request to arrive: a large bundle on a slow line
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: false },
    exposeHeadRoutes: false,
    // a request may name the whole address, as to a proxy (RFC 9112, section 3.2.2)
    rewriteUrl: ({ url = '/' }) => (url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*(?=\/)/i, '')),
    clientErrorHandler: (error, socket) => refuseOnSocket(error, socket as Socket),
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply as FastifyReply),
  }) as unknown as FastifyInstance;

  takeBodiesAsBytes(app, limits.maxBundleBytes);
  const inFlight = limitRequests(app, limits.requestsInFlight);
  measureRequests(app, metrics, inFlight);
  logRequests(app, log);
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) => answerProblem(problem('absent', 'no-such-address'), request, reply));
  serveHealth(app, health);
  serveWeb(app, options.webFolder, isEncrypted(config));
  endGracefully(app, limits.shutdownMs, inFlight);
  return app;

  function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    const told = problemOf(error);
    if (told.kind === 'fault') {
      log.error({ requestId: request.id, route: routeOf(request), err: error }, 'a request failed by our fault');
    }
    const isForNow = told.kind === 'busy' || told.kind === 'unavailable';
    if (isForNow && !reply.hasHeader('retry-after')) reply.header('retry-after', '5');
    reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    const outcome = outcomeOf(told.issues);
    return reply.code(statusOf(told.kind)).type('application/fhir+json; charset=utf-8').send(JSON.stringify(outcome));
  }
}

export const isEncrypted = (config: Pick<Config, 'tls' | 'trustedProxies'>): boolean =>
  config.tls !== undefined || config.trustedProxies.length > 0;

function serverOf(tls: Config['tls']) {
  const common = { maxHeaderSize: maxHeaderBytes, headersTimeout: 30_000, connectionsCheckingInterval: 5_000 };
  if (tls === undefined) return { http: common };
  return {
    https: {
      ...common,
      cert: readFileSync(tls.certFile),
      key: readFileSync(tls.keyFile),
      minVersion: 'TLSv1.2' as const,
    },
  };
}

/** Refuses what is too long to be meant, and what is more than can be answered at once. Health is always answered. */
function limitRequests(app: FastifyInstance, most: number): () => number {
  let now = 0;
  app.addHook('onRequest', (request, reply, done) => {
    now += 1;
    reply.raw.once('close', () => {
      now -= 1;
    });
    if (hostsOf(request) > 1) {
      app.countRefused('host');
      done(problem('invalid', 'host-twice', { diagnostics: 'A request has one Host header.', code: 'structure' }));
      return;
    }
    if (request.raw.url !== undefined && request.raw.url.length > maxUrlLength) {
      app.countRefused('url');
      reply.code(414).type('application/fhir+json; charset=utf-8').send(JSON.stringify(urlTooLong));
      return;
    }
    if (now > most && !request.url.startsWith('/health/')) {
      app.countRefused('overload');
      done(problem('unavailable', 'overloaded', { diagnostics: 'The server has more requests than it can answer.' }));
      return;
    }
    done();
  });
  return () => now;
}

/** Node keeps the first of several and says nothing, a proxy may have gone by another. @source RFC 9112, section 3.2 */
const hostsOf = ({ raw }: FastifyRequest): number =>
  raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;

const urlTooLong = outcomeOf([
  {
    severity: 'error',
    code: 'too-long',
    key: 'url-too-long',
    diagnostics: 'The URL is too long. A search can be sent by POST to _search.',
  },
]);

/** One line for a request: what was asked (never of whom) and how it went. Good ones only at level `debug`. */
function logRequests(app: FastifyInstance, log: Logger): void {
  const slowMs = 1000;
  app.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const isAnswer = reply.statusCode < 400 && ms < slowMs;
    const isOrdinary = isAnswer || request.url.startsWith('/health/'); // which is asked every few seconds, and may say no
    if (!isOrdinary || log.isLevelEnabled('debug')) {
      const line = {
        requestId: request.id,
        method: request.method,
        route: routeOf(request),
        status: reply.statusCode,
        ms,
      };
      if (isOrdinary) log.debug(line, 'request');
      else if (reply.statusCode >= 500) log.error(line, 'request');
      else log.info(line, 'request');
    }
    done();
  });
}

/**
 * Shuts down: requests that have reached this machine are answered, also those that a busy server has not read yet, for
 * closing a connection with an unread request in it tells its client nothing of what became of that.
 */
export async function closeGracefully(app: FastifyInstance): Promise<void> {
  let arrived = 0;
  const count = () => {
    arrived += 1;
  };
  app.server.on('connection', count).on('request', count);
  const until = Date.now() + longestArrivalMs;
  // A turn of the loop accepts one waiting connection, a later one reads what it sent: on until some bring nothing.
  for (let quiet = 0, seen = 0; quiet < 4 && Date.now() < until; quiet = arrived === seen ? quiet + 1 : 0) {
    seen = arrived;
    await sleep(10);
  }
  await app.close();
}

const longestArrivalMs = 5_000;

/**
 * Streams that never end by themselves (live updates) end by `app.closing`; what hangs is cut off at the end of patience.
 * New requests are refused meanwhile. Node would cut off answers that are written but not yet sent, so closing waits for
 * these too.
 */
function endGracefully(app: FastifyInstance, patienceMs: number, inFlight: () => number): void {
  const closing = new AbortController();
  app.decorate('closing', closing.signal);
  app.addHook('preClose', async () => {
    const server = app.server as Server;
    closing.abort();
    const until = Date.now() + patienceMs;
    while (inFlight() > 0 && Date.now() < until) await sleep(5);
    if (inFlight() > 0) server.closeAllConnections();
    // A connection whose last answer has just gone out is kept alive by its client, and would keep us.
    const sweep = setInterval(() => server.closeIdleConnections(), 20);
    const last = setTimeout(() => server.closeAllConnections(), 1_000);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(last);
    });
  });
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the server begins to shut down. */
    closing: AbortSignal;
  }
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the server counts of itself, in Prometheus' form. Labels are routes and classes of status, never persons. */
export type Metrics = { registry: Registry };

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry };
}

/** Measures every request, and answers them at `/metrics` to those who come directly: a proxy has no business there. */
export function measureRequests(app: FastifyInstance, { registry }: Metrics, inFlight: () => number): void {
  const seconds = new Histogram({
    name: 'enjournal_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'enjournal_http_refused_total',
    help: 'Requests that were answered without being looked at, by reason',
    labelNames: ['reason'],
    registers: [registry],
  });
  new Gauge({
    name: 'enjournal_http_requests_in_flight',
    help: 'Requests being answered now',
    registers: [registry],
    collect() {
      this.set(inFlight());
    },
  });
  app.decorate('countRefused', (reason: string) => refused.inc({ reason }));

  // Looking a labelled child up costs more than the rest of this; there are only some hundred of them.
  const children = new Map<string, Histogram.Internal<string>>();
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    const key = `${request.method} ${status} ${route}`;
    let child = children.get(key);
    if (child === undefined) {
      child = seconds.labels(request.method, route, status);
      children.set(key, child);
    }
    child.observe(reply.elapsedTime / 1000);
    done();
  });

  app.get('/metrics', async (request, reply) => {
    if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined) {
      return reply.callNotFound();
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** How busy the connections to the database are: callers that wait mean that there are too few, or that it is slow. */
export function measureDatabase({ registry }: Metrics, load: () => { open: number; waiting: number }): void {
  new Gauge({
    name: 'enjournal_database_connections',
    help: 'Connections that are open, and callers that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { open, waiting } = load();
      this.set({ state: 'open' }, open);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}

/** Changes that the house could not follow up, and that wait for a person. */
export function measureLetters({ registry }: Metrics, feeds: () => Readonly<Record<string, number>>): void {
  new Gauge({
    name: 'enjournal_events_left',
    help: 'What happened and could not be followed up: a Task shows each, until a person has it tried again',
    labelNames: ['feed'],
    registers: [registry],
    collect() {
      for (const [feed, left] of Object.entries(feeds())) this.set({ feed }, left);
    },
  });
}

/** The pattern of the route, which says what was asked for and of whom nothing. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request that was refused before it was looked at. */
    countRefused(reason: string): void;
  }
}

import type { FastifyInstance } from 'fastify';

/** What a load balancer wants to know. */
export type Health = {
  /** Whether everything that the server stands on answers, by name. */
  check(): Promise<Record<string, boolean>>;
};

/** `/health/live`: the process answers. `/health/ready`: it can serve; not while it starts, stops or misses its database. */
export function serveHealth(app: FastifyInstance, health: Health): void {
  app.get('/health/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'up' }));

  app.get('/health/ready', async (_request, reply) => {
    const parts = await health.check();
    const isReady = !app.closing.aborted && Object.values(parts).every(Boolean);
    return reply
      .header('cache-control', 'no-store')
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not-ready', ...parts });
  });
}

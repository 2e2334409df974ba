import type { FastifyInstance } from 'fastify';
import type { Client } from '../config/index.ts';
import type { Queryable } from '../record/index.ts';
import { originsOf } from './apps/app.ts';
import { listApps } from './apps/registry.ts';

const believedMs = 10_000;
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const exposed =
  'ETag, Last-Modified, Location, Content-Location, WWW-Authenticate, DPoP-Nonce, X-Request-Id, Retry-After';
const requestable =
  'Authorization, DPoP, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist, If-Modified-Since, X-Purpose-Of-Use, X-Purpose-Text, X-On-Behalf-Of, X-Acting-For';

/**
 * Lets browsers at the origins of registered apps ask the FHIR API. Without credentials: such an app has a token, and a
 * session's cookie is for our own pages alone. Other origins are told nothing, so their browsers keep the answers from them.
 * @source Fetch Standard, section 3.2 (CORS protocol)
 */
export function allowOrigins(app: FastifyInstance, database: Queryable, clients: readonly Client[]): void {
  const own = clients.flatMap((client) =>
    originsOf({ redirectUris: client.redirectUris.filter((uri) => !uri.startsWith('{')) }),
  );
  let known: { origins: ReadonlySet<string>; at: number } | undefined;

  async function isKnown(origin: string): Promise<boolean> {
    if (known === undefined || known.at < Date.now() - believedMs) {
      const apps = await listApps(database);
      known = {
        origins: new Set([...own, ...apps.filter(({ isActive }) => isActive).flatMap(originsOf)]),
        at: Date.now(),
      };
    }
    return known.origins.has(origin);
  }

  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !request.url.startsWith('/fhir/')) return;
    if (request.url.startsWith('/fhir/.well-known/')) return;
    reply.header('vary', 'Origin');
    if (!(await isKnown(origin))) return;
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposed);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return;
    reply.header('access-control-allow-methods', methods).header('access-control-allow-headers', requestable);
    return reply.code(204).header('access-control-max-age', '600').send();
  });
}

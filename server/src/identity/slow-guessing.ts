import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { problem } from '../fhir/issue.ts';
import type { Login } from './login/index.ts';

const failures = [
  'grant.error',
  'pushed_authorization_request.error',
  'introspection.error',
  'revocation.error',
] as const;

const addresses = new WeakMap<object, string>();

/** Makes who tries secrets of clients at the token endpoint wait longer each time, and records it. */
export function slowGuessing(oauth: FastifyInstance, provider: Provider, login: Login): void {
  oauth.addHook('onRequest', async (request, reply) => {
    addresses.set(request.raw, request.ip); // the provider would believe any X-Forwarded-For
    const wait = request.method === 'POST' ? login.waitOfClient(request.ip) : 0;
    if (wait === 0) return;
    reply.header('retry-after', String(wait));
    throw problem('busy', 'too-many-failures', { diagnostics: 'Too many secrets were wrong. Wait, and try again.' });
  });
  const note = (ctx: KoaContextWithOIDC, error: { error?: string }) => {
    const address = addresses.get(ctx.req);
    if (error.error !== 'invalid_client' || address === undefined) return;
    login.refusedClient(address).catch((cause) => provider.emit('server_error', ctx, cause));
  };
  for (const event of failures) provider.on(event as 'grant.error', note as never);
}

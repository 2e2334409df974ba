import type { IncomingMessage } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Queryable } from '../record/index.ts';
import { type ConnectedOptions, connectedRoutes } from './authorize/connected.ts';
import { type AuthorizeOptions, authorizeRoutes } from './authorize/routes.ts';
import { mountedAt } from './provider.ts';
import { rememberAddress } from './slow-guessing.ts';
import { forgetSession } from './state.ts';

export type MountOptions = {
  provider: Provider;
  database: Queryable;
  /** Our address as this request's client knows it. */
  addressFor(request: FastifyRequest): string;
  /** From one network address. */
  requestsPerMinute: number;
  /** The pages of authorizations; absent where nobody logs on. */
  authorize:
    | (Omit<AuthorizeOptions, 'provider' | 'database' | 'forgetEarlierLogin'> & Omit<ConnectedOptions, 'database'>)
    | undefined;
};

/** Serves the authorization server under /oauth: oidc-provider's own endpoints, and the page where one logs in. */
export async function mountProvider(app: FastifyInstance, options: MountOptions): Promise<void> {
  const { provider, addressFor } = options;
  await app.register(rateLimit, { max: options.requestsPerMinute, timeWindow: 60_000 });
  app.addHook('onRequest', (request, reply, done) => {
    tellAddress(request.raw, addressFor(request));
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    reply.raw.setHeader('x-frame-options', 'DENY');
    reply.raw.setHeader('referrer-policy', 'no-referrer');
    done();
  });
  serveLogin(app, options);

  app.register(async (endpoints) => {
    // The provider reads the request itself.
    endpoints.removeAllContentTypeParsers();
    endpoints.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const callback = provider.callback();
    endpoints.all('/*', (request, reply) => {
      reply.hijack();
      const { raw } = request;
      rememberAddress(raw, request.ip);
      // It finds out where it is mounted by comparing the two.
      Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(mountedAt.length) });
      void callback(raw, reply.raw);
    });
  });
}

/** The provider makes addresses from these headers; what came from outside is replaced by what we know. */
export function tellAddress(raw: IncomingMessage, address: string): void {
  const { protocol, host } = new URL(address);
  raw.headers.host = host;
  raw.headers['x-forwarded-host'] = host;
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

type LoginRoute = { Params: { uid: string } };

function serveLogin(app: FastifyInstance, options: MountOptions): void {
  const { provider, database, authorize } = options;
  const authorization =
    authorize === undefined
      ? undefined
      : authorizeRoutes({
          ...authorize,
          provider,
          database,
          forgetEarlierLogin: (request, reply) => forgetEarlierLogin(options, request, reply),
        });
  if (authorize !== undefined) connectedRoutes(app, { ...authorize, database });
  app.route<LoginRoute>({
    method: ['GET', 'POST'],
    url: '/interaction/:uid',
    handler: async (request, reply) => {
      const interaction = await provider.interactionDetails(request.raw, reply.raw);
      if (authorization !== undefined) return authorization.serve(request, reply, interaction);
      const refused = { error: 'access_denied', error_description: 'nobody logs on here' };
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, refused), 303);
    },
  });

  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    // The login page was left open too long, or another browser was used.
    return reply.redirect(
      `${mountedAt}/auth/${encodeURIComponent((request.params as { uid?: string }).uid ?? '')}`,
      303,
    );
  });
}

/** Whoever logs in now is who it is, also when somebody else did so in this browser before. */
async function forgetEarlierLogin({ provider, database }: MountOptions, request: FastifyRequest, reply: FastifyReply) {
  const interaction = await provider.interactionDetails(request.raw, reply.raw);
  const uid = interaction.session?.uid;
  if (uid === undefined) return;
  await forgetSession(database, uid);
  delete interaction.session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

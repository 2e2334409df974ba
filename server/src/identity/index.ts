import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Actor } from '../access/actor.ts';
import type { Client } from '../config/index.ts';
import { problem } from '../fhir/issue.ts';
import type { Queryable } from '../record/index.ts';
import { loadKeys, publicKeys } from './keys.ts';
import { errorPage } from './login-page.ts';
import { mountProvider } from './mount.ts';
import type { Person } from './person.ts';
import { createProvider, mountedAt } from './provider.ts';
import { smartConfiguration } from './smart.ts';
import { sweepState } from './state.ts';
import { tokenVerifier } from './tokens.ts';

export type { Person } from './person.ts';

export type IdentityOptions = {
  /** Our address as clients know it, without a slash at the end. */
  base: string;
  /** Demo: the server is also what it was reached by (`localhost`, a machine's name), and demo persons may log in. */
  isDemo: boolean;
  clients: readonly Client[];
  /** Who can log in on the demo's login page. */
  persons: readonly Person[];
  database: Queryable;
  log: Pick<Logger, 'error'>;
  requestsPerMinute: number;
};

export type Identity = {
  /**
   * Who asks, by the request's bearer token; at once when the token was seen before.
   * @throws Problem unauthenticated; `reply` then carries the challenge.
   * @source RFC 6750, section 3
   */
  authenticate(request: FastifyRequest, reply: FastifyReply): Actor | Promise<Actor>;
  /** Adds `/oauth/…` and `/fhir/.well-known/smart-configuration`, which need no token. */
  routes(app: FastifyInstance): Promise<void>;
  close(): void;
};

const sweepEveryMs = 10 * 60_000;

/** Our own authorization server, and the check of the tokens it gives. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { base, isDemo, clients, database, log } = options;
  const persons = isDemo ? options.persons : [];
  const keys = await loadKeys(database);
  const provider = createProvider({ base, isDemo, clients, persons, keys, database, renderError: errorPage });
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'the authorization server failed'));
  const verifier = tokenVerifier(publicKeys(keys), provider.issuer, `${base}/fhir`);
  const sweep = setInterval(() => {
    sweepState(database).catch((error) => log.error({ err: error }, 'expired logins could not be swept'));
  }, sweepEveryMs).unref();

  const addressFor = (request: FastifyRequest): string => (isDemo ? `${request.protocol}://${request.host}` : base);

  return {
    authenticate(request, reply) {
      const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
      if (token === undefined) throw refused(reply, 'no-token', 'A bearer token is needed.');
      const verified = verifier.verify(token);
      return verified instanceof Promise ? verified.then((later) => actorOr(later, reply)) : actorOr(verified, reply);
    },
    async routes(app) {
      app.get('/fhir/.well-known/smart-configuration', async (request, reply) =>
        reply
          .header('access-control-allow-origin', '*')
          .type('application/json')
          .send(smartConfiguration(addressFor(request), provider.issuer)),
      );
      const { requestsPerMinute } = options;
      await app.register(
        (oauth) => mountProvider(oauth, { provider, persons, database, addressFor, requestsPerMinute }),
        {
          prefix: mountedAt,
        },
      );
    },
    close: () => clearInterval(sweep),
  };
}

function actorOr(verified: Actor | 'expired' | 'invalid', reply: FastifyReply): Actor {
  if (verified === 'expired') throw refused(reply, 'token-expired', 'The token has expired.');
  if (verified === 'invalid')
    throw refused(reply, 'token-invalid', 'The token is not one of ours, or is not for this server.');
  return verified;
}

function refused(reply: FastifyReply, key: string, diagnostics: string) {
  const detail = key === 'no-token' ? '' : `, error="invalid_token", error_description="${diagnostics}"`;
  reply.header('www-authenticate', `Bearer realm="Enjournal"${detail}`);
  return problem('unauthenticated', key, { diagnostics });
}

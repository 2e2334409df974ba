import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Actor } from '../access/actor.ts';
import type { Client } from '../config/index.ts';
import type { Queryable } from '../record/index.ts';
import { AppRules } from './app-rules.ts';
import { sweepGrants } from './apps/grants.ts';
import type { Records } from './authorize/records.ts';
import type { AppLog } from './authorize/routes.ts';
import { bearerCheck } from './bearer.ts';
import { allowOrigins } from './cors.ts';
import { loadKeys, publicKeys } from './keys.ts';
import type { Login } from './login/index.ts';
import { mountProvider } from './mount.ts';
import { Once } from './once.ts';
import { errorPage } from './page.ts';
import { Programs } from './programs.ts';
import { Proofs } from './proofs.ts';
import { createProvider, mountedAt } from './provider.ts';
import { Revoked } from './revoked.ts';
import { slowGuessing } from './slow-guessing.ts';
import { smartConfiguration, smartStyle } from './smart.ts';
import { sweepState } from './state.ts';
import { tokenVerifier } from './tokens.ts';

export type { Records } from './authorize/records.ts';
export type { AppLog } from './authorize/routes.ts';

export type IdentityOptions = {
  /** Our address as clients know it, without a slash at the end. */
  base: string;
  /** Demo: the server is also what it was reached by (`localhost`, a machine's name). */
  isDemo: boolean;
  clients: readonly Client[];
  database: Queryable;
  log: Pick<Logger, 'error'>;
  requestsPerMinute: number;
  /** Log-on and sessions of the web; absent where nobody logs on. */
  login?: Login;
  /** What the pages of an authorization look up; absent where nobody logs on. */
  records?: Records;
  /** The security stream of the log. */
  record?: AppLog;
};

export type Identity = {
  /**
   * Who asks, by the request's access token or the cookie of its session; at once when it is a bearer token, or a session,
   * that was seen before.
   * @throws Problem unauthenticated; `reply` then carries the challenge.
   */
  authenticate(request: FastifyRequest, reply: FastifyReply): Actor | Promise<Actor>;
  /** Takes a value of a token that may be used once, for so many seconds. @returns whether it was free */
  once(value: string, seconds: number): Promise<boolean>;
  /** Adds `/oauth/…` and `/fhir/.well-known/smart-configuration`, which need no token. */
  routes(app: FastifyInstance): Promise<void>;
  close(): void;
};

const sweepEveryMs = 10 * 60_000;

/** Our own authorization server, and the check of the tokens it gives. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { base, isDemo, clients, database, log, login } = options;
  const keys = await loadKeys(database);
  const once = new Once(database);
  const proofs = new Proofs(once, keys.nonce);
  const revoked = await Revoked.open(database, (error) => log.error({ err: error }, 'withdrawn tokens are not known'));
  const now = Date.now;
  const programs = new Programs(database, clients);
  const rules = new AppRules({ database, programs, now });
  const provider = createProvider({
    base,
    isDemo,
    clients,
    keys,
    database,
    once,
    programs,
    rules,
    revoked,
    verifier: () => verifier,
    renderError: errorPage,
  });
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'the authorization server failed'));
  const verifier = tokenVerifier(publicKeys(keys), provider.issuer, `${base}/fhir`, revoked);
  const sweep = setInterval(() => {
    Promise.all([sweepState(database), sweepGrants(database), once.sweep(), revoked.sweep(), login?.sweep()]).catch(
      (error) => log.error({ err: error }, 'expired logins could not be swept'),
    );
  }, sweepEveryMs).unref();

  const addressFor = (request: FastifyRequest): string => (isDemo ? `${request.protocol}://${request.host}` : base);
  const check = bearerCheck({ verifier, proofs, addressFor });
  const byToken = (request: FastifyRequest, reply: FastifyReply): Actor | Promise<Actor> => {
    const refused = (error: unknown) => {
      if (login === undefined) throw error;
      return login.refusedToken(request, reply, error);
    };
    try {
      const actor = check(request, reply);
      return actor instanceof Promise ? actor.catch(refused) : actor;
    } catch (error) {
      return refused(error);
    }
  };
  const record: AppLog = options.record ?? (async () => {});

  return {
    authenticate(request, reply) {
      // A request that brings a token means it: then a cookie that came along says nothing.
      if (request.headers.authorization !== undefined || login === undefined) return byToken(request, reply);
      const bySession = login.authenticate(request, reply);
      return bySession instanceof Promise
        ? bySession.then((actor) => actor ?? byToken(request, reply))
        : (bySession ?? byToken(request, reply));
    },
    once: (value, seconds) => once.take('cds', value, seconds),
    async routes(app) {
      app.get('/fhir/.well-known/smart-configuration', async (request, reply) =>
        reply
          .header('access-control-allow-origin', '*')
          .type('application/json')
          .send(smartConfiguration(addressFor(request), provider.issuer)),
      );
      app.get('/oauth/smart-style.json', async (_request, reply) =>
        reply
          .header('access-control-allow-origin', '*')
          .header('cache-control', 'public, max-age=86400')
          .send(smartStyle),
      );
      allowOrigins(app, database, clients);
      const { requestsPerMinute, records } = options;
      const pages = { login, records, record, programs, revoked, fhirBase: `${base}/fhir`, guardKey: keys.nonce, now };
      const authorize = login === undefined || records === undefined ? undefined : { ...pages, login, records };
      await app.register(
        async (oauth) => {
          if (login !== undefined) slowGuessing(provider, login);
          await mountProvider(oauth, { provider, database, addressFor, requestsPerMinute, authorize });
        },
        { prefix: mountedAt },
      );
    },
    close() {
      clearInterval(sweep);
      revoked.close();
    },
  };
}

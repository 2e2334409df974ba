import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { Problem, problem } from '../../fhir/issue.ts';
import { type Queryable, secretOf } from '../../record/index.ts';
import { actorOf, nobody } from './actor.ts';
import type { ClientKeys } from './client-keys.ts';
import { cookiesOf } from './cookies.ts';
import { type Ask, directoryIn } from './directory.ts';
import type { Guard } from './guard.ts';
import { LogOn } from './log-on.ts';
import { OpenStreams } from './open-streams.ts';
import type { RelyingParty } from './relying-party.ts';
import { localPlace } from './return-to.ts';
import { loginRoutes } from './routes.ts';
import { refuseOtherSites } from './same-site.ts';
import type { SecurityLog } from './security-log.ts';
import type { LoginSession } from './session.ts';
import { type Held, type SessionLimits, Sessions } from './sessions.ts';

export { keysFrom, ownKeys } from './client-keys.ts';
export type { Ask } from './directory.ts';
export { type Guard, guardAgainstGuessing } from './guard.ts';
export { RelyingParty } from './relying-party.ts';
export type { SecurityLog } from './security-log.ts';
export type { LoginSession, ProviderId } from './session.ts';

export type LoginOptions = {
  /** The national providers that people log on with; none: nobody logs on. */
  parties: readonly RelyingParty[];
  database: Queryable;
  limits: SessionLimits;
  keys: ClientKeys;
  guard: Guard;
  security: SecurityLog;
  /** Told of failures that concern no request. */
  onFault(error: unknown): void;
  /** Looks up who somebody is, by the gate. */
  ask: Ask;
  addressFor(request: FastifyRequest): string;
  isEncrypted: boolean;
  isDemo: boolean;
  /** Log-ons from one network address. */
  requestsPerMinute: number;
  now?: () => number;
};

/** Log-on and the sessions of the web. */
export type Login = {
  /** The session of the request's cookie, whatever its state; undefined when there is none. */
  sessionOf(request: FastifyRequest): Promise<LoginSession | undefined>;
  /** Where to send a browser so that its user logs on, chooses an employment, opens what is locked, and comes back. */
  startLoginAt(returnTo: string): string;
  /** Who an open session's request comes from; undefined when it brings no cookie. @throws Problem */
  authenticate(request: FastifyRequest, reply: FastifyReply): Actor | undefined | Promise<Actor | undefined>;
  /**
   * A token was refused: records it, and makes who goes on guessing wait longer each time.
   * @throws Problem what the client is told: the refusal, or that it has to wait
   */
  refusedToken(request: FastifyRequest, reply: FastifyReply, refusal: unknown): Promise<never>;
  /** A client did not show who it is: recorded, and slowed down. */
  refusedClient(address: string): Promise<void>;
  /** Seconds that clients at this network address have to wait before they may try again. */
  waitOfClient(address: string): Promise<number>;
  /** Adds `/login/…`. */
  routes(app: FastifyInstance): Promise<void>;
  sweep(): Promise<void>;
};

/** Refusals that mean that somebody holds what was not given to them; a token that has merely expired does not. */
const guesses: ReadonlySet<string> = new Set(['token-invalid', 'token-bound', 'proof-invalid', 'proof-replayed']);

export async function createLogin(options: LoginOptions): Promise<Login> {
  const { database, addressFor } = options;
  const cookies = cookiesOf(options.isEncrypted);
  const sessions = new Sessions(database, options.limits, options.now);
  const secret = await secretOf(database, 'human');
  const deviceSecret = await secretOf(database, 'device');
  const logOn = new LogOn({ database, sessions, directory: directoryIn(options.ask, options.now), secret });

  const streams = new OpenStreams(sessions, options.onFault);

  function actorIn(session: Held | undefined, request: FastifyRequest, reply: FastifyReply): Actor {
    if (session?.state === 'open') {
      if (request.headers.accept?.includes('text/event-stream')) streams.watch(session, reply.raw);
      return actorOf(session);
    }
    reply.header('www-authenticate', 'Bearer realm="Enjournal"');
    if (session === undefined)
      throw problem('unauthenticated', 'session-over', { diagnostics: 'The session is over.' });
    if (session.state === 'locked') {
      throw problem('unauthenticated', 'session-locked', { diagnostics: 'The session is locked.' });
    }
    throw problem('unauthenticated', 'no-employment-chosen', { diagnostics: 'No employment has been chosen yet.' });
  }

  return {
    async sessionOf(request) {
      const held = cookies.session(request);
      return held === undefined ? undefined : sessions.find(held);
    },
    startLoginAt: (returnTo) => `/login?return_to=${encodeURIComponent(localPlace(returnTo))}`,
    authenticate(request, reply) {
      const held = cookies.session(request);
      if (held === undefined) return undefined;
      refuseOtherSites(request, addressFor(request));
      const session = sessions.find(held);
      return session instanceof Promise
        ? session.then((later) => actorIn(later, request, reply))
        : actorIn(session, request, reply);
    },
    async refusedToken(request, reply, refusal) {
      const isGuess = refusal instanceof Problem && guesses.has(refusal.issues[0]?.key ?? '');
      if (!isGuess) throw refusal;
      const client = `token ${request.ip}`;
      const wait = await options.guard.waitOf(client);
      if (wait > 0) {
        reply.header('retry-after', String(wait));
        throw problem('busy', 'too-many-failures', {
          diagnostics: 'Too many tokens were refused. Wait, and try again.',
        });
      }
      const { failures, waitSeconds } = await options.guard.failed(client);
      await options.security({ event: 'token', outcome: 'invalid', actor: nobody, failures, waitSeconds });
      throw refusal;
    },
    async refusedClient(address) {
      const { failures, waitSeconds } = await options.guard.failed(`client ${address}`);
      await options.security({ event: 'token', outcome: 'invalid-client', actor: nobody, failures, waitSeconds });
    },
    waitOfClient: (address) => options.guard.waitOf(`client ${address}`),
    async routes(app) {
      const parties = new Map(options.parties.map((party) => [party.id, party]));
      const { limits, keys, guard, security, isDemo, requestsPerMinute } = options;
      await app.register(
        (login) =>
          loginRoutes(login, {
            parties,
            sessions,
            limits,
            deviceSecret,
            logOn,
            keys,
            cookies,
            guard,
            security,
            addressFor,
            isDemo,
            requestsPerMinute,
          }),
        { prefix: '/login' },
      );
    },
    async sweep() {
      await Promise.all([sessions.sweep(), logOn.sweep(), options.guard.sweep()]);
    },
  };
}

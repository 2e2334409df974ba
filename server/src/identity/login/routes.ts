import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../../fhir/issue.ts';
import { languageOf } from '../words.ts';
import { actorOf, nobody } from './actor.ts';
import type { ClientKeys } from './client-keys.ts';
import type { Cookies } from './cookies.ts';
import { deviceOf } from './device.ts';
import type { Guard } from './guard.ts';
import type { LogOn } from './log-on.ts';
import { LogOnRefused } from './profiles.ts';
import type { RelyingParty, Tokens } from './relying-party.ts';
import { localPlace } from './return-to.ts';
import { refuseOtherSites } from './same-site.ts';
import { digestOf } from './seal.ts';
import type { SecurityLog } from './security-log.ts';
import type { ProviderId } from './session.ts';
import type { Held, SessionLimits, Sessions } from './sessions.ts';
import { toldSession } from './told.ts';

export type LoginRoutesOptions = {
  parties: ReadonlyMap<ProviderId, RelyingParty>;
  sessions: Sessions;
  limits: SessionLimits;
  /** See toldSession. */
  deviceSecret: string;
  logOn: LogOn;
  keys: ClientKeys;
  cookies: Cookies;
  guard: Guard;
  security: SecurityLog;
  /** Our address as this request's browser knows it. */
  addressFor(request: FastifyRequest): string;
  /** The demo's providers are in this process: their pages are asked for at the address that the browser uses. */
  isDemo: boolean;
  /** Log-ons that may be begun or finished from one network address. */
  requestsPerMinute: number;
};

type Asked = { Querystring: Record<string, string | undefined>; Params: { provider?: string; id?: string } };

/** The web's own back end: `/login/…`. */
export async function loginRoutes(app: FastifyInstance, options: LoginRoutesOptions): Promise<void> {
  const { parties, sessions, limits, deviceSecret, logOn, cookies, guard, security, addressFor } = options;

  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    reply.header('x-content-type-options', 'nosniff');
  });

  await app.register(rateLimit, { global: false });
  // Each asks the provider something, and leaves a row: no flood of them goes on to either.
  const limited = { config: { rateLimit: { max: options.requestsPerMinute, timeWindow: 60_000 } } };

  const partyOf = (id: string | undefined): RelyingParty => {
    const party = parties.get(id as ProviderId);
    if (party === undefined) throw problem('absent', 'no-such-provider', { diagnostics: 'Nobody logs on that way.' });
    return party;
  };

  async function heldBy(request: FastifyRequest): Promise<{ secret: string; session: Held } | undefined> {
    const secret = cookies.session(request);
    const session = secret === undefined ? undefined : await sessions.find(secret);
    return secret === undefined || session === undefined ? undefined : { secret, session };
  }

  /** The session of a request from our own pages. @throws Problem */
  async function ours(request: FastifyRequest): Promise<{ secret: string; session: Held }> {
    refuseOtherSites(request, addressFor(request));
    const held = await heldBy(request);
    if (held === undefined) throw problem('unauthenticated', 'no-session', { diagnostics: 'Nobody is logged on.' });
    return held;
  }

  const keep = (reply: FastifyReply, secret: string, session: Held) =>
    cookies.keepSession(reply, secret, Math.max(1, Math.floor((session.endsAt - Date.now()) / 1000)));

  const told = (held: { session: Held } | undefined) => toldSession(held?.session, { parties, limits, deviceSecret });

  app.get<Asked>('/', async (request, reply) =>
    // The door is a page of the web application, which knows the languages and both ways in.
    reply.redirect(`/?return_to=${encodeURIComponent(localPlace(request.query.return_to))}`, 303),
  );

  app.get<Asked>('/start', limited, async (request, reply) => {
    const returnTo = localPlace(request.query.return_to);
    const held = await heldBy(request);
    const unlocks = request.query.unlock !== undefined && held?.session.state === 'locked' ? held.session : undefined;
    const party = partyOf(unlocks?.provider ?? request.query.provider ?? [...parties.keys()][0]);
    const wait = await guard.waitOf(`log-on ${request.ip}`);
    if (wait > 0) return backWith(reply, 'wait', returnTo);
    const address = addressFor(request);
    try {
      const begun = await logOn.begin(party, {
        redirectUri: `${address}/login/callback/${party.id}`,
        language: languageOf(request.query.lang, request.headers['accept-language']),
        returnTo,
        ...(unlocks === undefined ? {} : { unlocks }),
      });
      cookies.keepAttempt(reply, begun.state, begun.secret, begun.seconds);
      const { url } = begun;
      return reply.redirect(options.isDemo ? `${address}${url.pathname}${url.search}` : url.href, 303);
    } catch (error) {
      if (!(error instanceof LogOnRefused)) throw error;
      await security({ event: 'log-on', outcome: error.failure, actor: nobody, provider: party.id, cause: error });
      return backWith(reply, error.failure, returnTo);
    }
  });

  app.get<Asked>('/callback/:provider', limited, async (request, reply) => {
    const party = partyOf(request.params.provider);
    const state = request.query.state ?? '';
    const secret = cookies.attempt(request, state);
    if (secret !== undefined) cookies.dropAttempt(reply, state);
    const before = await heldBy(request);
    const outcome = await logOn.finish(party, {
      cameTo: new URL(request.url, addressFor(request)),
      secret,
      locked: before?.session.state === 'locked' ? before.session : undefined,
      device: deviceOf(request.headers['user-agent']),
    });
    if (outcome.kind === 'refused') {
      const { failure, provider, cause } = outcome;
      const client = `log-on ${request.ip}`;
      const { failures, waitSeconds } =
        failure === 'cancelled' ? { failures: 0, waitSeconds: 0 } : await guard.failed(client);
      const actor = before === undefined ? nobody : actorOf(before.session);
      await security({ event: 'log-on', outcome: failure, actor, provider, failures, waitSeconds, cause });
      return backWith(reply, failure, outcome.returnTo);
    }
    await guard.succeeded(`log-on ${request.ip}`);
    const { session } = outcome;
    // Whoever was here before in this browser is no longer.
    if (before !== undefined && !outcome.isUnlocked) await sessions.end(before.session.id);
    await security({
      event: outcome.isUnlocked ? 'unlock' : 'log-on',
      outcome: 'permit',
      actor: actorOf(session),
      provider: party.id,
    });
    keep(reply, outcome.secret, session);
    const isChoosing = session.state === 'choosing';
    return reply.redirect(isChoosing ? `/?return_to=${encodeURIComponent(outcome.returnTo)}` : outcome.returnTo, 303);
  });

  app.get('/session', async (request) => {
    refuseOtherSites(request, addressFor(request));
    return told(await heldBy(request));
  });

  app.post('/activity', async (request) => {
    const { secret } = await ours(request);
    const session = await sessions.touch(secret);
    return told(session && { session });
  });

  app.post('/lock', async (request) => {
    const { secret, session: before } = await ours(request);
    const session = await sessions.lock(secret);
    if (before.state === 'open') await security({ event: 'lock', outcome: 'permit', actor: actorOf(before) });
    return told(session && { session });
  });

  app.post('/role', async (request, reply) => {
    const { secret, session } = await ours(request);
    const asked = (bodyOf(request) as { practitionerRole?: unknown }).practitionerRole;
    const employment =
      session.who.kind === 'staff' ? session.who.employments.find(({ id }) => id === asked) : undefined;
    if (session.state === 'locked') throw problem('unauthenticated', 'session-locked', { diagnostics: 'Locked.' });
    if (employment === undefined) {
      throw problem('rule', 'no-such-employment', { diagnostics: 'This is none of the employments to choose from.' });
    }
    const tokens = (await sessions.tokensOf<Tokens>(secret)) as Tokens;
    let next: string | undefined;
    try {
      next = await sessions.choose(secret, employment.id, await partyOf(session.provider).actFor(employment, tokens));
    } catch (error) {
      if (!(error instanceof LogOnRefused)) throw error;
      await security({ event: 'role', outcome: error.failure, actor: actorOf(session), cause: error });
      if (error.failure === 'unreachable') {
        throw problem('unavailable', 'provider-unreachable', { diagnostics: 'The provider cannot be reached.' });
      }
      throw problem('forbidden', 'organisation-refused', {
        diagnostics: 'The provider does not let you act for this organisation.',
      });
    }
    const changed = next === undefined ? undefined : await sessions.find(next);
    if (next === undefined || changed === undefined) {
      throw problem('conflict', 'session-changed', { diagnostics: 'The session has changed meanwhile.' });
    }
    keep(reply, next, changed);
    await security({ event: 'role', outcome: 'permit', actor: actorOf(changed) });
    return told({ session: changed });
  });

  app.post('/logout', async (request, reply) => {
    const { session } = await ours(request);
    const isEverywhere = (bodyOf(request) as { everywhere?: unknown }).everywhere === true;
    const party = parties.get(session.provider);
    await (isEverywhere ? sessions.endAllOf(session.human) : sessions.end(session.id));
    cookies.dropSession(reply);
    await security({
      event: isEverywhere ? 'log-out-everywhere' : 'log-out',
      outcome: 'permit',
      actor: actorOf(session),
    });
    // That the provider cannot be reached keeps nobody logged on here.
    const next = await party?.endSessionAt(`${addressFor(request)}/`).catch(() => undefined);
    const address = options.isDemo && next !== undefined ? `${next.pathname}${next.search}` : next?.href;
    return { next: address ?? null };
  });

  app.get('/sessions', async (request) => {
    const { session } = await ours(request);
    const all = session.state === 'locked' ? [] : await sessions.listOf(session.human);
    return { sessions: all.map((one) => ({ ...one, isThis: one.id === session.id })) };
  });

  app.delete<Asked>('/sessions/:id', async (request, reply) => {
    const { session } = await ours(request);
    if (session.state === 'locked') throw problem('unauthenticated', 'session-locked', { diagnostics: 'Locked.' });
    const ended = await sessions.endOf(session.human, request.params.id ?? '');
    if (ended === 0) throw problem('absent', 'no-such-session', { diagnostics: 'You have no such session.' });
    await security({ event: 'log-out', outcome: 'permit', actor: actorOf(session) });
    return reply.code(204).send();
  });

  app.get('/jwks', async (_request, reply) =>
    reply.type('application/jwk-set+json').send(JSON.stringify(await options.keys.published())),
  );

  app.post<Asked>('/backchannel/:provider', limited, async (request, reply) => {
    const party = partyOf(request.params.provider);
    const token = new URLSearchParams(String(request.body ?? '')).get('logout_token') ?? '';
    try {
      await sessions.endByProvider(party.id, digestOf(await party.endedBy(token)));
      return reply.code(200).send();
    } catch (error) {
      await guard.failed(`log-on ${request.ip}`);
      await security({
        event: 'provider-log-out',
        outcome: 'invalid',
        actor: nobody,
        provider: party.id,
        cause: error,
      });
      return reply.code(400).send({ error: 'invalid_request' });
    }
  });

  app.get<Asked>('/frontchannel/:provider', async (request, reply) => {
    const party = partyOf(request.params.provider);
    const { iss, sid } = request.query;
    // Nothing but the name of its session shows who asks, and nobody but the provider and its user knows that.
    if (iss === party.issuer && sid !== undefined) await sessions.endByProvider(party.id, digestOf(sid));
    return reply
      .header('content-security-policy', `default-src 'none'; frame-ancestors ${new URL(party.issuer).origin}`)
      .type('text/html; charset=utf-8')
      .send('<!doctype html><title>OK</title>');
  });
}

/** Back to the door, which says why. */
const backWith = (reply: FastifyReply, reason: string, returnTo: string) =>
  reply.redirect(`/?log-on=${reason}&return_to=${encodeURIComponent(returnTo)}`, 303);

function bodyOf(request: FastifyRequest): object {
  const text = String(request.body ?? '');
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw problem('invalid', 'bad-json', { diagnostics: 'The body must be JSON.' });
  }
}

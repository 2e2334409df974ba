import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Names of our cookies. `__Host-` makes a browser refuse one that another host or path, or plain http, has set. A demo on
 * plain http has to do without the prefix, for there browsers refuse the name itself.
 */
export type Cookies = {
  session(request: FastifyRequest): string | undefined;
  keepSession(reply: FastifyReply, secret: string, seconds: number): void;
  dropSession(reply: FastifyReply): void;
  attempt(request: FastifyRequest, state: string): string | undefined;
  keepAttempt(reply: FastifyReply, state: string, secret: string, seconds: number): void;
  dropAttempt(reply: FastifyReply, state: string): void;
};

/** `isEncrypted`: browsers come by https. */
export function cookiesOf(isEncrypted: boolean): Cookies {
  const prefix = isEncrypted ? '__Host-enjournal' : 'enjournal';
  const sessionName = `${prefix}-session`;
  // Each log-on under way has one of its own, so that two tabs can log on side by side.
  const attemptName = (state: string) => `${prefix}-logon-${state.slice(0, 12)}`;
  const set = (reply: FastifyReply, name: string, value: string, seconds: number) =>
    reply.header(
      'set-cookie',
      // Lax: the way back from the provider, and an app's way to its log-on, are navigations from other sites.
      `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isEncrypted ? '; Secure' : ''}`,
    );
  return {
    session: (request) => cookieOf(request, sessionName),
    keepSession: (reply, secret, seconds) => void set(reply, sessionName, secret, seconds),
    dropSession: (reply) => void set(reply, sessionName, '', 0),
    attempt: (request, state) => cookieOf(request, attemptName(state)),
    keepAttempt: (reply, state, secret, seconds) => void set(reply, attemptName(state), secret, seconds),
    dropAttempt: (reply, state) => void set(reply, attemptName(state), '', 0),
  };
}

/** The value of a cookie of ours: base64url, so anything else is not ours. Sent twice, it is nobody's. */
function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .filter(([key]) => key === name);
  const value = found.length === 1 ? found[0]?.[1] : undefined;
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}

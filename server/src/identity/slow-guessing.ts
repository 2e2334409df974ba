import type { IncomingMessage } from 'node:http';
import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Login } from './login/index.ts';

const guarded = new Set(['token', 'introspection', 'revocation', 'pushed_authorization_request']);

const failures = [
  'grant.error',
  'pushed_authorization_request.error',
  'introspection.error',
  'revocation.error',
] as const;

/** Too many failures of this client from this network address: it has to wait before it is looked at again. */
class TooManyFailures extends errors.OIDCProviderError {
  override error_description: string;
  constructor(seconds: number) {
    super(429, 'slow_down');
    this.error_description = `too many failures: try again in ${seconds} seconds`;
  }
}

const addresses = new WeakMap<IncomingMessage, string>();

/** From where a request that is handed to the library came: the library would believe any X-Forwarded-For. */
export function rememberAddress(raw: IncomingMessage, address: string): void {
  addresses.set(raw, address);
}

/**
 * Makes who guesses secrets and assertions of clients wait longer each time, and records it. Counted by client and network
 * address together: nobody can keep another's client from its work, and a client that fails does not hold up the others
 * behind the same address. Names that are no client's count as one. Codes and refresh tokens cannot be guessed, and those of
 * many users that have expired must not hold up their app.
 */
export function slowGuessing(provider: Provider, login: Login): void {
  const tried = new WeakMap<object, string>();
  /** Failures that are being counted: whoever comes next waits until they are, however quick they are. */
  const counting = new Map<string, Promise<void>>();
  const clients = provider.Client as unknown as { find(id: string): Promise<unknown> };
  const find = clients.find.bind(clients);
  clients.find = async (id) => {
    const client = await find(id);
    const ctx = Provider.ctx as KoaContextWithOIDC | undefined;
    const address = ctx === undefined ? undefined : addresses.get(ctx.req);
    if (ctx === undefined || address === undefined || !guarded.has(ctx.oidc.route)) return client;
    const key = `${address} ${client === undefined ? '' : id}`;
    tried.set(ctx, key);
    await counting.get(key);
    const wait = await login.waitOfClient(key);
    if (wait === 0) return client;
    ctx.set('retry-after', String(wait));
    throw new TooManyFailures(wait);
  };

  const note = (ctx: KoaContextWithOIDC, { error, statusCode }: { error?: string; statusCode?: number }) => {
    const key = tried.get(ctx);
    if (error !== 'invalid_client' || key === undefined || statusCode === 429) return;
    const counted = Promise.all([counting.get(key), login.refusedClient(key)])
      .then(() => undefined)
      .catch((cause: unknown) => void provider.emit('server_error', ctx, cause))
      .finally(() => {
        if (counting.get(key) === counted) counting.delete(key);
      });
    counting.set(key, counted);
  };
  for (const event of failures) provider.on(event as 'grant.error', note as never);
}

import Provider, { type ClientMetadata, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Client } from '../config/index.ts';
import { sessionScopes } from '../fhir/smart-scope.ts';
import type { Queryable } from '../record/index.ts';
import { appClients, isOriginOf, secretToCompare } from './app-clients.ts';
import { type AppRules, tokenClaims } from './app-rules.ts';
import { endTokens } from './apps/endings.ts';
import { assertionAlgorithms, clockToleranceSeconds, fetchKeys, refuseLooseAssertion } from './client-keys.ts';
import { accessTokenAlgorithm, idTokenAlgorithm, type Keys } from './keys.ts';
import type { Once } from './once.ts';
import type { Program, Programs } from './programs.ts';
import { proofAlgorithms } from './proofs.ts';
import type { Revoked } from './revoked.ts';
import { stateIn } from './state.ts';
import { tokenAnswers } from './token-answers.ts';
import type { TokenVerifier } from './tokens.ts';

export type ProviderOptions = {
  /** Our address as clients know it. */
  base: string;
  clients: readonly Client[];
  keys: Keys;
  database: Queryable;
  programs: Programs;
  rules: AppRules;
  /** Checks our own access tokens, when a client asks about one. */
  verifier: () => TokenVerifier;
  revoked: Revoked;
  /** Where ids of assertions and proofs are taken, so that none is used twice. */
  once: Once;
  /** Demo: a client that is sent back to this server itself may be sent to whatever name it was reached by. */
  isDemo: boolean;
  renderError(problem: { error: string; description: string | undefined }): string;
};

export const mountedAt = '/oauth';

const hour = 3600;
/** As long as a long day at work; then one logs in again. */
const workday = 12 * hour;

/** The OAuth 2.0 and OpenID Connect rules by which our own authorization server gives tokens. */
export function createProvider(options: ProviderOptions): Provider {
  const { base, clients, keys, isDemo, once, programs, rules, revoked, database } = options;
  const fhirBase = `${base}/fhir`;
  const clientOf = (id: string | undefined) => clients.find((client) => client.id === id);

  const isApp = (id: string) => clientOf(id) === undefined;
  const isUs = (ctx: KoaContextWithOIDC, address: string) =>
    address === fhirBase || (isDemo && address === `${ctx.protocol}://${ctx.host}/fhir`);
  const timeLeft = (ctx: KoaContextWithOIDC) => {
    const grant = rules.grantKnown(ctx);
    return grant === undefined ? hour : Math.min(hour, rules.secondsLeft(grant));
  };

  const { Prompt, Check } = interactionPolicy;
  const policy = interactionPolicy.base();
  // What is asked of whom depends on the app, the organisation and the person: authorize/ asks it on one page.
  policy.remove('consent');
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  const unanswered = (ctx: KoaContextWithOIDC) =>
    (ctx.oidc.result as { consent?: unknown } | undefined)?.consent === undefined;
  policy.get('login')?.checks.add(new Check('authorize', 'nobody has been asked yet', unanswered));

  /** What of the request's scopes this client may have. */
  async function recordScopes(ctx: KoaContextWithOIDC, clientId: string): Promise<string> {
    const { params } = ctx.oidc;
    const asked = String(params?.scope ?? '')
      .split(' ')
      .filter(Boolean);
    if (params?.grant_type === 'client_credentials') return systemScopes(ctx, clientId, asked);
    const grant = await rules.grantIn(ctx);
    return (grant === undefined ? await rules.askable(clientId, asked) : await rules.scopesOf(grant)).join(' ');
  }

  async function systemScopes(ctx: KoaContextWithOIDC, clientId: string, asked: string[]): Promise<string> {
    const program = await programs.find(clientId);
    const given = program === undefined ? [] : await rules.systemScopes(program, asked);
    if (given.length === 0) {
      throw new errors.InvalidScope('none of the scopes may be given to this client', asked.join(' '));
    }
    // What was asked for may have become narrower.
    if (ctx.oidc.params !== undefined) ctx.oidc.params.scope = given.join(' ');
    return given.join(' ');
  }

  const state = stateIn(database);
  const provider = new Provider(`${base}${mountedAt}`, {
    adapter: (model) => (model === 'Client' ? appClients(database) : state(model)),
    clients: clients.map((client) => metadataOf(client, base)),
    clientDefaults: { id_token_signed_response_alg: idTokenAlgorithm },
    jwks: keys.signing as never,
    cookies: {
      keys: keys.cookies,
      names: { session: 'enjournal_login', interaction: 'enjournal_interaction', resume: 'enjournal_resume' },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: mountedAt },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    scopes: [...sessionScopes],
    claims: { openid: ['sub'], profile: ['name', 'role', 'organization', 'organization_id'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none'],
    assertJwtClientAuthClaimsAndHeader: refuseLooseAssertion,
    fetch: fetchKeys(isDemo),
    clockTolerance: clockToleranceSeconds,
    enabledJWA: {
      clientAuthSigningAlgValues: [...assertionAlgorithms],
      dPoPSigningAlgValues: [...proofAlgorithms] as never,
      idTokenSigningAlgValues: [idTokenAlgorithm],
      userinfoSigningAlgValues: [idTokenAlgorithm],
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    interactions: { policy, url: (_ctx, interaction) => `${mountedAt}/interaction/${interaction.uid}` },
    clientBasedCORS: (_ctx, origin, client) => isOriginOf(origin, client),
    extraParams: { aud: audienceCheck(isApp, isUs), launch: null, enjournal_scope: keepAskedScope } as never,
    ttl: {
      AccessToken: hour,
      ClientCredentials: hour,
      AuthorizationCode: 60,
      IdToken: hour,
      Interaction: hour,
      Session: workday,
      Grant: workday,
      RefreshToken: (ctx) => {
        const grant = rules.grantKnown(ctx);
        return grant === undefined ? workday : rules.secondsLeft(grant);
      },
    },
    issueRefreshToken: async (_ctx, client, code) => {
      if (!client.grantTypeAllowed('refresh_token')) return false;
      return code.scopes.has('offline_access') || code.scopes.has('online_access');
    },
    // Another person who logs in in the same browser does not throw the first one out of an open tab.
    expiresWithSession: async () => false,
    rotateRefreshToken: true,
    findAccount: async (ctx, sub, token) => {
      const grant = await rules.grantIn(ctx, token as { grantId?: string } | undefined);
      // An earlier log-on in this browser: who is there now is found out on the page.
      if (grant === undefined)
        return token === undefined ? { accountId: sub, claims: async () => ({ sub }) } : undefined;
      if (grant.person !== sub || !(await rules.holds(grant))) return undefined;
      return { accountId: sub, claims: async () => ({ ...grant.claims, sub }) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, params, result } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const { consent } = (result ?? {}) as { consent?: { grantId?: string } };
      if (consent?.grantId === undefined) return undefined;
      const granted = await rules.grantIn(ctx);
      // What was agreed to may be narrower than what was asked for.
      if (granted !== undefined && params !== undefined) params.scope = granted.scopes.join(' ');
      return ctx.oidc.provider.Grant.find(consent.grantId);
    },
    extraTokenClaims: async (ctx, token) => {
      if (token.kind === 'AccessToken') {
        const grant = await rules.grantIn(ctx, token);
        return grant === undefined ? undefined : tokenClaims(grant);
      }
      return systemClaims(await programs.find(String(token.clientId)), clientOf(token.clientId));
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      rpInitiatedLogout: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: keys.nonce },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => fhirBase,
        useGrantedResource: () => true,
        getResourceServerInfo: async (ctx, resource, client) => {
          if (resource.replace(/\/$/, '') !== fhirBase) throw new errors.InvalidTarget();
          return {
            audience: fhirBase,
            scope: await recordScopes(ctx, client.clientId),
            accessTokenFormat: 'jwt',
            accessTokenTTL: timeLeft(ctx),
            jwt: { sign: { alg: accessTokenAlgorithm } },
          };
        },
      },
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = options.renderError({ error, description });
    },
  });
  const clientClass = provider.Client.prototype as unknown as Secretive;
  const compare = clientClass.compareClientSecret;
  clientClass.compareClientSecret = function (given) {
    return compare.call(this, secretToCompare(this.clientSecret ?? '', given));
  };
  provider.use(
    tokenAnswers({ rules, verifier: options.verifier, revoked, addressOf: (ctx) => new URL(ctx.href).origin }),
  );
  provider.on('grant.revoked', (_ctx, grantId) => {
    endTokens(database, [grantId])
      .then(() => revoked.add('grant', [grantId], hour))
      .catch((error) => provider.emit('server_error', _ctx, error));
  });
  // Found and taken at once, by whichever server comes first.
  (provider.ReplayDetection as unknown as Replays).unique = (issuer, jti, expires) =>
    once.take('jti', `${issuer}\u001f${jti}`, expires - Date.now() / 1000);
  // Our mount tells it the address that the client used; see mount.ts.
  provider.proxy = true;
  if (isDemo) allowOwnName(provider, new Set(clients.filter(sendsBackToUs).map(({ id }) => id)));
  return provider;
}

type Replays = { unique(issuer: string, jti: string, expires: number): Promise<boolean> };

/** A client may ask about and revoke what was given to itself. */
const isOwnToken = async (_ctx: unknown, client: { clientId: string }, token: { clientId?: string | undefined }) =>
  token.clientId === client.clientId;

/**
 * SMART's name for the resource indicator: it must be us, under whatever name we were reached. An app must say it, so that
 * it cannot be made to bring its token to another server.
 */
function audienceCheck(isApp: (id: string) => boolean, isUs: (ctx: KoaContextWithOIDC, address: string) => boolean) {
  return function refuseOtherAudience(
    ctx: KoaContextWithOIDC,
    value: string | undefined,
    client: { clientId: string },
  ) {
    if (isPushed(ctx)) return; // looked at when it was pushed; its `aud` is now that of the object it is kept in
    const { body } = ctx.oidc as { body?: { resource?: unknown } };
    const isMissing = value === undefined && (ctx.query.resource ?? body?.resource) === undefined;
    if (isMissing && isApp(client.clientId)) throw new errors.InvalidRequest('aud must name this FHIR server');
    if (value !== undefined && !isUs(ctx, value.replace(/\/$/, ''))) throw new errors.InvalidTarget();
  };
}

/**
 * The library leaves offline_access out unless a consent prompt is asked for, which SMART apps do not do: what was asked for
 * is kept beside it, through a pushed request too.
 */
function keepAskedScope(ctx: KoaContextWithOIDC, value: string | undefined): void {
  const { params, body } = ctx.oidc as typeof ctx.oidc & { body?: { scope?: unknown } };
  if (params !== undefined) params.enjournal_scope = isPushed(ctx) ? value : (ctx.query.scope ?? body?.scope);
}

/** The request was pushed before (RFC 9126), and looked at then. */
const isPushed = ({ oidc }: KoaContextWithOIDC): boolean =>
  (oidc.entities as { PushedAuthorizationRequest?: unknown }).PushedAuthorizationRequest !== undefined;

function systemClaims(program: Program | undefined, client: Client | undefined): Record<string, string> | undefined {
  if (program === undefined) return undefined;
  const { organization } = client ?? {};
  const { purpose, register } = client ?? program.app ?? {};
  const use = { ...(purpose === undefined ? {} : { purpose }), ...(register === undefined ? {} : { register }) };
  if (organization !== undefined) {
    return { name: program.name, organization: organization.display, organization_id: organization.id, ...use };
  }
  const of = program.app?.organization;
  return { name: program.name, ...(of === undefined ? {} : { organization_id: of }), ...use };
}

type Secretive = {
  clientSecret?: string;
  compareClientSecret(this: Secretive, given: string): boolean | Promise<boolean>;
};

const sendsBackToUs = (client: Client): boolean => client.redirectUris.some((uri) => uri.startsWith('{base}/'));

function metadataOf(client: Client, base: string): ClientMetadata {
  const metadata: ClientMetadata = {
    client_id: client.id,
    client_name: client.name,
    grant_types: [...client.grants],
    response_types: client.grants.includes('authorization_code') ? ['code'] : [],
    redirect_uris: client.redirectUris.map((uri) => uri.replace('{base}', base)),
    token_endpoint_auth_method: 'none',
  };
  if (client.isDpopBound) metadata.dpop_bound_access_tokens = true;
  if (client.jwks !== undefined || client.jwksUri !== undefined) {
    metadata.token_endpoint_auth_method = 'private_key_jwt';
    if (client.jwks !== undefined) metadata.jwks = client.jwks as never;
    if (client.jwksUri !== undefined) metadata.jwks_uri = client.jwksUri;
  } else if (client.secret !== undefined) metadata.token_endpoint_auth_method = 'client_secret_basic';
  if (client.secret !== undefined) metadata.client_secret = client.secret;
  return metadata;
}

/** `localhost` and `127.0.0.1` are one server with two names, and a newcomer types either. */
function allowOwnName(provider: Provider, clientIds: ReadonlySet<string>): void {
  const prototype = provider.Client.prototype as {
    redirectUriAllowed(this: { clientId: string }, uri: string): boolean;
  };
  const original = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function (uri) {
    if (original.call(this, uri)) return true;
    return clientIds.has(this.clientId) && uri === `${Provider.ctx?.protocol}://${Provider.ctx?.host}/`;
  };
}

import Provider, { type ClientMetadata, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Client } from '../config/index.ts';
import { isSessionScope, permittedScopes, sessionScopes } from '../fhir/smart-scope.ts';
import type { Queryable } from '../record/index.ts';
import { assertionAlgorithms, clockToleranceSeconds, fetchKeys, refuseLooseAssertion } from './client-keys.ts';
import { accessTokenAlgorithm, idTokenAlgorithm, type Keys } from './keys.ts';
import type { Once } from './once.ts';
import { claimsOf, type Person } from './person.ts';
import { proofAlgorithms } from './proofs.ts';
import { stateIn } from './state.ts';

export type ProviderOptions = {
  /** Our address as clients know it. */
  base: string;
  clients: readonly Client[];
  persons: readonly Person[];
  keys: Keys;
  database: Queryable;
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
  const { base, clients, persons, keys, isDemo, once } = options;
  const fhirBase = `${base}/fhir`;
  const clientOf = (id: string | undefined) => clients.find((client) => client.id === id);
  const personOf = (id: string | undefined) => persons.find((person) => person.id === id);

  const policy = interactionPolicy.base();
  // A client is agreed with by whoever runs this server, once, not by each user at each login.
  policy.remove('consent');

  /** What of the request's scopes this client may have. */
  function recordScopes(ctx: KoaContextWithOIDC, clientId: string): string {
    const allowed = clientOf(clientId)?.scopes ?? [];
    const { params } = ctx.oidc;
    const isSystem = params?.grant_type === 'client_credentials';
    if (isSystem && params.scope === undefined) params.scope = allowed.join(' ');
    const asked = String(params?.scope ?? '').split(' ');
    if (!isSystem) return permittedScopes(asked.length > 1 || asked[0] !== '' ? asked : allowed, allowed).join(' ');
    const permitted = permittedScopes(asked, allowed);
    if (permitted.length === 0)
      throw new errors.InvalidScope('none of the scopes may be given to this client', asked.join(' '));
    return permitted.join(' ');
  }

  const provider = new Provider(`${base}${mountedAt}`, {
    adapter: stateIn(options.database),
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
    extraParams: { aud: refuseOtherAudience },
    ttl: {
      AccessToken: hour,
      ClientCredentials: hour,
      AuthorizationCode: 60,
      IdToken: hour,
      Interaction: hour,
      Session: workday,
      Grant: workday,
      RefreshToken: workday,
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Another person who logs in in the same browser does not throw the first one out of an open tab.
    expiresWithSession: async () => false,
    rotateRefreshToken: true,
    findAccount: async (_ctx, sub) => {
      const person = personOf(sub);
      if (person === undefined) return undefined;
      return { accountId: sub, claims: async () => ({ sub, ...claimsOf(person, fhirBase) }) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, params } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const asked = String(params?.scope ?? '').split(' ');
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(asked.filter((scope) => isSessionScope(scope)).join(' '));
      grant.addResourceScope(fhirBase, recordScopes(ctx, client.clientId));
      await grant.save();
      return grant;
    },
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind === 'AccessToken') {
        const person = personOf(token.accountId);
        return person === undefined ? undefined : claimsOf(person, fhirBase);
      }
      const client = clientOf(token.clientId);
      if (client === undefined) return undefined;
      const { name, organization } = client;
      return { name, ...(organization && { organization: organization.display, organization_id: organization.id }) };
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
        getResourceServerInfo: (ctx, resource, client) => {
          if (resource.replace(/\/$/, '') !== fhirBase) throw new errors.InvalidTarget();
          return {
            audience: fhirBase,
            scope: recordScopes(ctx, client.clientId),
            accessTokenFormat: 'jwt',
            accessTokenTTL: hour,
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

/** SMART's name for the resource indicator: it must be us, under whatever name we were reached. */
function refuseOtherAudience(_ctx: KoaContextWithOIDC, value: string | undefined): void {
  if (value !== undefined && !/^https?:\/\/[^/]+\/fhir\/?$/.test(value)) throw new errors.InvalidTarget();
}

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

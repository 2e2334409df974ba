import { hash } from 'node:crypto';
import Provider, {
  type AccountClaims,
  type ClientMetadata,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Queryable } from '../../record/index.ts';
import type { Keys } from '../keys.ts';
import type { ProviderId } from '../login/session.ts';
import { errorPage, pageSecurity } from '../page.ts';
import { stateIn } from '../state.ts';
import { languageOf } from '../words.ts';
import { endAtOnceHash, logoutPage } from './pages.ts';
import type { DemoLogin } from './person.ts';
import { helseid, helseidClaims, idporten } from './rules.ts';

export type DemoProviderOptions = {
  id: ProviderId;
  /** Our address as clients know it, without a slash at the end. */
  base: string;
  persons: readonly DemoLogin[];
  keys: Keys;
  database: Queryable;
  /** How it reaches its client's keys and log-out address. */
  fetch: typeof fetch;
};

export const demoClientId = 'enjournal-demo';

/** Where in this server a demo provider stands; its issuer is the server's address and this. */
export const pathOf = (id: ProviderId): string => `/idp/${id}`;

/** What the adapter of a provider's state puts before the names of its models. */
export const modelPrefix = (id: ProviderId): string => `${id}:`;

export const sessionCookie = (id: ProviderId): string => `demo_${id}`;

const hour = 3600;

/** A provider of the demo that stands in for HelseID or ID-porten: the same protocol, invented persons. */
export function createDemoProvider(options: DemoProviderOptions): Provider {
  const { id, base, persons, keys } = options;
  const path = pathOf(id);
  const rules = id === 'helseid' ? helseid : idporten;
  const policy = interactionPolicy.base();
  policy.remove('consent');

  const provider = new Provider(`${base}${path}`, {
    ...rules,
    features: {
      ...rules.features,
      ...(rules.features?.dPoP === undefined ? {} : { dPoP: { ...rules.features.dPoP, nonceSecret: keys.nonce } }),
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => sendLogoutPage(id, ctx, form) },
    },
    adapter: stateIn(options.database, modelPrefix(id)),
    clients: [clientOf(id, base)],
    jwks: keys.signing as never,
    fetch: options.fetch as never,
    cookies: {
      keys: keys.cookies,
      names: { session: sessionCookie(id), interaction: `demo_${id}_interaction`, resume: `demo_${id}_resume` },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    // As the national providers: the id token says who, and nobody has to ask once more.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    pairwiseIdentifier: (_ctx, accountId, client) => hash('sha256', `${client.clientId} ${accountId}`, 'base64url'),
    interactions: { policy, url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 300,
      Interaction: hour,
      Session: 12 * hour,
      Grant: 12 * hour,
      RefreshToken: 12 * hour,
    },
    issueRefreshToken: async () => id === 'helseid',
    expiresWithSession: async () => false,
    clockTolerance: 10,
    findAccount: async (_ctx, sub) => {
      const person = persons.find((one) => one.id === sub);
      if (person === undefined) return undefined;
      return { accountId: sub, claims: () => claimsOf(id, person) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, params } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(String(params?.scope ?? ''));
      await grant.save();
      return grant;
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = errorPage({ error, description });
    },
  });
  provider.proxy = true; // mount.ts tells it the address that the browser used
  allowOwnNames(provider);
  return provider;
}

/** The level of assurance of a log-on, as ID-porten calls it. */
export const acrOf = ({ level = 4 }: DemoLogin): string =>
  level === 4 ? 'idporten-loa-high' : 'idporten-loa-substantial';

async function claimsOf(id: ProviderId, person: DemoLogin): Promise<AccountClaims> {
  const pid = await person.pid();
  if (id === 'idporten') return { sub: person.id, pid, locale: 'nb' };
  return {
    sub: person.id,
    name: person.name,
    [helseidClaims.pid]: pid,
    [helseidClaims.securityLevel]: String(person.level ?? 4),
    ...(person.hpr === undefined ? {} : { [helseidClaims.hprNumber]: person.hpr }),
  };
}

function clientOf(id: ProviderId, base: string): ClientMetadata {
  const isHelseId = id === 'helseid';
  return {
    client_id: demoClientId,
    client_name: 'Enjournal',
    redirect_uris: [`${base}/login/callback/${id}`],
    post_logout_redirect_uris: [`${base}/`],
    response_types: ['code'],
    grant_types: isHelseId ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: `${base}/login/jwks`,
    id_token_signed_response_alg: isHelseId ? 'ES256' : 'RS256',
    ...(isHelseId
      ? {
          authorization_details_types: ['helseid_authorization'],
          dpop_bound_access_tokens: true,
          require_pushed_authorization_requests: true,
          backchannel_logout_uri: `${base}/login/backchannel/helseid`,
          backchannel_logout_session_required: true,
        }
      : { subject_type: 'pairwise' }),
  };
}

function sendLogoutPage(id: ProviderId, ctx: KoaContextWithOIDC, form: string): void {
  const language = languageOf(ctx.oidc.params?.ui_locales as string | undefined, ctx.get('accept-language'));
  ctx.set('content-security-policy', pageSecurity([], endAtOnceHash));
  ctx.body = logoutPage(id, language, form);
}

/** `localhost` and `127.0.0.1` are one server with two names: a user comes back under the one they typed. */
function allowOwnNames(provider: Provider): void {
  const prototype = provider.Client.prototype as { postLogoutRedirectUriAllowed(uri: string): boolean };
  const original = prototype.postLogoutRedirectUriAllowed;
  prototype.postLogoutRedirectUriAllowed = function (uri) {
    return original.call(this, uri) || uri === `${Provider.ctx?.protocol}://${Provider.ctx?.host}/`;
  };
}

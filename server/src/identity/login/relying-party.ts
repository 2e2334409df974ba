import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, exportJWK, importJWK, type JWK, customFetch as joseFetch, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { type Identified, LogOnRefused, organisationDetails, profiles, type Tenancy } from './profiles.ts';
import type { Employment, ProviderId } from './session.ts';

export type RelyingPartyOptions = {
  id: ProviderId;
  /** All addresses and keys are found from it. */
  issuer: string;
  clientId: string;
  /** The key that signs for us now. */
  key(): Promise<JWK>;
  tenancy: Tenancy;
  /** How requests reach the provider; the demo's own are answered in this process. */
  fetch?: oidc.CustomFetch;
  /** Tests and the demo: the provider may be at a plain http address. */
  allowHttp?: boolean;
  /** Told by how much the provider's clock is ahead of ours. */
  onClock?(aheadMs: number): void;
  now?(): number;
};

/** What must be kept from the way out to the provider until the way back. Secret. */
export type Attempt = {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  /** Seconds: the provider must have seen the user that recently. */
  maxAge?: number;
  dpop?: DpopKey;
};

type DpopKey = { private: JWK; public: JWK };

/** What the provider gave for the user. Secret. */
export type Tokens = {
  access: string;
  refresh?: string;
  dpop?: DpopKey;
};

export type LoggedOn = Identified & { sid?: string; tokens: Tokens };

const discoveryGoodMs = 24 * 3_600_000;
const assertionSeconds = 30;
/** Clocks that differ by more refuse each other's tokens. */
const clockToleranceSeconds = 10;

/** Our side of OpenID Connect towards one national provider; the protocol itself is openid-client's. */
export class RelyingParty {
  readonly #options: RelyingPartyOptions;
  readonly #now: () => number;
  #server: { metadata: oidc.ServerMetadata; readAt: number } | undefined;
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  constructor(options: RelyingPartyOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => Date.now());
  }

  get id(): ProviderId {
    return this.#options.id;
  }

  get issuer(): string {
    return this.#options.issuer;
  }

  /** Where to send the user, and what to remember until they are back. @throws LogOnRefused */
  async start(asked: {
    redirectUri: string;
    language: string;
    /** The user must show who they are again, whatever session the provider has. */
    isAnew: boolean;
    employment?: Employment;
  }): Promise<{ url: URL; attempt: Attempt }> {
    const profile = profiles[this.id];
    const config = await this.#configuration();
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      redirectUri: asked.redirectUri,
    };
    if (asked.isAnew) attempt.maxAge = 0;
    if (profile.usesDpop) attempt.dpop = await newDpopKey();
    const parameters: Record<string, string> = {
      ...profile.parameters,
      redirect_uri: asked.redirectUri,
      scope: profile.scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ui_locales: asked.language,
      prompt: 'login',
    };
    if (asked.isAnew) parameters.max_age = '0';
    const details = this.#detailsOf(asked.employment);
    if (details !== undefined) parameters.authorization_details = JSON.stringify(details);
    const isPushed = profile.requiresPar || config.serverMetadata().pushed_authorization_request_endpoint !== undefined;
    const url = isPushed
      ? await oidc.buildAuthorizationUrlWithPAR(config, parameters, await dpopOf(config, attempt.dpop))
      : oidc.buildAuthorizationUrl(config, parameters);
    return { url, attempt };
  }

  /**
   * Trades the code the user brought back for who they are. Issuer, audience, signature, times, nonce, state and code are
   * openid-client's to check; the level of assurance is ours.
   * @param cameTo the whole address the user came back to
   * @throws LogOnRefused
   */
  async finish(cameTo: URL, attempt: Attempt): Promise<LoggedOn> {
    const config = await this.#configuration();
    try {
      const answer = await oidc.authorizationCodeGrant(
        config,
        cameTo,
        {
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.verifier,
          idTokenExpected: true,
          ...(attempt.maxAge === undefined ? {} : { maxAge: attempt.maxAge }),
        },
        { redirect_uri: attempt.redirectUri },
        await dpopOf(config, attempt.dpop),
      );
      const claims = answer.claims() as oidc.IDToken;
      const tokens: Tokens = { access: answer.access_token };
      if (profiles[this.id].usesDpop && answer.token_type.toLowerCase() !== 'dpop') throw new LogOnRefused('invalid');
      if (answer.refresh_token !== undefined) tokens.refresh = answer.refresh_token;
      if (attempt.dpop !== undefined) tokens.dpop = attempt.dpop;
      const sid = typeof claims.sid === 'string' ? { sid: claims.sid } : {};
      return { ...profiles[this.id].identify(claims), ...sid, tokens };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** New tokens for the user acting for another organisation: no new log-on is needed. @throws LogOnRefused */
  async actFor(employment: Employment, tokens: Tokens): Promise<Tokens> {
    const details = this.#detailsOf(employment);
    if (details === undefined || tokens.refresh === undefined) return tokens;
    const config = await this.#configuration(details);
    try {
      const answer = await oidc.refreshTokenGrant(config, tokens.refresh, undefined, await dpopOf(config, tokens.dpop));
      return { ...tokens, access: answer.access_token, refresh: answer.refresh_token ?? tokens.refresh };
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal.failure === 'unreachable' ? refusal : new LogOnRefused('organisation', error);
    }
  }

  /**
   * Where to send the user so that the provider's own session ends too; undefined where it offers none. The id token would
   * spare the user a question there, and would put the national identity number in an address: so it does not go along.
   */
  async endSessionAt(returnTo: string): Promise<URL | undefined> {
    const config = await this.#configuration();
    if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo });
  }

  /** The provider's name of the session that a logout token says has ended. @source OpenID Connect Back-Channel Logout 1.0, 2.6 */
  async endedBy(logoutToken: string): Promise<string> {
    const config = await this.#configuration();
    const { jwks_uri, id_token_signing_alg_values_supported } = config.serverMetadata();
    this.#keys ??= createRemoteJWKSet(new URL(jwks_uri as string), { [joseFetch]: this.#fetch });
    const { payload } = await jwtVerify(logoutToken, this.#keys, {
      issuer: this.#options.issuer,
      audience: this.#options.clientId,
      algorithms: (id_token_signing_alg_values_supported ?? ['RS256']).filter((alg) => /^(RS|PS|ES)/.test(alg)),
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: 300,
      requiredClaims: ['iat', 'jti', 'events', 'sid'],
    });
    const events = payload.events as Record<string, unknown>;
    const isLogout = events['http://schemas.openid.net/event/backchannel-logout'] !== undefined;
    if (!isLogout || payload.nonce !== undefined || typeof payload.sid !== 'string') throw new LogOnRefused('invalid');
    return payload.sid;
  }

  #detailsOf(employment: Employment | undefined): readonly Record<string, unknown>[] | undefined {
    if (this.id !== 'helseid' || employment === undefined) return undefined;
    return organisationDetails(employment.organizationNumbers, this.#options.tenancy);
  }

  /** @param assertionDetails what the client assertion says of the organisation; never together with `authorization_details`. */
  async #configuration(assertionDetails?: readonly Record<string, unknown>[]): Promise<oidc.Configuration> {
    const { clientId, allowHttp } = this.#options;
    const jwk = await this.#options.key();
    const key = { key: (await importJWK(jwk, algorithmOf(jwk))) as oidc.CryptoKey, kid: jwk.kid as string };
    const sign = oidc.PrivateKeyJwt(key, {
      [oidc.modifyAssertion]: (_header, payload) => {
        payload.jti = randomUUID();
        payload.exp = (payload.iat as number) + assertionSeconds;
        if (assertionDetails !== undefined) payload.assertion_details = assertionDetails as unknown as oidc.JsonValue;
      },
    });
    const clocks = { [oidc.clockTolerance]: clockToleranceSeconds };
    const server = await this.#discovered(sign);
    const config = new oidc.Configuration(server, clientId, clocks, sign);
    config[oidc.customFetch] = this.#fetch;
    config.timeout = 10;
    // Signatures are checked although the token came straight from the provider by TLS.
    oidc.enableNonRepudiationChecks(config);
    if (allowHttp === true) oidc.allowInsecureRequests(config);
    return config;
  }

  async #discovered(sign: oidc.ClientAuth): Promise<oidc.ServerMetadata> {
    const kept = this.#server;
    if (kept !== undefined && this.#now() - kept.readAt < discoveryGoodMs) return kept.metadata;
    const { issuer, clientId, allowHttp } = this.#options;
    try {
      const found = await oidc.discovery(new URL(issuer), clientId, {}, sign, {
        [oidc.customFetch]: this.#fetch,
        timeout: 10,
        execute: allowHttp === true ? [oidc.allowInsecureRequests] : [],
      });
      const metadata = found.serverMetadata();
      this.#server = { metadata, readAt: this.#now() };
      return metadata;
    } catch (error) {
      // Addresses that were good yesterday are better than none.
      if (kept !== undefined) return kept.metadata;
      throw refusalOf(error);
    }
  }

  readonly #fetch = async (url: string, options: RequestInit | oidc.CustomFetchOptions): Promise<Response> => {
    const send = (this.#options.fetch ?? fetch) as (url: string, options: unknown) => Promise<Response>;
    const answer = await send(url, options);
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.#options.onClock?.(date - this.#now());
    return answer;
  };
}

const algorithmOf = ({ alg, kty, crv }: JWK): string =>
  alg ?? (kty === 'EC' ? ({ 'P-384': 'ES384', 'P-521': 'ES512' }[crv as string] ?? 'ES256') : 'PS256');

async function newDpopKey(): Promise<DpopKey> {
  const pair = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
  return { private: await exportJWK(pair.privateKey), public: await exportJWK(pair.publicKey) };
}

async function dpopOf(config: oidc.Configuration, key: DpopKey | undefined): Promise<oidc.DPoPOptions> {
  if (key === undefined) return {};
  const [privateKey, publicKey] = await Promise.all([
    importJWK(key.private, 'ES256'),
    importJWK(key.public, 'ES256', { extractable: true }),
  ]);
  const pair = { privateKey, publicKey } as unknown as oidc.CryptoKeyPair;
  return { DPoP: oidc.getDPoPHandle(config, pair) };
}

/** The provider's refusals, answers that do not hold, and a network that is down, told apart. */
function refusalOf(error: unknown): LogOnRefused {
  if (error instanceof LogOnRefused) return error;
  if (error instanceof oidc.AuthorizationResponseError) {
    return new LogOnRefused(error.error === 'access_denied' ? 'cancelled' : 'invalid', error);
  }
  const isNetwork = error instanceof TypeError && (error.cause !== undefined || /fetch/.test(error.message));
  const isSlow = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  const cause = error instanceof oidc.ClientError ? error.cause : undefined;
  const isDown = cause instanceof Response && cause.status >= 500;
  return new LogOnRefused(isNetwork || isSlow || isDown ? 'unreachable' : 'invalid', error);
}

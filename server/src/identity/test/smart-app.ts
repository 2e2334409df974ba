import { createServer, type Server } from 'node:http';
import * as client from 'openid-client';
import { freePort } from '../../test/port.ts';

export type SmartAppOptions = {
  clientId: string;
  scope: string;
  /** How it proves that it is itself; none for a public app. */
  auth?: client.ClientAuth;
  isDpopBound?: boolean;
};

/** What the token endpoint told an app. */
export type Received = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers & Record<string, unknown>;

/**
 * A program outside, as somebody else would write it: opened from a record (`/launch?iss=…&launch=…`) or by itself
 * (`/start?iss=…`), it asks for access, comes back (`/back`), reads measurements and shows how many it got.
 */
export class SmartApp {
  readonly base: string;
  readonly redirectUri: string;
  readonly launchUri: string;
  readonly #options: SmartAppOptions;
  readonly #server: Server;
  readonly #started = new Map<string, { config: client.Configuration; verifier: string; iss: string }>();
  /** Of the last person who came back. */
  received: Received | undefined;
  config: client.Configuration | undefined;
  dpop: client.DPoPHandle | undefined;
  error: unknown;

  private constructor(port: number, options: SmartAppOptions) {
    this.base = `http://127.0.0.1:${port}`;
    this.redirectUri = `${this.base}/back`;
    this.launchUri = `${this.base}/launch`;
    this.#options = options;
    this.#server = createServer((request, answer) => {
      this.#answer(new URL(request.url ?? '/', this.base)).then(
        (location) => {
          if (location !== undefined) answer.writeHead(302, { location }).end();
          else answer.end(`<p>${this.received === undefined ? `refused: ${String(this.error)}` : 'connected'}</p>`);
        },
        (error) => {
          this.error = error;
          answer.end(`<p>refused: ${String(error)}</p>`);
        },
      );
    }).listen(port, '127.0.0.1');
  }

  static async open(options: SmartAppOptions): Promise<SmartApp> {
    return new SmartApp(await freePort(), options);
  }

  async #answer(url: URL): Promise<string | undefined> {
    if (url.pathname === '/launch' || url.pathname === '/start') {
      return (await this.authorizationUrl(String(url.searchParams.get('iss')), url.searchParams.get('launch'))).href;
    }
    if (url.pathname === '/back') await this.comeBack(url);
    return undefined;
  }

  /** Where to send the user. `more` changes the request. */
  async authorizationUrl(iss: string, launch: string | null, more: Record<string, string> = {}): Promise<URL> {
    const { clientId, scope, auth = client.None() } = this.#options;
    const told = (await (await fetch(`${iss}/.well-known/smart-configuration`)).json()) as client.ServerMetadata;
    const config = new client.Configuration(told, clientId, { redirect_uris: [this.redirectUri] }, auth);
    client.allowInsecureRequests(config);
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    this.#started.set(state, { config, verifier, iss });
    return client.buildAuthorizationUrl(config, {
      redirect_uri: this.redirectUri,
      scope,
      state,
      aud: iss,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(launch === null ? {} : { launch }),
      ...more,
    });
  }

  async comeBack(url: URL): Promise<Received> {
    this.received = undefined;
    this.error = undefined;
    const state = url.searchParams.get('state') ?? '';
    const started = this.#started.get(state);
    if (started === undefined) throw new Error('nobody was sent away with this state');
    const { config, verifier } = started;
    if (this.#options.isDpopBound) {
      this.dpop = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    }
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: state,
      idTokenExpected: this.#options.scope.includes('openid'),
    };
    const options = this.dpop === undefined ? {} : { DPoP: this.dpop };
    this.received = (await client.authorizationCodeGrant(config, url, checks, {}, options)) as Received;
    this.config = config;
    return this.received;
  }

  /** Reads with what it was given, as the protocol says. */
  get(iss: string, path: string): Promise<Response> {
    const { config, received, dpop } = this;
    if (config === undefined || received === undefined) throw new Error('not connected');
    const url = new URL(`${iss}/${path}`);
    const options = dpop === undefined ? {} : { DPoP: dpop };
    return client.fetchProtectedResource(config, received.access_token, url, 'GET', null, new Headers(), options);
  }

  refresh(token = this.received?.refresh_token): Promise<Received> {
    if (this.config === undefined || token === undefined) throw new Error('not connected');
    const options = this.dpop === undefined ? {} : { DPoP: this.dpop };
    return client.refreshTokenGrant(this.config, token, {}, options) as Promise<Received>;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

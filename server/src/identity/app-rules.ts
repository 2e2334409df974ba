import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { isSessionScope, permittedScopes } from '../fhir/smart-scope.ts';
import type { Queryable } from '../record/index.ts';
import { findConnection, isHolding } from './apps/connections.ts';
import { type AppGrant, findGrant } from './apps/grants.ts';
import { approvedFor, askable, narrowed, type Program, type Programs } from './programs.ts';

export type AppRulesOptions = {
  database: Queryable;
  programs: Programs;
  now: () => number;
};

type WithGrant = { grantId?: string | undefined };

/**
 * What the authorization server asks of apps each time it gives a token: whether all who have agreed to it still do, and
 * what is left of it.
 */
export class AppRules {
  readonly #database: Queryable;
  readonly #programs: Programs;
  readonly #now: () => number;
  readonly #grants = new WeakMap<object, AppGrant>();

  constructor({ database, programs, now }: AppRulesOptions) {
    this.#database = database;
    this.#programs = programs;
    this.#now = now;
  }

  /** The grant that a request is about, found once. */
  async grantIn(ctx: KoaContextWithOIDC, token?: WithGrant): Promise<AppGrant | undefined> {
    const known = this.#grants.get(ctx);
    if (known !== undefined) return known;
    const { entities } = ctx.oidc;
    const code = entities.AuthorizationCode as WithGrant | undefined;
    const refresh = entities.RefreshToken as WithGrant | undefined;
    const { consent } = (ctx.oidc.result ?? {}) as { consent?: { grantId?: string } };
    const id = token?.grantId ?? code?.grantId ?? refresh?.grantId ?? consent?.grantId;
    const grant = id === undefined ? undefined : await findGrant(this.#database, id);
    if (grant !== undefined) this.#grants.set(ctx, grant);
    return grant;
  }

  /** The same where it was found already. */
  grantKnown(ctx: KoaContextWithOIDC): AppGrant | undefined {
    return this.#grants.get(ctx);
  }

  /** Seconds that are left of a grant; at least one, for the library takes no less. */
  secondsLeft(grant: AppGrant): number {
    return Math.max(1, Math.floor((grant.expiresAt - this.#now()) / 1000));
  }

  /** Whether a grant is still good: the app, the organisation, the person and, where it ends with that, the session. */
  async holds(grant: AppGrant): Promise<boolean> {
    const program = await this.#programs.find(grant.app);
    if (program === undefined || grant.expiresAt <= this.#now()) return false;
    if (program.app !== undefined) {
      const { person, app, patient } = grant;
      const connection = await findConnection(this.#database, { person, app, patient });
      if (connection === undefined || !isHolding(connection, this.#now())) return false;
      if (person.startsWith('Practitioner/') && (await this.#approved(grant)) === undefined) return false;
    }
    const { sid } = grant.claims;
    return typeof sid !== 'string' || (await this.#isSessionAlive(sid));
  }

  /** Scopes of the grant that its organisation still lets the app have. */
  async scopesOf(grant: AppGrant): Promise<string[]> {
    const granted = grant.scopes.filter((scope) => !isSessionScope(scope));
    const program = await this.#programs.find(grant.app);
    if (program === undefined) return [];
    const asked = permittedScopes(granted, program.scopes);
    if (program.app === undefined || !grant.person.startsWith('Practitioner/')) return asked;
    return permittedScopes(asked, (await this.#approved(grant))?.scopes ?? []);
  }

  /** What a program may have of what it asks for before anybody is asked. */
  async askable(clientId: string, asked: readonly string[]): Promise<string[]> {
    const program = await this.#programs.find(clientId);
    return program === undefined ? [] : askable(program, asked);
  }

  /** What a system may have: no more than it is registered with and its organisation has approved. */
  async systemScopes(program: Program, asked: readonly string[]): Promise<string[]> {
    const permitted = permittedScopes(asked.length === 0 ? program.scopes : asked, program.scopes);
    const { app } = program;
    if (app === undefined) return permitted;
    const { organization } = app;
    const approved =
      organization === undefined ? undefined : await approvedFor(this.#database, app.id, [organization], this.#now());
    if (approved === undefined) {
      throw new errors.UnauthorizedClient('the organisation has not approved this system');
    }
    return narrowed(permitted, approved.scopes);
  }

  #approved({ app, claims }: AppGrant) {
    const organizations = [claims.legal_entity, claims.organization_id].filter((one) => typeof one === 'string');
    return approvedFor(this.#database, app, organizations, this.#now());
  }

  async #isSessionAlive(id: string): Promise<boolean> {
    const { rowCount } = await this.#database.query('SELECT FROM login_session WHERE id = $1 AND ends_at > now()', [
      id,
    ]);
    return rowCount > 0;
  }
}

/** What a token's claims are made of, for an app: who, and in what context. */
export function tokenClaims(grant: AppGrant): Record<string, unknown> {
  const { patient, encounter } = grant.context;
  return {
    ...grant.claims,
    grant: grant.id,
    ...(patient === undefined ? {} : { patient }),
    ...(encounter === undefined ? {} : { encounter }),
  };
}

/** What the token answer says besides the tokens. @source SMART App Launch 2.2, section 2.0.12 (launch context) */
export function smartAnswer(
  grant: AppGrant,
  recordScope: string | undefined,
  address: string,
): Record<string, unknown> {
  const { patient, encounter, intent } = grant.context;
  const session = grant.scopes.filter(isSessionScope);
  const answer: Record<string, unknown> = {
    scope: [...session, ...(recordScope ?? '').split(' ')].filter(Boolean).join(' '),
    need_patient_banner: !grant.isFromRecord,
    smart_style_url: `${address}/oauth/smart-style.json`,
  };
  if (patient !== undefined) answer.patient = patient;
  if (encounter !== undefined) answer.encounter = encounter;
  if (intent !== undefined) answer.intent = intent;
  const tenant = grant.claims.legal_entity;
  if (tenant !== undefined) answer.tenant = tenant;
  return answer;
}

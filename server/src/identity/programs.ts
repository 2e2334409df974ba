import type { Client } from '../config/index.ts';
import { isSessionScope, narrowedScopes, permittedScopes } from '../fhir/smart-scope.ts';
import type { Queryable } from '../record/index.ts';
import { approvalsOf, isInForce } from './apps/approvals.ts';
import { findApp, type RegisteredApp } from './apps/registry.ts';

/** A program that may ask for tokens: one of the operator's own, or a registered app. */
export type Program = {
  id: string;
  name: string;
  scopes: readonly string[];
  app?: RegisteredApp;
};

export class Programs {
  readonly #database: Queryable;
  readonly #clients: ReadonlyMap<string, Client>;

  constructor(database: Queryable, clients: readonly Client[]) {
    this.#database = database;
    this.#clients = new Map(clients.map((client) => [client.id, client]));
  }

  client(id: string): Client | undefined {
    return this.#clients.get(id);
  }

  /** @returns undefined for one that is not there, or retired. */
  async find(id: string): Promise<Program | undefined> {
    const client = this.#clients.get(id);
    if (client !== undefined) return { id, name: client.name, scopes: client.scopes };
    const app = await findApp(this.#database, id);
    return app?.isActive ? { id, name: app.name, scopes: app.scopes, app } : undefined;
  }
}

/** Of the record scopes asked for, what a person's program may have by itself: those it is registered with. */
export function askable(program: Program, asked: readonly string[]): string[] {
  const ofPersons = asked.filter((text) => !text.startsWith('system/'));
  return permittedScopes(ofPersons, program.scopes);
}

/** Session scopes that it asks for and is registered with. */
export function askableSession(program: Program, asked: readonly string[]): string[] {
  return asked.filter((text) => isSessionScope(text) && program.scopes.includes(text));
}

/** What any of the organisations lets an app have: undefined when none has approved it. */
export async function approvedFor(
  database: Queryable,
  app: string,
  organizations: readonly string[],
  now: number,
): Promise<{ organization: string; scopes: readonly string[]; until?: number } | undefined> {
  const approvals = await approvalsOf(database, app, organizations);
  const holding = organizations
    .map((organization) => approvals.find((one) => one.organization === organization))
    .find((approval) => approval !== undefined && isInForce(approval, now));
  if (holding === undefined) return undefined;
  const { organization, scopes, until } = holding;
  return until === undefined ? { organization, scopes } : { organization, scopes, until };
}

export const narrowed = (asked: readonly string[], limits: readonly string[] | undefined): string[] =>
  limits === undefined ? [...asked] : narrowedScopes(asked, limits);

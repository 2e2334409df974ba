import type { Queryable } from '../../record/index.ts';
import { withdraw } from '../revoked.ts';
import { endGrants } from './grants.ts';

/** Ends everything that was given under these grants: refresh tokens at once, access tokens within seconds. */
export async function endTokens(database: Queryable, grants: readonly string[]): Promise<void> {
  if (grants.length === 0) return;
  await database.query('DELETE FROM identity_state WHERE grant_id = ANY ($1)', [grants]);
  await withdraw(database, 'grant', grants);
}

/** Ends what was given to an app, everywhere or in one organisation. A system's tokens have no grant and go by its name. */
export async function endTokensOfApp(database: Queryable, app: string, organization?: string): Promise<void> {
  await endTokens(database, await endGrants(database, app, organization));
  await withdraw(database, 'client', organization === undefined ? [app] : []);
}

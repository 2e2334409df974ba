import { createHash, randomBytes } from 'node:crypto';
import { Problem, problem } from '../../fhir/issue.ts';
import type { Queryable } from '../../record/index.ts';
import { type App, appIssues } from './app.ts';

export type RegisteredApp = App & { version: number; at: number; isActive: boolean };

type Row = { id: string; version: number; at: Date; is_active: boolean; content: string };

const newest = 'SELECT DISTINCT ON (id) id, version, at, is_active, content FROM app';

export async function findApp(database: Queryable, id: string): Promise<RegisteredApp | undefined> {
  const { rows } = await database.query<Row>(`${newest} WHERE id = $1 ORDER BY id, version DESC`, [id], 'app-find');
  return rows[0] === undefined ? undefined : appOf(rows[0]);
}

/** All that were ever registered, by name; those that are retired too. */
export async function listApps(database: Queryable): Promise<RegisteredApp[]> {
  const { rows } = await database.query<Row>(`${newest} ORDER BY id, version DESC`);
  return rows.map(appOf).sort((a, b) => a.name.localeCompare(b.name, 'nb'));
}

const appOf = ({ version, at, is_active, content }: Row): RegisteredApp => ({
  ...(JSON.parse(content) as App),
  version,
  at: at.getTime(),
  isActive: is_active,
});

/**
 * Registers an app, or a new version of one that is there.
 * @returns the secret of a symmetric app when it is new: nobody can read it later.
 * @throws Problem rule, with all that is wrong; conflict when another has just changed the app.
 */
export async function registerApp(
  database: Queryable,
  app: App,
  { author, isDemo, isNewSecret }: { author: string; isDemo: boolean; isNewSecret: boolean },
): Promise<{ app: RegisteredApp; secret?: string }> {
  const issues = appIssues(app, { isDemo });
  if (issues.length > 0) throw new Problem('rule', issues);
  const before = await findApp(database, app.id);
  const kept: App = { ...app };
  delete kept.secretHash;
  let secret: string | undefined;
  if (app.type === 'confidential-symmetric') {
    if (isNewSecret || before?.secretHash === undefined) secret = randomBytes(32).toString('base64url');
    kept.secretHash = secret === undefined ? (before?.secretHash as string) : secretHash(secret);
  }
  const registered = await write(database, kept, (before?.version ?? 0) + 1, author, true);
  return { app: registered, ...(secret === undefined ? {} : { secret }) };
}

/** The app is refused from now on. @throws Problem absent */
export async function retireApp(database: Queryable, id: string, author: string): Promise<RegisteredApp> {
  const before = await findApp(database, id);
  if (before === undefined) throw noSuchApp();
  const { version, at: _at, isActive: _isActive, ...app } = before;
  return write(database, app, version + 1, author, false);
}

export const noSuchApp = () =>
  problem('absent', 'app-unknown', { diagnostics: 'There is no app with this client id.' });

async function write(database: Queryable, app: App, version: number, author: string, isActive: boolean) {
  const { rows } = await database.query<Row>(
    `INSERT INTO app (id, version, author, is_active, content) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING id, version, at, is_active, content`,
    [app.id, version, author, isActive, JSON.stringify(app)],
  );
  if (rows[0] === undefined) throw problem('conflict', 'changed-meanwhile');
  return appOf(rows[0]);
}

/** Secrets are 32 random bytes, so that a plain hash cannot be turned back. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

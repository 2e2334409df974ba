import { createHash, randomBytes } from 'node:crypto';
import { Problem, problem } from '../../fhir/issue.ts';
import type { Queryable } from '../../record/index.ts';
import { type App, appIssues } from './app.ts';
import { approvalsOfApp, withdrawApp } from './approvals.ts';
import { endTokensOfApp } from './endings.ts';
import { appOf, findApp, noSuchApp, type RegisteredApp, type Row } from './registry.ts';

/**
 * Registers an app, or a new version of one that is there. A system that says now that it is for something else has to be approved
 * again: what it was given ends.
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
  if (before !== undefined && isForOther(before, app)) await endApprovals(database, app.id, author);
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

const isForOther = (before: App, app: App): boolean =>
  before.purpose !== app.purpose || before.register !== app.register;

async function endApprovals(database: Queryable, app: string, author: string): Promise<void> {
  for (const { organization } of await approvalsOfApp(database, app))
    await withdrawApp(database, { organization, app }, author, 'It says that it is for something else.');
  await endTokensOfApp(database, app);
}

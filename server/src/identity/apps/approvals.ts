import { Problem, problem } from '../../fhir/issue.ts';
import { isSessionScope, isWithin, parseScope } from '../../fhir/smart-scope.ts';
import type { Queryable } from '../../record/index.ts';
import { findApp, listApps, noSuchApp, type RegisteredApp } from './registry.ts';

/** What an organisation lets its staff, or a system that acts for it, use an app for. */
export type Approval = {
  organization: string;
  app: string;
  version: number;
  at: number;
  isActive: boolean;
  /** At most; session scopes are never limited. */
  scopes: readonly string[];
  /** Epoch ms; absent: until it is withdrawn. */
  until?: number;
  reason?: string;
};

type Row = {
  organization: string;
  app: string;
  version: number;
  at: Date;
  is_active: boolean;
  scopes: string[];
  until: Date | null;
  reason: string | null;
};

const columns = 'organization, app, version, at, is_active, scopes, until, reason';
const newest = `SELECT DISTINCT ON (organization, app) ${columns} FROM app_approval`;
const order = 'ORDER BY organization, app, version DESC';

/** What any of the organisations has said last of the app. */
export async function approvalsOf(
  database: Queryable,
  app: string,
  organizations: readonly string[],
): Promise<Approval[]> {
  const { rows } = await database.query<Row>(
    `${newest} WHERE organization = ANY ($1) AND app = $2 ${order}`,
    [organizations, app],
    'app-approvals',
  );
  return rows.map(approvalOf);
}

/**
 * Apps that somebody may open from the record: for health personnel those that their unit or legal entity has approved.
 * @param organizations none for a citizen
 */
export async function launchableApps(
  database: Queryable,
  audience: 'staff' | 'citizen',
  organizations: readonly string[],
  now: number,
): Promise<RegisteredApp[]> {
  const apps = (await listApps(database)).filter(
    (app) => app.isActive && app.launchUri !== undefined && app.audience.includes(audience),
  );
  if (audience === 'citizen') return apps;
  const approved = (await Promise.all(organizations.map((one) => approvalsIn(database, one)))).flat();
  return apps.filter(({ id }) => approved.some((approval) => approval.app === id && isInForce(approval, now)));
}

/** What an organisation has said last of every app that it has said something of. */
export async function approvalsIn(database: Queryable, organization: string): Promise<Approval[]> {
  const { rows } = await database.query<Row>(`${newest} WHERE organization = $1 ${order}`, [organization]);
  return rows.map(approvalOf);
}

/** What stands of an app, by every organisation that has approved it. */
export async function approvalsOfApp(database: Queryable, app: string): Promise<Approval[]> {
  const { rows } = await database.query<Row>(`${newest} WHERE app = $1 ${order}`, [app]);
  return rows.map(approvalOf).filter(({ isActive }) => isActive);
}

function approvalOf({ is_active, at, until, reason, ...row }: Row): Approval {
  const approval: Approval = { ...row, at: at.getTime(), isActive: is_active };
  if (until !== null) approval.until = until.getTime();
  if (reason !== null) approval.reason = reason;
  return approval;
}

export const isInForce = ({ isActive, until }: Pick<Approval, 'isActive' | 'until'>, now: number): boolean =>
  isActive && (until === undefined || until > now);

export type NewApproval = {
  organization: string;
  app: string;
  /** None: all that the app is registered with. */
  scopes: readonly string[];
  until: number | undefined;
  author: string;
};

/** @throws Problem absent without such an app; rule for scopes that the app may not ask for, and a time that has passed. */
export async function approveApp(database: Queryable, approval: NewApproval, now: number): Promise<Approval> {
  const app = await findApp(database, approval.app);
  if (app === undefined || !app.isActive) throw noSuchApp();
  const limits = app.scopes.map(parseScope).filter((scope) => scope !== undefined);
  const isPossible = (text: string) => {
    const scope = parseScope(text);
    return scope !== undefined && limits.some((limit) => isWithin(scope, limit));
  };
  const scopes = approval.scopes.length === 0 ? app.scopes : approval.scopes;
  const wrong = scopes.filter((text) => !isSessionScope(text) && !isPossible(text));
  if (wrong.length > 0) {
    throw problem('rule', 'app-scope-wider', {
      diagnostics: 'A scope gives more than the app is registered with.',
      expression: "Parameters.parameter.where(name='scope')",
    });
  }
  if (approval.until !== undefined && approval.until <= now) {
    throw new Problem('rule', [
      { severity: 'error', code: 'invalid', key: 'app-until-past', diagnostics: 'The approval would be over already.' },
    ]);
  }
  const { until, author } = approval;
  return append(
    database,
    approval,
    author,
    true,
    scopes.filter((text) => !isSessionScope(text)),
    until,
    undefined,
  );
}

/** Staff and systems of the organisation cannot use the app from now on. @throws Problem absent when it was not approved. */
export async function withdrawApp(
  database: Queryable,
  of: { organization: string; app: string },
  author: string,
  reason: string | undefined,
): Promise<Approval> {
  const [before] = await approvalsOf(database, of.app, [of.organization]);
  if (before === undefined || !before.isActive) {
    throw problem('absent', 'app-not-approved', { diagnostics: 'The organisation has not approved this app.' });
  }
  return append(database, of, author, false, before.scopes, before.until, reason);
}

async function append(
  database: Queryable,
  { organization, app }: { organization: string; app: string },
  author: string,
  isActive: boolean,
  scopes: readonly string[],
  until: number | undefined,
  reason: string | undefined,
): Promise<Approval> {
  const { rows } = await database.query<Row>(
    `INSERT INTO app_approval (organization, app, version, author, is_active, scopes, until, reason)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM app_approval WHERE organization = $1 AND app = $2
     ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [organization, app, author, isActive, scopes, until === undefined ? null : new Date(until), reason ?? null],
  );
  if (rows[0] === undefined) throw problem('conflict', 'changed-meanwhile');
  return approvalOf(rows[0]);
}

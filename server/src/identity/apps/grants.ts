import type { Queryable } from '../../record/index.ts';
import type { LaunchContext } from './launches.ts';

/** What the tokens of one authorization say besides what the library puts in them. */
export type AppGrant = {
  /** Grant of the authorization server. */
  id: string;
  app: string;
  /** `Practitioner/…` or `Patient/…` */
  person: string;
  /** Whose record, for a citizen's app; '' for staff. As in the connection. */
  patient: string;
  /** All that was granted, session scopes too, as it is told the app. */
  scopes: readonly string[];
  /** Claims of access tokens: who, at which unit, in which role. */
  claims: Readonly<Record<string, unknown>>;
  context: Partial<LaunchContext>;
  /** Whether it was launched from the record, which shows whose it is. */
  isFromRecord: boolean;
  /** Epoch ms: no token outlives it. */
  expiresAt: number;
};

type Row = { id: string; app: string; person: string; patient: string; content: string; expires_at: Date };

export async function keepGrant(database: Queryable, grant: AppGrant): Promise<void> {
  const { id, app, person, patient, expiresAt, ...content } = grant;
  await database.query(
    'INSERT INTO app_grant (id, app, person, patient, content, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, app, person, patient, JSON.stringify(content), new Date(expiresAt)],
  );
}

export async function findGrant(database: Queryable, id: string): Promise<AppGrant | undefined> {
  const { rows } = await database.query<Row>(
    'SELECT id, app, person, patient, content, expires_at FROM app_grant WHERE id = $1 AND expires_at > now()',
    [id],
    'app-grant',
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { expires_at, content, ...rest } = row;
  return {
    ...(JSON.parse(content) as Omit<AppGrant, keyof typeof rest | 'expiresAt'>),
    ...rest,
    expiresAt: expires_at.getTime(),
  };
}

/** Forgets an app's grants, of all persons or of those whose claims name one of the organisations. @returns their ids. */
export async function endGrants(database: Queryable, app: string, organization?: string): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `DELETE FROM app_grant WHERE app = $1 AND ($2::text IS NULL
       OR content::jsonb #>> '{claims,legal_entity}' = $2 OR content::jsonb #>> '{claims,organization_id}' = $2)
     RETURNING id`,
    [app, organization ?? null],
  );
  return rows.map(({ id }) => id);
}

/** Forgets grants and launches that are over. */
export async function sweepGrants(database: Queryable): Promise<void> {
  await database.query('DELETE FROM app_grant WHERE expires_at < now()');
  await database.query('DELETE FROM app_launch WHERE expires_at < now()');
}

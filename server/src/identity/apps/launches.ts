import { createHash, randomBytes } from 'node:crypto';
import type { Queryable } from '../../record/index.ts';

/** In what an app is launched from the record. */
export type LaunchContext = { patient: string; encounter?: string; intent?: string };

const goodForSeconds = 300;

/**
 * Prepares the launch of an app from the record.
 * @param person who launches it and alone may use it: `Practitioner/…`
 * @returns the value of `launch` that the app is opened with. @source SMART App Launch 2.2, section 3.1 (EHR launch)
 */
export async function makeLaunch(
  database: Queryable,
  of: { app: string; person: string },
  context: LaunchContext,
): Promise<string> {
  const launch = randomBytes(24).toString('base64url');
  await database.query(
    `INSERT INTO app_launch (id, app, person, content, expires_at) VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')`,
    [digest(launch), of.app, of.person, JSON.stringify(context), goodForSeconds],
  );
  return launch;
}

/** The context of a launch that is prepared for this app and person, and not over. */
export async function findLaunch(
  database: Queryable,
  launch: string,
  of: { app: string; person: string },
): Promise<LaunchContext | undefined> {
  return first(
    await database.query<{ content: string }>(
      'SELECT content FROM app_launch WHERE id = $1 AND app = $2 AND person = $3 AND expires_at > now()',
      [digest(launch), of.app, of.person],
    ),
  );
}

/** The same, and nobody can use it again. */
export async function useLaunch(
  database: Queryable,
  launch: string,
  of: { app: string; person: string },
): Promise<LaunchContext | undefined> {
  return first(
    await database.query<{ content: string }>(
      'DELETE FROM app_launch WHERE id = $1 AND app = $2 AND person = $3 AND expires_at > now() RETURNING content',
      [digest(launch), of.app, of.person],
    ),
  );
}

const first = ({ rows }: { rows: { content: string }[] }): LaunchContext | undefined =>
  rows[0] === undefined ? undefined : (JSON.parse(rows[0].content) as LaunchContext);

const digest = (launch: string): Buffer => createHash('sha256').update(launch).digest();

import { problem } from '../../fhir/issue.ts';
import type { Queryable } from '../../record/index.ts';
import type { App } from './app.ts';

export type RegisteredApp = App & { version: number; at: number; isActive: boolean };

/** An app's version as it is stored. */
export type Row = { id: string; version: number; at: Date; is_active: boolean; content: string };

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

export const appOf = ({ version, at, is_active, content }: Row): RegisteredApp => ({
  ...(JSON.parse(content) as App),
  version,
  at: at.getTime(),
  isActive: is_active,
});

export const noSuchApp = () =>
  problem('absent', 'app-unknown', { diagnostics: 'There is no app with this client id.' });

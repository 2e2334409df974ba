import { problem } from '../../fhir/issue.ts';
import type { Queryable } from '../../record/index.ts';

/** What a person has agreed that an app may do: a citizen in one record, health personnel at work. */
export type Connection = {
  /** `Practitioner/…` or `Patient/…` */
  person: string;
  app: string;
  /** Whose record, for a citizen (Patient id); '' for staff. */
  patient: string;
  version: number;
  at: number;
  isActive: boolean;
  asked: readonly string[];
  scopes: readonly string[];
  /** Epoch ms. */
  until: number;
};

type Row = {
  person: string;
  app: string;
  patient: string;
  version: number;
  at: Date;
  is_active: boolean;
  asked: string[];
  scopes: string[];
  until: Date;
};

const columns = 'person, app, patient, version, at, is_active, asked, scopes, until';
const newest = `SELECT DISTINCT ON (person, app, patient) ${columns} FROM app_connection`;
const order = 'ORDER BY person, app, patient, version DESC';

const connectionOf = ({ at, is_active, until, ...row }: Row): Connection => ({
  ...row,
  at: at.getTime(),
  isActive: is_active,
  until: until.getTime(),
});

export type Connected = Pick<Connection, 'person' | 'app' | 'patient'>;

export async function findConnection(database: Queryable, of: Connected): Promise<Connection | undefined> {
  const { rows } = await database.query<Row>(
    `${newest} WHERE person = $1 AND app = $2 AND patient = $3 ${order}`,
    [of.person, of.app, of.patient],
    'app-connection',
  );
  return rows[0] === undefined ? undefined : connectionOf(rows[0]);
}

/** All that a person ever connected, the newest first; `isHolding` tells which still are. */
export async function connectionsOf(database: Queryable, person: string): Promise<Connection[]> {
  const { rows } = await database.query<Row>(`${newest} WHERE person = $1 ${order}`, [person]);
  return rows.map(connectionOf).sort((a, b) => b.at - a.at);
}

export const isHolding = ({ isActive, until }: Pick<Connection, 'isActive' | 'until'>, now: number): boolean =>
  isActive && until > now;

export async function connect(
  database: Queryable,
  of: Connected,
  agreed: Pick<Connection, 'asked' | 'scopes' | 'until'>,
): Promise<Connection> {
  return append(database, of, of.person, true, agreed);
}

/**
 * Ends what a person has agreed to with an app, in one record or in all.
 * @returns the grants of the tokens that are to be withdrawn.
 */
export async function disconnect(
  database: Queryable,
  { person, app, patient, author }: { person: string; app: string; patient?: string; author: string },
): Promise<string[]> {
  const all = await connectionsOf(database, person);
  const ending = all.filter(
    (one) => one.app === app && one.isActive && (patient === undefined || one.patient === patient),
  );
  for (const one of ending) await append(database, one, author, false, one);
  const { rows } = await database.query<{ id: string }>(
    `DELETE FROM app_grant WHERE person = $1 AND app = $2 AND ($3::text IS NULL OR patient = $3) RETURNING id`,
    [person, app, patient ?? null],
  );
  return rows.map(({ id }) => id);
}

async function append(
  database: Queryable,
  { person, app, patient }: Connected,
  author: string,
  isActive: boolean,
  { asked, scopes, until }: Pick<Connection, 'asked' | 'scopes' | 'until'>,
): Promise<Connection> {
  const { rows } = await database.query<Row>(
    `INSERT INTO app_connection (person, app, patient, version, author, is_active, asked, scopes, until)
     SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8 FROM app_connection
     WHERE person = $1 AND app = $2 AND patient = $3
     ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [person, app, patient, author, isActive, asked, scopes, new Date(until)],
  );
  if (rows[0] === undefined) throw problem('conflict', 'changed-meanwhile');
  return connectionOf(rows[0]);
}

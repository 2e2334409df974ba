import { randomUUID } from 'node:crypto';
import { type Queryable, textArray } from '../../record/index.ts';

/** A card that was given out: what feedback names. */
export type Card = { id: string };
type Used = { id: string; version: string };

const KEPT = "interval '30 days'";

/** Gives each piece of advice a card, and counts that it was shown. */
export async function giveOut(database: Queryable, hook: string, rules: readonly Used[]): Promise<Card[]> {
  if (rules.length === 0) return [];
  const cards = rules.map(() => ({ id: randomUUID() }));
  await database.query(
    `WITH card AS (
       INSERT INTO advice_card (id, rule, version, hook)
       SELECT t.id::uuid, t.rule, t.version, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS t (id, rule, version)
       RETURNING rule, version
     )
     INSERT INTO advice_use AS u (rule, version, hook, month, shown)
     SELECT rule, version, $4, date_trunc('month', now())::date, count(*) FROM card GROUP BY rule, version ORDER BY rule, version
     ON CONFLICT (rule, version, hook, month) DO UPDATE SET shown = u.shown + excluded.shown`,
    [
      textArray(cards.map(({ id }) => id)),
      textArray(rules.map(({ id }) => id)),
      textArray(rules.map(({ version }) => version)),
      hook,
    ],
    'advice-give-out',
  );
  return cards;
}

export type Outcome = 'accepted' | 'overridden';

/**
 * What became of a card. Told again the same way it is counted once; what was accepted and then overridden counts as both.
 * @returns whether there is such a card
 */
export async function tellOutcome(
  database: Queryable,
  { card, outcome, reason }: { card: string; outcome: Outcome; reason?: string | undefined },
): Promise<boolean> {
  const { rows } = await database.query<{ rule: string; version: string; hook: string; isNew: boolean }>(
    `WITH before AS (SELECT id, outcome FROM advice_card WHERE id = $1::uuid FOR UPDATE),
       told AS (UPDATE advice_card c SET outcome = $2 FROM before b WHERE c.id = b.id
         RETURNING c.rule, c.version, c.hook, b.outcome IS DISTINCT FROM $2 AS is_new)
     SELECT rule, version, hook, is_new AS "isNew" FROM told`,
    [card, outcome],
  );
  const [told] = rows;
  if (told === undefined) return false;
  if (!told.isNew) return true;
  const column = outcome === 'accepted' ? 'applied' : 'overridden';
  await database.query(
    `INSERT INTO advice_use AS u (rule, version, hook, month, ${column})
     VALUES ($1, $2, $3, date_trunc('month', now())::date, 1)
     ON CONFLICT (rule, version, hook, month) DO UPDATE SET ${column} = u.${column} + 1`,
    [told.rule, told.version, told.hook],
  );
  if (outcome === 'overridden' && reason !== undefined) {
    await database.query(
      `INSERT INTO advice_reason AS r (rule, reason, count) VALUES ($1, $2, 1)
       ON CONFLICT (rule, reason) DO UPDATE SET count = r.count + 1`,
      [told.rule, reason],
    );
  }
  return true;
}

/** Forgets cards that nobody will tell of any more. */
export async function sweepCards(database: Queryable): Promise<void> {
  await database.query(`DELETE FROM advice_card WHERE at < now() - ${KEPT}`);
}

export type Rates = { shown: number; applied: number; overridden: number; reasons: Readonly<Record<string, number>> };

/** How each rule has fared over the last year, by its id. */
export async function ratesOf(database: Queryable): Promise<ReadonlyMap<string, Rates>> {
  const { rows } = await database.query<{ rule: string; shown: number; applied: number; overridden: number }>(
    `SELECT rule, sum(shown)::float8 AS shown, sum(applied)::float8 AS applied, sum(overridden)::float8 AS overridden
     FROM advice_use WHERE month > now() - interval '1 year' GROUP BY rule`,
  );
  const reasons = await database.query<{ rule: string; reason: string; count: number }>(
    'SELECT rule, reason, count::float8 AS count FROM advice_reason',
  );
  return new Map(
    rows.map(({ rule, ...counts }) => {
      const mine = reasons.rows.filter((one) => one.rule === rule).map(({ reason, count }) => [reason, count] as const);
      return [rule, { ...counts, reasons: Object.fromEntries(mine) }];
    }),
  );
}

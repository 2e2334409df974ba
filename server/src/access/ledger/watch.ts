import { typeNumber } from '../../fhir/types.ts';
import { type Database, float8Array, int8Array, type Queryable, textArray } from '../../record/index.ts';
import { ALERT_FROM, CURIOUS_FROM, type Day, judgeDay, judgeVisit } from './patterns.ts';
import { loadVisits } from './visit-facts.ts';
import { addVisits, type VisitKey } from './visits.ts';

/** Something that someone should ask about. */
export type Alert = {
  /** `Practitioner/<id>`. */
  person: string;
  /** The working day, YYYY-MM-DD. */
  day: string;
  /** What tells most: a signal of a visit, or a pattern of a day. */
  pattern: string;
  /** Patient whose record it is about, when it is about one. */
  patient: string | undefined;
  score: number;
  signals: string[];
};

export type AlertFilter = {
  person?: string;
  patterns?: readonly string[];
  /** Days, both included. */
  from?: string;
  to?: string;
  /** Only of those who worked for this legal entity, or this unit, that day. */
  legal?: string;
  count: number;
};

/** Visits that are judged in one go. */
const MOST = 2_000;

/** Reads what is new in the log and judges what it changed. Any process may call it, at any time. */
export async function catchUp(database: Database): Promise<void> {
  for (let isMore = true; isMore; ) {
    isMore = await database.transaction(async (client) => {
      const changed = await addVisits(client);
      for (let i = 0; i < changed.length; i += MOST) await judgeVisits(client, changed.slice(i, i + MOST));
      await judgeDays(client, changed);
      return changed.length > 0;
    });
  }
}

async function judgeVisits(client: Queryable, keys: readonly VisitKey[]): Promise<void> {
  const judged = (await loadVisits(client, keys)).map((known) => ({
    ...known,
    ...judgeVisit(known.visit, known.facts),
  }));
  const places = [
    textArray(judged.map(({ person }) => person)),
    int8Array(judged.map(({ record }) => record)),
    textArray(judged.map(({ day }) => day)),
  ];
  await client.query(
    `UPDATE log_visit v SET curious = k.score FROM unnest($1::text[], $2::int8[], $3::text[], $4::float8[]) AS k (person, record, day, score)
     WHERE v.person = k.person AND v.record = k.record AND v.day = k.day::date AND v.curious <> k.score::real`,
    [...places, float8Array(judged.map(({ score }) => score))],
    'log-curious',
  );
  // a visit that has been explained since is no alert any more
  await client.query(
    `DELETE FROM log_alert a USING unnest($1::text[], $2::int8[], $3::text[]) AS k (person, record, day)
     WHERE a.person = k.person AND a.record = k.record AND a.day = k.day::date`,
    places,
    'log-alerts-out',
  );
  await addAlerts(
    client,
    judged
      .filter(({ score }) => score >= ALERT_FROM)
      .map(({ person, record, day, score, signals }) => ({
        person,
        record,
        day,
        score,
        signals,
        pattern: signals[0]!,
      })),
  );
}

type NewAlert = VisitKey & { pattern: string; score: number; signals: readonly string[] };

async function addAlerts(client: Queryable, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  await client.query(
    `INSERT INTO log_alert (person, day, pattern, record, score, signals)
     SELECT person, day::date, pattern, record, score, string_to_array(signals, ',')
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::float8[], $6::text[]) AS k (person, day, pattern, record, score, signals)
     ON CONFLICT (person, day, pattern, record) DO UPDATE SET score = excluded.score, signals = excluded.signals`,
    [
      textArray(alerts.map(({ person }) => person)),
      textArray(alerts.map(({ day }) => day)),
      textArray(alerts.map(({ pattern }) => pattern)),
      int8Array(alerts.map(({ record }) => record)),
      float8Array(alerts.map(({ score }) => score)),
      textArray(alerts.map(({ signals }) => signals.join(','))),
    ],
    'log-alerts-in',
  );
}

type DayRow = {
  person: string;
  day: string;
  records: number;
  nights: number;
  days: number;
  mean: number;
  deviation: number;
  worksNights: boolean;
  curious: number;
  isCurious: boolean;
};

async function judgeDays(client: Queryable, keys: readonly VisitKey[]): Promise<void> {
  const days = new Map(keys.map(({ person, day }) => [`${person} ${day}`, { person, day }]));
  const { rows } = await client.query<DayRow>(
    `SELECT k.person, k.day, t.records, t.nights, h.days, h.mean, h.deviation, h.nights >= 2 AS "worksNights", t."isCurious",
       CASE WHEN t."isCurious" THEN (SELECT count(DISTINCT c.record)::int FROM log_visit c WHERE c.person = k.person
         AND c.day BETWEEN k.day::date - 545 AND k.day::date AND c.curious >= $3::float8) ELSE 0 END AS curious
     FROM unnest($1::text[], $2::text[]) AS k (person, day)
     CROSS JOIN LATERAL (SELECT count(*)::int AS records, (count(*) FILTER (WHERE v.night > 0 AND v.writes = 0))::int AS nights,
         bool_or(v.curious >= $3::float8) AS "isCurious"
       FROM log_visit v WHERE v.person = k.person AND v.day = k.day::date) t
     CROSS JOIN LATERAL (SELECT count(*)::int AS days, coalesce(avg(n), 0)::float8 AS mean, coalesce(stddev_pop(n), 0)::float8 AS deviation,
         (count(*) FILTER (WHERE night))::int AS nights
       FROM (SELECT count(*) AS n, bool_or(v.night > 0) AS night FROM log_visit v
         WHERE v.person = k.person AND v.day BETWEEN k.day::date - 42 AND k.day::date - 1 GROUP BY v.day) d) h`,
    [
      textArray([...days.values()].map(({ person }) => person)),
      textArray([...days.values()].map(({ day }) => day)),
      CURIOUS_FROM,
    ],
    'log-days',
  );
  const alerts = rows.flatMap(({ person, day, records, nights, days: count, mean, deviation, ...row }) => {
    const told: Day = {
      records,
      nightRecords: nights,
      usual: { days: count, mean, deviation },
      worksNights: row.worksNights,
      curious: row.curious,
      isCurious: row.isCurious,
    };
    return judgeDay(told).map(({ pattern, score }) => ({
      person,
      day,
      record: 0n,
      pattern,
      score,
      signals: [pattern],
    }));
  });
  await addAlerts(client, alerts);
}

/** Alerts, the newest day first, those that tell most before others. */
export async function findAlerts(client: Queryable, filter: AlertFilter): Promise<Alert[]> {
  const { person, patterns, from, to, legal, count } = filter;
  const { rows } = await client.query<Omit<Alert, 'patient'> & { patient: string | null }>(
    `SELECT a.person, a.day::text, a.pattern, a.score::float8, a.signals,
       (SELECT min(p.id) FROM resource p WHERE a.record <> 0 AND p.record = a.record AND p.type = ${typeNumber('Patient')}) AS patient
     FROM log_alert a
     WHERE ($1::text IS NULL OR a.person = $1) AND ($2::text[] IS NULL OR a.signals && $2)
       AND a.day >= coalesce($3::date, '-infinity') AND a.day <= coalesce($4::date, 'infinity')
       AND ($6::text IS NULL OR EXISTS (SELECT FROM log_visit v WHERE v.person = a.person AND v.day = a.day AND $6 IN (v.legal, v.unit)))
     ORDER BY a.day DESC, a.score DESC, a.person, a.pattern, a.record LIMIT $5`,
    [
      person ?? null,
      patterns === undefined ? null : textArray(patterns),
      from ?? null,
      to ?? null,
      count,
      legal ?? null,
    ],
    'log-alerts',
  );
  return rows.map(({ patient, ...alert }) => ({ ...alert, patient: patient ?? undefined }));
}

import { typeNumber } from '../../fhir/types.ts';
import { int8Array, type Queryable, textArray, timestampArray } from '../../record/index.ts';
import { AFTERWARDS_MS, type Circumstances } from './review-signs.ts';

/** One person's look at one record, that somebody is to judge. */
export type Look = {
  record: bigint;
  /** Practitioner id. */
  person: string;
  /** Epoch ms, half-open. */
  from: number;
  until: number;
  /** When it would have ended by itself. */
  endsBy: number;
  isAddressProtected: boolean;
  /** Units where the citizen works. */
  worksAt: readonly string[];
};

/** Where and as what the person worked then. */
export type Worked = { role?: string; title?: string; unit?: { id: string; display?: string } };

export type Known = Circumstances & { worked: Worked };

const YEAR_MS = 365 * 86_400_000;
/** What brings a citizen to a unit; not who the citizen's GP is. */
const COMING = `('encounter', 'stay', 'episode', 'vedtak', 'contract', 'referral', 'alarm', 'appointment', 'case')`;
const READING = `('read', 'vread', 'search-type', 'search-system', 'history-instance', '$everything', '$document')`;
/** What an opening itself leaves behind is no note. */
const NO_NOTE = ['Task', 'Communication', 'Encounter'].map(typeNumber).join(',');
const ENCOUNTER = typeNumber('Encounter');

type Row = {
  has_arrived: boolean | null;
  has_relation: boolean | null;
  notes: number;
  reads: number;
  before: number;
  before_here: number;
  content: string | null;
};

/** What is known around each look, in one statement, from the log and from facts. In the order of the looks. */
export async function circumstancesOf(client: Queryable, looks: readonly Look[]): Promise<Known[]> {
  if (looks.length === 0) return [];
  const { rows } = await client.query<Row>(
    `WITH o AS MATERIALIZED (
       SELECT u.*, (SELECT c.content FROM access_log_context c JOIN access_log l ON l.context = c.id
         WHERE c.person = 'Practitioner/' || u.person AND l.record = u.record AND l.at >= u.start - interval '1 minute'
         ORDER BY l.at LIMIT 1) AS content
       FROM unnest($1::int8[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
         WITH ORDINALITY AS u (record, person, start, until, late, n))
     SELECT a.*, o.content,
       (SELECT bool_or(true) FROM access_fact f WHERE f.record = o.record AND f.kind IN ${COMING}
         AND f.unit = o.content::jsonb -> 'organization' ->> 'id' AND f.from_at < o.late AND f.to_at > o.start) AS has_relation,
       (SELECT count(*)::int FROM access_fact f WHERE f.person = o.person AND f.kind = 'emergency'
         AND f.from_at < o.start AND f.from_at >= o.start - interval '${YEAR_MS / 1000} seconds') AS before,
       (SELECT count(*)::int FROM access_fact f WHERE f.person = o.person AND f.kind = 'emergency' AND f.record = o.record
         AND f.from_at < o.start AND f.from_at >= o.start - interval '${YEAR_MS / 1000} seconds') AS before_here
     FROM o CROSS JOIN LATERAL (
       SELECT
         bool_or(l.interaction = '$register-arrival' OR (l.interaction = 'create' AND l.type = ${ENCOUNTER})) AS has_arrived,
         count(*) FILTER (WHERE c.person = 'Practitioner/' || o.person AND l.interaction IN ('create', 'update', 'patch')
           AND l.type NOT IN (${NO_NOTE}))::int AS notes,
         count(*) FILTER (WHERE c.person = 'Practitioner/' || o.person AND l.interaction IN ${READING}
           AND l.at < o.until)::int AS reads
       FROM access_log l JOIN access_log_context c ON c.id = l.context
       WHERE l.record = o.record AND l.at >= o.start AND l.at < o.late AND l.outcome = 0) a
     ORDER BY o.n`,
    [
      int8Array(looks.map(({ record }) => record)),
      textArray(looks.map(({ person }) => person)),
      timestampArray(looks.map(({ from }) => from)),
      timestampArray(looks.map(({ until }) => until)),
      timestampArray(looks.map(({ from }) => from + AFTERWARDS_MS)),
    ],
    'circumstances-of-looks',
  );
  return rows.map((row, i): Known => {
    const { from, until, endsBy, isAddressProtected, worksAt } = looks[i]!;
    const worked = workedIn(row.content);
    return {
      from,
      until,
      isEndedEarly: until < endsBy,
      hasArrived: row.has_arrived === true,
      hasRelation: row.has_relation === true,
      notes: row.notes,
      reads: row.reads,
      openingsBefore: row.before,
      openingsOfRecordBefore: row.before_here,
      isAddressProtected,
      isColleague: worked.unit !== undefined && worksAt.includes(worked.unit.id),
      worked,
    };
  });
}

function workedIn(content: string | null): Worked {
  if (content === null) return {};
  const { role, title, organization } = JSON.parse(content) as {
    role?: string;
    title?: string;
    organization?: { id: string; display?: string };
  };
  return {
    ...(role === undefined ? {} : { role }),
    ...(title === undefined ? {} : { title }),
    ...(organization === undefined ? {} : { unit: organization }),
  };
}

/**
 * The baseline's tables, made of what our server has stored, so that both answer with the same resources; of content, whose
 * ids are names that several types share and that nobody asks for here, one of each name.
 */
export const tables = `
CREATE SCHEMA bare;
CREATE TABLE bare.resource (key text COLLATE "C", record bigint, content text);
INSERT INTO bare.resource SELECT id, record, content FROM (SELECT DISTINCT ON (id) * FROM public.resource) one ORDER BY seq;
ALTER TABLE bare.resource ADD PRIMARY KEY (key);
CREATE INDEX ON bare.resource (record);
CREATE TABLE bare.observation (patient text COLLATE "C", code text COLLATE "C", at timestamptz, content text);
INSERT INTO bare.observation
  SELECT split_part(content::jsonb #>> '{subject,reference}', '/', 2), content::jsonb #>> '{code,coding,0,code}', from_at, content
  FROM public.resource WHERE type = $TYPE ORDER BY seq;
CREATE INDEX ON bare.observation (patient, code, at DESC) INCLUDE (content);
CREATE TABLE bare.created (key text COLLATE "C" PRIMARY KEY, content text);
CREATE TABLE bare.line (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, what text NOT NULL);
CREATE TABLE bare.loaded (key text COLLATE "C" PRIMARY KEY, content text);
`;

/** A line that is on disk before anything is answered: what no log that comes first can do with less. */
const line = 'WITH line AS (INSERT INTO bare.line (at, what) VALUES (now(), $1))';

export const statements = {
  read: 'SELECT content FROM bare.resource WHERE key = $1',
  search: 'SELECT content FROM bare.observation WHERE patient = $1 AND code = $2 ORDER BY at DESC LIMIT 20',
  everything: 'SELECT content FROM bare.resource WHERE record = $1',
  'logged-read': `${line} SELECT content FROM bare.resource WHERE key = $1`,
  'logged-search': `${line} SELECT content FROM bare.observation WHERE patient = $1 AND code = $2 ORDER BY at DESC LIMIT 20`,
  create: 'INSERT INTO bare.created (key, content) VALUES ($1, $2)',
  load: 'INSERT INTO bare.loaded (key, content) SELECT * FROM unnest($1::text[], $2::text[])',
};

-- The record engine's tables. Rationale and figures: docs/decisions/0002-one-row-per-resource.md
--
-- Every clinical table's key begins with the record, so that the same schema can be distributed by record.

CREATE SEQUENCE resource_seq;

CREATE TABLE resource (
  record       bigint      NOT NULL,
  type         smallint    NOT NULL,
  id           text        COLLATE "C" NOT NULL,
  version      int         NOT NULL,
  at           timestamptz NOT NULL,
  seq          bigint      NOT NULL DEFAULT nextval('resource_seq'),
  from_at      timestamptz NOT NULL DEFAULT '-infinity',
  to_at        timestamptz NOT NULL DEFAULT 'infinity',
  tokens       bigint[]    NOT NULL,
  tokens_more  bigint[],
  present      int[]       NOT NULL,
  strings      text[],
  date_keys    bigint[],
  date_from    timestamptz[],
  date_to      timestamptz[],
  number_keys  bigint[],
  number_from  float8[],
  number_to    float8[],
  number_units bigint[],
  content      text        NOT NULL,
  PRIMARY KEY (record, type, id)
) WITH (fillfactor = 85, autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);

CREATE INDEX resource_scan ON resource (record, type, from_at DESC, id) INCLUDE (to_at, tokens);
CREATE INDEX resource_seq_order ON resource (type, seq);

-- Superseded versions and deletions only: a create writes its content once.
CREATE TABLE resource_history (
  record  bigint      NOT NULL,
  type    smallint    NOT NULL,
  id      text        COLLATE "C" NOT NULL,
  version int         NOT NULL,
  at      timestamptz NOT NULL,
  op      "char"      NOT NULL, -- C created, U updated, D deleted (content is null)
  content text,
  PRIMARY KEY (record, type, id, version)
);

-- lz4 reads faster than pglz; a PostgreSQL built without it (the embedded one) keeps pglz
DO $$ BEGIN
  ALTER TABLE resource ALTER COLUMN content SET COMPRESSION lz4;
  ALTER TABLE resource_history ALTER COLUMN content SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;

-- Where a resource lives whose id does not tell it: ids chosen by clients, and resources moved to another record.
CREATE TABLE located (
  type   smallint NOT NULL,
  id     text     COLLATE "C" NOT NULL,
  record bigint   NOT NULL,
  PRIMARY KEY (type, id)
);

-- What is searched across records: tokens and references (candidates in date order), and names.
CREATE TABLE x_token (
  value   bigint      NOT NULL,
  type    smallint    NOT NULL,
  from_at timestamptz NOT NULL,
  record  bigint      NOT NULL,
  id      text        COLLATE "C" NOT NULL,
  PRIMARY KEY (value, type, from_at, record, id)
);

CREATE TABLE x_name (
  type   smallint NOT NULL,
  name   text     COLLATE "C" NOT NULL,
  record bigint   NOT NULL,
  id     text     COLLATE "C" NOT NULL,
  PRIMARY KEY (type, name, record, id)
);

-- Every change in order of its transaction's writing: system and type history, events, subscriptions.
CREATE TABLE outbox (
  seq     bigint      GENERATED ALWAYS AS IDENTITY,
  tx      xid8        NOT NULL DEFAULT pg_current_xact_id(), -- a reader stops at the oldest transaction still open
  at      timestamptz NOT NULL,
  record  bigint      NOT NULL,
  type    smallint    NOT NULL,
  id      text        COLLATE "C" NOT NULL,
  version int         NOT NULL,
  op      "char"      NOT NULL,
  PRIMARY KEY (seq)
);
CREATE INDEX outbox_type ON outbox (type, seq);

-- A load's transaction that was sent twice is done once: the answer of the first.
CREATE TABLE idempotency (
  key      text        PRIMARY KEY,
  at       timestamptz NOT NULL,
  response text        NOT NULL
);

-- Who was let in or refused, to what, why. Written before anything is disclosed, in the same transaction as a write.
CREATE SEQUENCE access_log_writer;
CREATE TABLE access_log (
  writer      bigint      NOT NULL, -- one per server process, given by the database
  seq         bigint      NOT NULL, -- rising per writer
  at          timestamptz NOT NULL,
  actor       text        NOT NULL,
  client      text        NOT NULL,
  organization text,
  interaction text        NOT NULL,
  record      bigint,
  type        smallint,
  id          text,
  decision    text        NOT NULL,
  detail      text,                 -- query (base64) and what was disclosed; never clinical content
  PRIMARY KEY (writer, seq)
);
CREATE INDEX access_log_record ON access_log (record, at);

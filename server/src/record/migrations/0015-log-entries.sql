-- Entries of the access log that say who, for what purpose, on what ground and by what rule, and that carry the hash of
-- what they say (docs/decisions/0013-a-log-that-shows-tampering.md).

-- Who asked: written once for a session, and named by the hash of its content (the first 16 bytes of SHA-256).
CREATE TABLE access_log_context (
  id      uuid        PRIMARY KEY,
  at      timestamptz NOT NULL,
  person  text        COLLATE "C" NOT NULL, -- `Practitioner/<id>`, `Patient/<id>` or `client:<id>`
  content text                              -- JSON, with a salt of its own; NULL when it has been lawfully erased
);
CREATE INDEX access_log_context_person ON access_log_context (person);

ALTER TABLE access_log
  ADD COLUMN tx           bigint,           -- the transaction that wrote it: what the log is ordered by
  ADD COLUMN context      uuid,
  ADD COLUMN outcome      smallint NOT NULL DEFAULT 0, -- 0 done, 4 refused, 8 failed
  ADD COLUMN stream       "char"   NOT NULL DEFAULT 'p', -- p patient, s security
  ADD COLUMN purpose      text,
  ADD COLUMN basis        text,             -- the decision's reason, such as relation:vedtak
  ADD COLUMN rule         text,
  ADD COLUMN obligations  text,
  ADD COLUMN on_behalf_of text,
  ADD COLUMN reason       text,             -- in the person's own words, for emergency access
  ADD COLUMN shown        text,             -- ids of what was disclosed
  ADD COLUMN salt         uuid,             -- hides what is kept from who has only its hash
  ADD COLUMN erased       bytea,            -- the commitment to record, id, on_behalf_of, reason, detail and shown once they are erased
  ADD COLUMN leaf         bytea;

-- As COPY prints it: the canonical form of a value.
CREATE FUNCTION access_log_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(replace(replace(replace(replace(replace(replace(replace(value,
    E'\\', E'\\\\'), E'\b', E'\\b'), E'\f', E'\\f'), E'\n', E'\\n'), E'\r', E'\\r'), E'\t', E'\\t'), E'\x0b', E'\\v'), E'\\N')
$$;

-- The commitment to what can be erased.
CREATE FUNCTION access_log_commitment(l access_log) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT coalesce(l.erased, sha256(uuid_send(l.salt) || convert_to(concat_ws(E'\t',
    access_log_text(l.record::text), access_log_text(l.id), access_log_text(l.on_behalf_of), access_log_text(l.reason),
    access_log_text(l.detail), access_log_text(l.shown)), 'UTF8')))
$$;

-- The leaf of the Merkle tree (RFC 6962, 2.1) that stands for an entry.
CREATE FUNCTION access_log_leaf(l access_log) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256('\x00'::bytea || convert_to(concat_ws(E'\t',
    l.writer, l.seq, (extract(epoch FROM l.at) * 1000)::bigint, l.context, access_log_text(l.interaction),
    access_log_text(l.decision), l.outcome, l.stream, access_log_text(l.purpose), access_log_text(l.basis),
    access_log_text(l.rule), access_log_text(l.obligations), access_log_text(l.type::text)) || E'\n', 'UTF8')
    || access_log_commitment(l))
$$;

-- Entries from before: they get a context, a salt and a leaf.
CREATE TEMPORARY TABLE old_context ON COMMIT DROP AS
  SELECT actor, client, organization, min(at) AS at, json_build_object('id', actor, 'clientId', client, 'organization',
    CASE WHEN organization IS NOT NULL THEN json_build_object('id', organization) END, 'salt', gen_random_uuid())::text AS content
  FROM access_log GROUP BY actor, client, organization;
INSERT INTO access_log_context (id, at, person, content)
  SELECT encode(substring(sha256(convert_to(content, 'UTF8')) FOR 16), 'hex')::uuid, at, actor, content FROM old_context;
UPDATE access_log l SET tx = 0, salt = gen_random_uuid(), at = date_trunc('milliseconds', l.at),
  outcome = CASE WHEN decision LIKE 'deny%' THEN 4 ELSE 0 END,
  context = encode(substring(sha256(convert_to(o.content, 'UTF8')) FOR 16), 'hex')::uuid
  FROM old_context o WHERE o.actor = l.actor AND o.client = l.client AND o.organization IS NOT DISTINCT FROM l.organization;
UPDATE access_log l SET leaf = access_log_leaf(l);

ALTER TABLE access_log
  DROP CONSTRAINT access_log_pkey,
  ALTER COLUMN tx SET NOT NULL,
  ADD PRIMARY KEY (tx, writer, seq),
  ALTER COLUMN context SET NOT NULL,
  ALTER COLUMN leaf SET NOT NULL,
  ALTER COLUMN outcome DROP DEFAULT,
  ALTER COLUMN stream DROP DEFAULT,
  DROP COLUMN actor,
  DROP COLUMN client,
  DROP COLUMN organization;
CREATE INDEX access_log_of_context ON access_log (context, at);

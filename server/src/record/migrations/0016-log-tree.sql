-- The Merkle tree over the access log, and its signed heads (docs/decisions/0013-a-log-that-shows-tampering.md).
-- Entries stand in the order (tx, writer, seq); an entry's place is how many stand before it.

CREATE TABLE access_log_key (
  id      text        PRIMARY KEY, -- the first 16 hexadecimal digits of the public key's SHA-256
  public  bytea       NOT NULL,    -- Ed25519, 32 bytes
  private bytea,                   -- PKCS #8; NULL when the key is kept outside the database
  from_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE access_log_head (
  size        bigint      PRIMARY KEY, -- entries that the tree has
  at          timestamptz NOT NULL,
  root        bytea       NOT NULL,
  key         text        NOT NULL REFERENCES access_log_key,
  signature   bytea       NOT NULL,
  last_tx     bigint      NOT NULL,    -- the last entry
  last_writer bigint      NOT NULL,
  last_seq    bigint      NOT NULL,
  prints      bytea       NOT NULL     -- four bytes of each new entry's leaf, so that one can say which was tampered with
);
CREATE UNIQUE INDEX access_log_head_last ON access_log_head (last_tx, last_writer, last_seq);

-- The hashes of whole subtrees of 256, 65 536, … entries: with them a proof reads some hundred rows, however long the log.
CREATE TABLE access_log_node (
  level smallint NOT NULL, -- 8, 16, 24, …
  n     bigint   NOT NULL,
  hash  bytea    NOT NULL,
  PRIMARY KEY (level, n)
);

-- The log is only added to. Whoever owns the tables can take these triggers away, so they guard against mistakes; what
-- guards against people is that the server's role owns nothing here (docs/operation.md), and the published heads.
CREATE FUNCTION access_log_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the access log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The one change there is: what can be erased gives way to the commitment to it, and the leaf stands.
CREATE FUNCTION access_log_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.tx, NEW.leaf) = (OLD.tx, OLD.leaf) AND access_log_leaf(NEW) = OLD.leaf AND NEW.erased = access_log_commitment(OLD)
    AND num_nonnulls(NEW.record, NEW.id, NEW.on_behalf_of, NEW.reason, NEW.detail, NEW.shown, NEW.salt) = 0 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the access log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION access_log_context_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.at, NEW.person) = (OLD.id, OLD.at, 'erased') AND NEW.content IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the access log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER stands BEFORE DELETE OR TRUNCATE ON access_log EXECUTE FUNCTION access_log_stands();
CREATE TRIGGER stands BEFORE DELETE OR TRUNCATE ON access_log_context EXECUTE FUNCTION access_log_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log_head EXECUTE FUNCTION access_log_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log_node EXECUTE FUNCTION access_log_stands();
CREATE TRIGGER erasure BEFORE UPDATE ON access_log FOR EACH ROW EXECUTE FUNCTION access_log_erasure();
CREATE TRIGGER erasure BEFORE UPDATE ON access_log_context FOR EACH ROW EXECUTE FUNCTION access_log_context_erasure();

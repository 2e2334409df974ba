-- What the gate judges by, kept beside the resources it is worked out from: docs/decisions/0011-labels-and-facts-beside-the-resource.md
ALTER TABLE resource ADD COLUMN access int NOT NULL DEFAULT 0; -- information category and labels, as bits; 0 = in nobody's record, or not yet told
ALTER TABLE resource ALTER COLUMN access SET STATISTICS 0;

DROP INDEX resource_scan;
CREATE INDEX resource_scan ON resource (record, type, from_at DESC, id) INCLUDE (to_at, tokens, access);

-- Who has to do with a record, who is kept from it: each row is made of one resource, in the transaction that writes it.
CREATE TABLE access_fact (
  record  bigint      NOT NULL,
  type    smallint    NOT NULL, -- the resource that it is made of
  id      text        COLLATE "C" NOT NULL,
  n       smallint    NOT NULL,
  kind    text        NOT NULL,
  unit    text        COLLATE "C",
  person  text        COLLATE "C",
  from_at timestamptz NOT NULL DEFAULT '-infinity',
  to_at   timestamptz NOT NULL DEFAULT 'infinity',
  data    jsonb,
  PRIMARY KEY (record, type, id, n)
);
-- "Whom does my unit have to do with", also for searches across records; and the same for a person.
CREATE INDEX access_fact_unit ON access_fact (unit, kind, record) WHERE unit IS NOT NULL;
CREATE INDEX access_fact_person ON access_fact (person, kind, record) WHERE person IS NOT NULL;

-- Rises in every transaction that changes a record's facts; a record without a row stands at 0.
CREATE TABLE access_epoch (
  record bigint PRIMARY KEY,
  epoch  bigint NOT NULL
) WITH (fillfactor = 70);

-- True when the records' facts are still those that were read at these epochs; else the transaction is to be tried again.
CREATE FUNCTION facts_stand(records bigint[], epochs bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF EXISTS (
    SELECT FROM unnest(records, epochs) AS known (record, epoch)
    WHERE known.epoch <> coalesce((SELECT e.epoch FROM access_epoch e WHERE e.record = known.record), 0)
  ) THEN
    RAISE EXCEPTION 'facts changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END $$;

-- How far the rows that were there before have been given their labels and facts.
CREATE TABLE labelling (
  one       bool     PRIMARY KEY DEFAULT true CHECK (one),
  rules     int      NOT NULL DEFAULT 0, -- the version of the rules that all rows have been told by
  done_type smallint NOT NULL DEFAULT 0, -- by newer ones: types up to here, and rows of the next one
  done_seq  bigint   NOT NULL DEFAULT 0
);
INSERT INTO labelling DEFAULT VALUES;

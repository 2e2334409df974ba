-- Who is in a record now: for seconds, and worth nothing after a crash.
CREATE UNLOGGED TABLE presence (
  record   int8        NOT NULL,
  person   text        COLLATE "C" NOT NULL, -- Practitioner id
  device   text        COLLATE "C" NOT NULL, -- one of a person's open pages
  display  text        NOT NULL,
  place    text        COLLATE "C" NOT NULL, -- which kind of part they are in
  writes   boolean     NOT NULL,
  since    timestamptz NOT NULL,
  until    timestamptz NOT NULL,
  PRIMARY KEY (record, person, device)
) WITH (fillfactor = 50);
CREATE INDEX presence_until ON presence (until);

-- What the search for misuse has made of the log so far: it reads on from where it was, and never the whole.
CREATE TABLE log_watch (
  one    bool   PRIMARY KEY DEFAULT true CHECK (one),
  tx     bigint NOT NULL DEFAULT -1, -- the last entry that was looked at
  writer bigint NOT NULL DEFAULT -1,
  seq    bigint NOT NULL DEFAULT -1
);
INSERT INTO log_watch DEFAULT VALUES;

-- One person's looks into one record on one working day, which begins at six in the morning in Oslo.
CREATE TABLE log_visit (
  person      text        COLLATE "C" NOT NULL,
  record      bigint      NOT NULL,
  day         date        NOT NULL,
  unit        text        COLLATE "C",
  legal       text        COLLATE "C", -- the legal entity above the unit
  reads       int         NOT NULL,
  writes      int         NOT NULL,
  refused     int         NOT NULL,
  emergencies int         NOT NULL,
  grace       int         NOT NULL,    -- reads that stood on a relation that had ended
  night       int         NOT NULL,    -- between 23 and 6
  first_at    timestamptz NOT NULL,
  last_at     timestamptz NOT NULL,
  curious     real        NOT NULL DEFAULT 0, -- how little of it care explains
  PRIMARY KEY (person, record, day)
);
CREATE INDEX log_visit_day ON log_visit (person, day);

CREATE TABLE log_alert (
  person  text        COLLATE "C" NOT NULL,
  day     date        NOT NULL,
  pattern text        NOT NULL,
  record  bigint      NOT NULL, -- 0: about no single record
  score   real        NOT NULL,
  signals text[]      NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person, day, pattern, record)
);
CREATE INDEX log_alert_day ON log_alert (day);

-- What a citizen has shared with a code: the code stands here only as its SHA-256. What it gives, and whether it still holds, is said
-- by the Consent.

CREATE TABLE record_share (
  code       bytea       PRIMARY KEY,
  record     int8        NOT NULL,
  -- Ids of the Patient and of the Consent.
  patient    text        COLLATE "C" NOT NULL,
  consent    text        COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX record_share_expiry ON record_share (expires_at);

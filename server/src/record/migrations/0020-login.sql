-- Log-ons under way and the sessions of the web. What browsers hold are secrets, which stand here only as their SHA-256; what
-- must not be read from the database either (the provider's tokens) is encrypted with a key made of those secrets.

CREATE TABLE login_attempt (
  secret     bytea       PRIMARY KEY,
  provider   text        NOT NULL,
  sealed     text        NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX login_attempt_expiry ON login_attempt (expires_at);

CREATE TABLE login_session (
  -- The name by which its owner and the log call it.
  id            text        COLLATE "C" PRIMARY KEY,
  secret        bytea       NOT NULL UNIQUE,
  provider      text        NOT NULL,
  -- SHA-256 of the provider's own name for its session: so it can tell us that it has ended.
  provider_sid  bytea,
  -- Keyed hash of the national identity number: all sessions of one human being, at work and as a citizen.
  human         bytea       NOT NULL,
  -- Who, and the employments to choose from, as they were at log-on.
  who           jsonb       NOT NULL,
  -- PractitionerRole id of the employment that was chosen.
  employment    text        COLLATE "C",
  sealed        text,
  -- Encrypts what the browser keeps while it is locked; given out only to a session that is open.
  shelf_key     text        NOT NULL,
  device        text,
  started_at    timestamptz NOT NULL,
  active_at     timestamptz NOT NULL,
  locked_at     timestamptz,
  ends_at       timestamptz NOT NULL
);

CREATE INDEX login_session_human ON login_session (human);
CREATE INDEX login_session_sid ON login_session (provider_sid) WHERE provider_sid IS NOT NULL;
CREATE INDEX login_session_end ON login_session (ends_at);

-- The authorization server's memory: grants, refresh tokens, login sessions. Access tokens are not kept: they are signed.

CREATE TABLE identity_state (
  model      text        NOT NULL,
  -- SHA-256 of the secret that the client or browser holds: who reads this table cannot use it.
  id         bytea       NOT NULL,
  grant_id   text,
  uid        text,
  payload    text        NOT NULL,
  consumed   timestamptz,
  expires_at timestamptz,
  PRIMARY KEY (model, id)
);

CREATE INDEX identity_state_grant ON identity_state (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX identity_state_uid ON identity_state (model, uid) WHERE uid IS NOT NULL;
CREATE INDEX identity_state_expiry ON identity_state (expires_at);

-- Keys that all servers of one installation share: signing keys (JWK set) and the keys of login cookies.
CREATE TABLE identity_key (
  name    text        PRIMARY KEY,
  value   text        NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

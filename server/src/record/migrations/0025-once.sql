-- What may be used once: ids of client assertions and of proofs of possession, as SHA-256, until they would be refused for
-- their age anyway. Any of our servers sees what another has taken.
CREATE TABLE identity_once (
  id         text        COLLATE "C" PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

CREATE INDEX identity_once_expiry ON identity_once (expires_at);

-- Access tokens are signed and not kept; what of them is withdrawn before its time stands here until they are over:
-- `jti:…`, `grant:…`, `session:…`, `client:…`.
CREATE TABLE identity_revoked (
  what       text        COLLATE "C" PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE INDEX identity_revoked_at ON identity_revoked (at);

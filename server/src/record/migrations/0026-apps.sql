-- Apps of others: who made them, what they may ask for at most, which organisations let their staff use them, and which
-- persons have connected one. Every change is a new version; the newest is what holds, and none is ever changed or removed.

CREATE TABLE app (
  id        text        COLLATE "C" NOT NULL,
  version   int         NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  -- Actor: `Practitioner/…` or `client:…`
  author    text        NOT NULL,
  is_active boolean     NOT NULL,
  content   text        NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE app_approval (
  organization text        COLLATE "C" NOT NULL,
  app          text        COLLATE "C" NOT NULL,
  version      int         NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  author       text        NOT NULL,
  is_active    boolean     NOT NULL,
  scopes       text[]      NOT NULL,
  until        timestamptz,
  reason       text,
  PRIMARY KEY (organization, app, version)
);

CREATE INDEX app_approval_app ON app_approval (app);

CREATE TABLE app_connection (
  -- `Practitioner/…` or `Patient/…`
  person    text        COLLATE "C" NOT NULL,
  app       text        COLLATE "C" NOT NULL,
  -- Whose record, for a citizen: their own or that of one they act for. Empty for staff.
  patient   text        COLLATE "C" NOT NULL,
  version   int         NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  -- Who made this version: the person, or an organisation or the operator that ended it.
  author    text        NOT NULL,
  is_active boolean     NOT NULL,
  -- What the app asked for and what of it was agreed to.
  asked     text[]      NOT NULL,
  scopes    text[]      NOT NULL,
  until     timestamptz NOT NULL,
  PRIMARY KEY (person, app, patient, version)
);

CREATE INDEX app_connection_app ON app_connection (app);

-- One authorization of an app: whom its tokens speak of, and in what context it was launched.
CREATE TABLE app_grant (
  id         text        COLLATE "C" PRIMARY KEY,
  app        text        COLLATE "C" NOT NULL,
  person     text        COLLATE "C" NOT NULL,
  patient    text        COLLATE "C" NOT NULL,
  content    text        NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX app_grant_person ON app_grant (person, app);
CREATE INDEX app_grant_app ON app_grant (app);
CREATE INDEX app_grant_expiry ON app_grant (expires_at);

-- An app about to be launched from the record: used once, within minutes, by the person who launched it.
CREATE TABLE app_launch (
  -- SHA-256 of what the app is given.
  id         bytea       PRIMARY KEY,
  app        text        COLLATE "C" NOT NULL,
  person     text        COLLATE "C" NOT NULL,
  content    text        NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX app_launch_expiry ON app_launch (expires_at);

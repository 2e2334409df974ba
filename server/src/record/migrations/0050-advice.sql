-- Decision support. What becomes of what rules say is counted, never of whom.

CREATE TABLE advice_use (
  rule       text   COLLATE "C" NOT NULL,
  version    text   COLLATE "C" NOT NULL,
  hook       text   COLLATE "C" NOT NULL,
  -- The first day of it.
  month      date   NOT NULL,
  shown      bigint NOT NULL DEFAULT 0,
  applied    bigint NOT NULL DEFAULT 0,
  overridden bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (rule, version, hook, month)
);

-- Why, by the code of the reason.
CREATE TABLE advice_reason (
  rule   text   COLLATE "C" NOT NULL,
  reason text   COLLATE "C" NOT NULL,
  count  bigint NOT NULL,
  PRIMARY KEY (rule, reason)
);

-- Cards that were given out, so that feedback can name one; forgotten after a month.
CREATE TABLE advice_card (
  id      uuid        PRIMARY KEY,
  rule    text        COLLATE "C" NOT NULL,
  version text        COLLATE "C" NOT NULL,
  hook    text        COLLATE "C" NOT NULL,
  at      timestamptz NOT NULL DEFAULT now(),
  -- 'accepted' or 'overridden', once it is told.
  outcome text
);
CREATE INDEX advice_card_at ON advice_card (at);

-- Rules that those who edit content have taken out of use here, or into it again; the newest version holds.
CREATE TABLE advice_state (
  rule      text        COLLATE "C" NOT NULL,
  version   int         NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  author    text        NOT NULL,
  is_active boolean     NOT NULL,
  reason    text,
  PRIMARY KEY (rule, version)
);

-- Programs that ask for our advice, and services whose advice we ask: registered by the operator, the newest version holds.
CREATE TABLE cds_party (
  id        text        COLLATE "C" NOT NULL,
  version   int         NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  author    text        NOT NULL,
  is_active boolean     NOT NULL,
  content   text        NOT NULL,
  PRIMARY KEY (id, version)
);

-- What an organisation lets a service of others know and say.
CREATE TABLE cds_approval (
  organization text        COLLATE "C" NOT NULL,
  party        text        COLLATE "C" NOT NULL,
  version      int         NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  author       text        NOT NULL,
  is_active    boolean     NOT NULL,
  -- Names of the service's prefetch that it is given.
  prefetch     text[]      NOT NULL,
  PRIMARY KEY (organization, party, version)
);

-- Who has guessed wrong how often, whichever of our servers they tried: a hash of network address and of what was tried.
CREATE TABLE identity_guess (
  client   text        COLLATE "C" PRIMARY KEY,
  failures int         NOT NULL,
  last     timestamptz NOT NULL,
  until    timestamptz NOT NULL -- not looked at before
) WITH (fillfactor = 70);
CREATE INDEX identity_guess_last ON identity_guess (last);

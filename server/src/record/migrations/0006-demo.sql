-- How far the demo's synthetic municipality has been loaded, so that a start that was interrupted goes on where it was.

CREATE TABLE demo_municipality (
  one      boolean     PRIMARY KEY DEFAULT true CHECK (one),
  citizens int         NOT NULL,
  as_of    date        NOT NULL,
  -- Transactions that are in, of those the generator gives in its order.
  loaded   int         NOT NULL DEFAULT 0,
  is_whole boolean     NOT NULL DEFAULT false
);

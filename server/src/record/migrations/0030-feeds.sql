-- Who follows the outbox, and how far each has come. A change is handled once its transaction, and all that began before it,
-- are over: (tx, seq) is an order that nothing is put into afterwards.
CREATE TABLE feed_cursor (
  name       text        PRIMARY KEY,
  tx         xid8        NOT NULL, -- the last change that was handled
  seq        bigint      NOT NULL,
  floor      bigint      NOT NULL, -- nothing at or below is still to come
  ahead_tx   xid8        NOT NULL, -- once all before it are over, the floor is ahead_seq
  ahead_seq  bigint      NOT NULL,
  holder     text,                 -- the server process that handles it now
  held_until timestamptz NOT NULL DEFAULT '-infinity'
);

-- What a handler could not do: tried again later and, in the end, left for a person to see.
CREATE TABLE feed_letter (
  feed     text        NOT NULL,
  seq      bigint      NOT NULL,
  handler  text        NOT NULL,
  record   bigint      NOT NULL,
  type     smallint    NOT NULL,
  id       text        COLLATE "C" NOT NULL,
  version  int         NOT NULL,
  at       timestamptz NOT NULL,
  tries    int         NOT NULL,
  next_try timestamptz NOT NULL,   -- infinity: dead, until a person has it tried again
  problem  text        NOT NULL,   -- the kind of what went wrong; never values
  PRIMARY KEY (feed, seq, handler)
);
CREATE INDEX feed_letter_due ON feed_letter (feed, next_try);

-- What was there before anyone followed is no news.
INSERT INTO feed_cursor (name, tx, seq, floor, ahead_tx, ahead_seq)
SELECT 'registers', pg_snapshot_xmin(pg_current_snapshot()), coalesce(max(seq), 0), coalesce(max(seq), 0),
  pg_snapshot_xmin(pg_current_snapshot()), coalesce(max(seq), 0) FROM outbox;

-- The care processes follow what happens in the store from here on.
INSERT INTO feed_cursor (name, tx, seq, floor, ahead_tx, ahead_seq, window_end)
SELECT 'care', pg_snapshot_xmin(pg_current_snapshot()), coalesce(max(seq), 0), coalesce(max(seq), 0),
  pg_snapshot_xmin(pg_current_snapshot()), coalesce(max(seq), 0), coalesce(max(seq), 0) + 50000 FROM outbox;

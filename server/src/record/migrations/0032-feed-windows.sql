-- A feed reads the outbox in windows of numbers, so that one look never goes through all of it: within a window by (tx, seq),
-- from window to window by number.
ALTER TABLE feed_cursor ADD COLUMN window_end bigint;
UPDATE feed_cursor SET window_end = greatest(floor, seq) + 50000;
ALTER TABLE feed_cursor ALTER COLUMN window_end SET NOT NULL;

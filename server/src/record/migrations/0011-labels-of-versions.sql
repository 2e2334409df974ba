-- What kind of information a version was, so that its reader is judged by it without reading it. NULL: from before.
ALTER TABLE resource_history ADD COLUMN access int;
ALTER TABLE outbox ADD COLUMN access int;

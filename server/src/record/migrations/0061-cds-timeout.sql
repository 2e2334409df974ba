-- How long staff of the organisation wait for a service of others, in ms; null: as long as the server waits by itself.
ALTER TABLE cds_approval ADD COLUMN timeout_ms int CHECK (timeout_ms BETWEEN 500 AND 5000);

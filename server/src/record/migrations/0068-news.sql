-- Whether a care process waits for what is new. Most that comes in (years of measurements from elsewhere) concerns none, and the
-- feed then does not read it.
ALTER TABLE outbox ADD COLUMN is_news boolean NOT NULL DEFAULT true;

-- What is in nobody's record, by type and date: so that a search over the records of a reader's unit finds the rest too.
CREATE INDEX resource_outside ON resource (type, from_at DESC, id) WHERE access = 0;

-- "Whom does my unit have to do with now": what is long over stands before it in the index and is never read.
DROP INDEX access_fact_unit;
CREATE INDEX access_fact_unit ON access_fact (unit, kind, to_at, record) WHERE unit IS NOT NULL;

-- Each two words of a name, as the extractor now gives them (fhir/search/index-entries.ts), for what is stored already.
INSERT INTO x_name (type, name, record, id)
WITH words AS (
  SELECT type, record, id, array_agg(name) AS names FROM x_name WHERE name !~ '[ -]' GROUP BY type, record, id)
SELECT type, chr(31), record, id FROM words WHERE cardinality(names) > 8
UNION ALL
SELECT w.type, a.name || chr(31) || b.name, w.record, w.id
FROM words w CROSS JOIN LATERAL unnest(w.names) a (name) JOIN LATERAL unnest(w.names) b (name) ON a.name <> b.name
WHERE cardinality(w.names) <= 8
ON CONFLICT DO NOTHING;

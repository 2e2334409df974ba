-- Open tasks are found by owner and status together, and by the day of their deadline (fhir/search/globals.ts, `together`):
-- for those that stand already, the rows that the engine would have written. 140 is Task.
CREATE TEMPORARY TABLE open_task ON COMMIT DROP AS
SELECT record, type, id, from_at, content::jsonb ->> 'status' AS status,
  split_part(content::jsonb #>> '{owner,reference}', '/_history/', 1) AS owner,
  content::jsonb #>> '{restriction,period,end}' AS due
FROM resource WHERE type = 140;

UPDATE resource r SET
  date_keys = coalesce(r.date_keys, '{}') || hashtextextended('deadline', 0),
  date_from = coalesce(r.date_from, '{}') || (t.due || CASE WHEN length(t.due) = 10 THEN 'T00:00:00Z' ELSE '' END)::timestamptz,
  date_to = coalesce(r.date_to, '{}') || (CASE WHEN length(t.due) = 10 THEN (t.due || 'T00:00:00Z')::timestamptz + interval '1 day' ELSE t.due::timestamptz + interval '1 second' END)
FROM open_task t
WHERE r.record = t.record AND r.type = t.type AND r.id = t.id AND length(t.due) >= 10;

DELETE FROM open_task WHERE status <> ALL ('{draft,requested,received,accepted,ready,in-progress,on-hold}');

INSERT INTO x_token (value, type, from_at, record, id)
SELECT hashtextextended('owner-status' || chr(31) || owner || '$' || status, 0), type, from_at, record, id
FROM open_task WHERE owner <> ''
UNION
SELECT hashtextextended('deadline-status' || chr(31)
  || to_char((due || CASE WHEN length(due) = 10 THEN 'T00:00:00Z' ELSE '' END)::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '$' || status, 0),
  type, from_at, record, id
FROM open_task WHERE length(due) >= 10
ON CONFLICT DO NOTHING;

-- What nobody has signed yet is found by its status alone (fhir/search/globals.ts, `alone`): for what stands already, the rows
-- that the engine would have written. 113 is QuestionnaireResponse, 26 Composition.
INSERT INTO x_token (value, type, from_at, record, id)
SELECT hashtextextended('status' || chr(31) || w.status, 0), r.type, r.from_at, r.record, r.id
FROM (VALUES (113, 'in-progress'), (26, 'preliminary')) w (type, status)
JOIN resource r ON r.type = w.type AND r.content::jsonb ->> 'status' = w.status
ON CONFLICT DO NOTHING;

-- What else is found by an actor and an open status together (fhir/search/globals.ts, `together`): who is in a unit, in its
-- care or referred to it, what somebody asked for, and what an author has not signed.
INSERT INTO x_token (value, type, from_at, record, id)
SELECT DISTINCT hashtextextended(w.code || '-status' || chr(31) || split_part(a.reference #>> '{}', '/_history/', 1) || '$' || (r.content::jsonb ->> 'status'), 0),
  r.type, r.from_at, r.record, r.id
FROM (VALUES
  (140, 'requester', '$.requester.reference', '{draft,requested,received,accepted,ready,in-progress,on-hold}'::text[]),
  (44, 'service-provider', '$.serviceProvider.reference', '{planned,arrived,triaged,in-progress,onleave}'),
  (48, 'organization', '$.managingOrganization.reference', '{planned,waitlist,active,onhold}'),
  (48, 'care-manager', '$.careManager.reference', '{planned,waitlist,active,onhold}'),
  (124, 'performer', '$.performer[*].reference', '{draft,active,on-hold}'),
  (124, 'requester', '$.requester.reference', '{draft,active,on-hold}'),
  (113, 'author', '$.author.reference', '{in-progress}'),
  (26, 'author', '$.author[*].reference', '{preliminary}')
) w (type, code, path, statuses)
JOIN resource r ON r.type = w.type
CROSS JOIN LATERAL jsonb_path_query(r.content::jsonb, w.path::jsonpath) a (reference)
WHERE r.content::jsonb ->> 'status' = ANY (w.statuses)
ON CONFLICT DO NOTHING;

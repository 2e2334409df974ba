-- Ways into the access log for those who read it; the record's own index is from 0001.
CREATE INDEX access_log_at ON access_log USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX access_log_context_role ON access_log_context ((content::jsonb ->> 'practitionerRole'))
  WHERE content::jsonb ->> 'practitionerRole' IS NOT NULL;

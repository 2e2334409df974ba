-- No plan depends on what these columns hold, and looking at them was two thirds of the time that ANALYZE takes.
ALTER TABLE resource
  ALTER COLUMN tokens_more SET STATISTICS 0, ALTER COLUMN present SET STATISTICS 0, ALTER COLUMN strings SET STATISTICS 0,
  ALTER COLUMN date_keys SET STATISTICS 0, ALTER COLUMN date_from SET STATISTICS 0, ALTER COLUMN date_to SET STATISTICS 0,
  ALTER COLUMN number_keys SET STATISTICS 0, ALTER COLUMN number_from SET STATISTICS 0,
  ALTER COLUMN number_to SET STATISTICS 0, ALTER COLUMN number_units SET STATISTICS 0,
  ALTER COLUMN content SET STATISTICS 0;
ALTER TABLE resource_history ALTER COLUMN content SET STATISTICS 0;

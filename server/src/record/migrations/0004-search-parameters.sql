-- Search parameters of this installation: what their SearchParameter resources say, and whether the rows that were there
-- before have been indexed by them. While 'building', new rows are indexed already but nobody can search by it yet.
CREATE TABLE custom_parameter (
  id       text        COLLATE "C" PRIMARY KEY,
  content  text        NOT NULL,
  state    text        NOT NULL CHECK (state IN ('building', 'active')),
  started  timestamptz NOT NULL DEFAULT now(),
  done_type smallint   NOT NULL DEFAULT 0, -- how far the reindexing has come: types up to here, and rows of the next one
  done_seq bigint      NOT NULL DEFAULT 0
);

-- Code systems, value sets and concept maps as terminology operations read them: reference tables, not clinical ones.
-- Rationale: docs/decisions (terminology in PostgreSQL) and docs/content.md.

CREATE TABLE code_system (
  key            int     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url            text    COLLATE "C" NOT NULL,
  version        text    COLLATE "C",
  origin         smallint NOT NULL, -- 0 FHIR's own, 1 content/, 2 a CodeSystem resource, 3 a publisher's distribution
  resource_id    text    COLLATE "C", -- id of the CodeSystem resource, for origin 2
  content        text    NOT NULL, -- CodeSystem.content: complete, fragment, example, not-present, supplement
  language       text,
  title          text,
  case_sensitive boolean NOT NULL DEFAULT true,
  value_set      text    COLLATE "C", -- canonical of the value set of all its codes
  properties     jsonb   NOT NULL DEFAULT '[]', -- what its concepts' properties are: CodeSystem.property
  concepts       int     NOT NULL DEFAULT 0,
  loaded_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX code_system_url ON code_system (url);
CREATE INDEX code_system_value_set ON code_system (value_set) WHERE value_set IS NOT NULL;
CREATE UNIQUE INDEX code_system_resource ON code_system (resource_id) WHERE resource_id IS NOT NULL;

-- Concepts are numbered in the order of their tree, parents first, so that a concept and all below it are a run of
-- numbers. A concept with several parents stands below one of them in the tree; the others have its run as one more range
-- in `below`. Subsumption is then `ancestor.below @> descendant.id`, and "all below" is a range scan of the key.
CREATE TABLE concept (
  system       int     NOT NULL REFERENCES code_system ON DELETE CASCADE,
  id           int     NOT NULL,
  code         text    COLLATE "C" NOT NULL,
  display      text,
  definition   text,
  abstract     boolean NOT NULL DEFAULT false, -- a heading that is not itself coded with
  inactive     boolean NOT NULL DEFAULT false,
  parents      int[]   NOT NULL DEFAULT '{}',
  below        int4multirange NOT NULL, -- itself included
  designations jsonb, -- CodeSystem.concept.designation
  properties   jsonb, -- { code: [values] }
  words        tsvector NOT NULL, -- 'system:word' of code, display and designations, folded
  PRIMARY KEY (system, id)
);
CREATE UNIQUE INDEX concept_code ON concept (system, code);
CREATE INDEX concept_words ON concept USING gin (words);
CREATE INDEX concept_properties ON concept USING gin (properties jsonb_path_ops) WHERE properties IS NOT NULL;

-- Names of one and the same code system, from NamingSystem resources of kind `codesystem`.
CREATE TABLE system_alias (
  url         text COLLATE "C" NOT NULL,
  naming      text COLLATE "C" NOT NULL, -- origin and id of the NamingSystem
  PRIMARY KEY (url, naming)
);
CREATE INDEX system_alias_naming ON system_alias (naming);

CREATE TABLE value_set (
  key         int      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url         text     COLLATE "C" NOT NULL,
  version     text     COLLATE "C",
  origin      smallint NOT NULL,
  resource_id text     COLLATE "C",
  content     text     NOT NULL -- the ValueSet, without its narrative
);
CREATE INDEX value_set_url ON value_set (url);
CREATE UNIQUE INDEX value_set_resource ON value_set (resource_id) WHERE resource_id IS NOT NULL;

CREATE TABLE concept_map (
  key         int      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url         text     COLLATE "C",
  version     text     COLLATE "C",
  origin      smallint NOT NULL,
  resource_id text     COLLATE "C",
  source      text     COLLATE "C", -- ConceptMap.source[x] and target[x]
  target      text     COLLATE "C",
  unmapped    jsonb    NOT NULL DEFAULT '[]' -- one for each group that has it: { source, target, mode, … }
);
CREATE INDEX concept_map_url ON concept_map (url);
CREATE UNIQUE INDEX concept_map_resource ON concept_map (resource_id) WHERE resource_id IS NOT NULL;

CREATE TABLE concept_map_entry (
  map            int  NOT NULL REFERENCES concept_map ON DELETE CASCADE,
  place          int  NOT NULL,
  source_system  text COLLATE "C" NOT NULL,
  source_code    text COLLATE "C" NOT NULL,
  target_system  text COLLATE "C",
  target_code    text COLLATE "C", -- absent for `unmatched`
  target_display text,
  equivalence    text NOT NULL,
  comment        text,
  depends_on     jsonb,
  product        jsonb,
  PRIMARY KEY (map, place)
);
CREATE INDEX concept_map_entry_source ON concept_map_entry (source_code, source_system);
CREATE INDEX concept_map_entry_target ON concept_map_entry (target_code, target_system) WHERE target_code IS NOT NULL;

-- What was loaded at start, by the hash of its source: a start that finds the same hash does nothing.
CREATE TABLE terminology_source (
  name text PRIMARY KEY,
  hash text NOT NULL
);

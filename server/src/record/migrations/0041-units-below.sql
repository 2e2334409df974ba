-- An organisation and all that is part of it now, however deep: what it says of an organisation it says of its units too.
CREATE FUNCTION organisations_below(top text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE below (id) AS (
    SELECT top COLLATE "C" WHERE top IS NOT NULL
    UNION
    SELECT x.id FROM below b JOIN x_token x ON x.value = hashtextextended('partof' || chr(31) || 'Organization/' || b.id, 0)
  )
  SELECT id FROM below
$$;

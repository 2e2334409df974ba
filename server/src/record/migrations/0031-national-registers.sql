-- How far each national register has been followed; what a place is, the register itself decides.
CREATE TABLE register_place (
  register text        PRIMARY KEY,
  place    text        NOT NULL,
  at       timestamptz NOT NULL DEFAULT now()
);

-- What all server processes of this store must share and nobody else may know. Made by the first that asks.
CREATE TABLE secret (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- What the medicines of the catalogue that are offered are found by as one types (MedicationKnowledge/$find). A row for each
-- word: kept by the transaction that writes the medicine, whoever writes it. Reference data, not clinical.
CREATE TABLE medicine_word (
  word  text     COLLATE "C" NOT NULL, -- folded
  place smallint NOT NULL, -- what it is a word of: 0 begins the name, 1 further in the name, 2 substance, 3 ATC, 4 number of a package
  kind  smallint NOT NULL, -- what the medicine is: 0 substance, 1 brand, 2 trade good, 3 package, 4 single dose
  sort  text     COLLATE "C" NOT NULL, -- order of those found alike: the name, with its numbers by size
  id    text     COLLATE "C" NOT NULL, -- of the MedicationKnowledge
  PRIMARY KEY (place, word, id)
);
CREATE INDEX medicine_word_id ON medicine_word (id, word);

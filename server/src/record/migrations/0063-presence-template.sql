-- In which template they write: the Questionnaire's url, which is content and says nothing of what is written. And what kind of
-- information such a note is, for it is told to those alone who could read one.
ALTER TABLE presence ADD COLUMN template text COLLATE "C", ADD COLUMN access int4;

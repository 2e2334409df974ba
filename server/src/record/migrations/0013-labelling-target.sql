-- By which version of the rules rows are being told now: a newer one begins anew.
ALTER TABLE labelling ADD COLUMN target int NOT NULL DEFAULT 0;

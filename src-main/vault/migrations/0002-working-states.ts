/**
 * Working states of drafts and what lists ask of many records at once. `facts` and `event_on` are derived from the
 * content of the current revision and change with it; steps and contributors only grow.
 */
export const workingStates = `
ALTER TABLE record ADD COLUMN stage TEXT;
ALTER TABLE record ADD COLUMN event_on TEXT;
ALTER TABLE record ADD COLUMN facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts));
CREATE INDEX record_by_event ON record (type, system_id, event_on, id) WHERE event_on IS NOT NULL;

ALTER TABLE revision ADD COLUMN stage TEXT;

CREATE TABLE stage_entry (
  record_id  TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL CHECK (ordinal > 0),
  step       TEXT NOT NULL,
  from_stage TEXT NOT NULL,
  to_stage   TEXT NOT NULL,
  reason     TEXT,
  at         TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (record_id, revision, ordinal),
  FOREIGN KEY (record_id, revision) REFERENCES revision (record_id, revision)
) STRICT;

CREATE TRIGGER stage_entry_grows BEFORE INSERT ON stage_entry
WHEN NEW.ordinal <> 1 + (SELECT count(*) FROM stage_entry WHERE record_id = NEW.record_id AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'immutable: steps count up by one'); END;
CREATE TRIGGER stage_entry_stands BEFORE UPDATE ON stage_entry
BEGIN SELECT RAISE(ABORT, 'immutable: a step that was taken'); END;
CREATE TRIGGER stage_entry_stays BEFORE DELETE ON stage_entry
BEGIN SELECT RAISE(ABORT, 'immutable: a step that was taken'); END;

CREATE TABLE contributor (
  record_id  TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  since      TEXT NOT NULL,
  PRIMARY KEY (record_id, revision, account_id),
  FOREIGN KEY (record_id, revision) REFERENCES revision (record_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER contributor_stands BEFORE UPDATE ON contributor
BEGIN SELECT RAISE(ABORT, 'immutable: who wrote in a revision stays on record'); END;
CREATE TRIGGER contributor_stays BEFORE DELETE ON contributor
BEGIN SELECT RAISE(ABORT, 'immutable: who wrote in a revision stays on record'); END;
`;

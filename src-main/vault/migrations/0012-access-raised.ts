/** What was raised because of a line of an access review: an incident or an action. The link itself stands in `link`. */
export const accessRaised = `
CREATE TABLE access_raised (
  record_id   TEXT NOT NULL REFERENCES record (id),
  entity_kind TEXT NOT NULL CHECK (entity_kind IN ('record', 'action')),
  entity_id   TEXT NOT NULL,
  file_id     TEXT NOT NULL,
  line        INTEGER NOT NULL,
  findings    TEXT NOT NULL CHECK (json_valid(findings)),
  at          TEXT NOT NULL,
  account_id  TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (record_id, entity_kind, entity_id),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_raised_of_line ON access_raised (file_id, line);
CREATE TRIGGER access_raised_stands BEFORE UPDATE ON access_raised
BEGIN SELECT RAISE(ABORT, 'immutable: what was raised because of a line'); END;
CREATE TRIGGER access_raised_stays BEFORE DELETE ON access_raised
BEGIN SELECT RAISE(ABORT, 'immutable: what was raised because of a line'); END;
`;

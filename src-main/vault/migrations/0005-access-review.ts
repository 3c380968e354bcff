/**
 * User access reviews: the lists they are made from, byte for byte; mappings and rules of a system in versions; the
 * population with what the comparison found; every act of deciding, every remedy, proof and exception.
 *
 * What a file said, and who decided what when, stands for good; what moves is where a line stands now
 * (`access_state`) and which population a review works on (`access_review`). A list is a row by number, its bytes last:
 * every line refers to it, and a look at its id must not read them.
 */
export const accessReview = `
CREATE TABLE access_file (
  id              TEXT PRIMARY KEY,
  record_id       TEXT NOT NULL REFERENCES record (id),
  kind            TEXT NOT NULL CHECK (kind IN ('accounts', 'roster', 'later')),
  number          INTEGER NOT NULL CHECK (number > 0),
  name            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  encoding        TEXT NOT NULL,
  delimiter       TEXT NOT NULL,
  mapping_version INTEGER NOT NULL,
  source          TEXT NOT NULL,
  extractor       TEXT NOT NULL,
  query           TEXT NOT NULL,
  extracted_at    TEXT NOT NULL,
  declared_rows   INTEGER,
  totals          TEXT NOT NULL CHECK (json_valid(totals)),
  reason          TEXT,
  imported_at     TEXT NOT NULL,
  imported_by     TEXT NOT NULL REFERENCES account (id),
  bytes           BLOB NOT NULL CHECK (length(bytes) > 0)
) STRICT;
CREATE UNIQUE INDEX access_file_of_record ON access_file (record_id, kind, number);
CREATE TRIGGER access_file_stands BEFORE UPDATE ON access_file
BEGIN SELECT RAISE(ABORT, 'immutable: a list that was imported'); END;
CREATE TRIGGER access_file_stays BEFORE DELETE ON access_file
BEGIN SELECT RAISE(ABORT, 'immutable: a list that was imported'); END;

CREATE TABLE access_mapping (
  system_id TEXT NOT NULL REFERENCES system (id),
  kind      TEXT NOT NULL CHECK (kind IN ('accounts', 'roster')),
  version   INTEGER NOT NULL CHECK (version > 0),
  mapping   TEXT NOT NULL CHECK (json_valid(mapping)),
  saved_at  TEXT NOT NULL,
  saved_by  TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (system_id, kind, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_mapping_grows BEFORE INSERT ON access_mapping
WHEN NEW.version <> 1 + (SELECT count(*) FROM access_mapping WHERE system_id = NEW.system_id AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'immutable: versions of a mapping count up by one'); END;
CREATE TRIGGER access_mapping_stands BEFORE UPDATE ON access_mapping
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a mapping'); END;
CREATE TRIGGER access_mapping_stays BEFORE DELETE ON access_mapping
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a mapping'); END;

CREATE TABLE access_rules (
  system_id TEXT NOT NULL REFERENCES system (id),
  version   INTEGER NOT NULL CHECK (version > 0),
  rules     TEXT NOT NULL CHECK (json_valid(rules)),
  reason    TEXT NOT NULL,
  saved_at  TEXT NOT NULL,
  saved_by  TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (system_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_rules_grow BEFORE INSERT ON access_rules
WHEN NEW.version <> 1 + (SELECT count(*) FROM access_rules WHERE system_id = NEW.system_id)
BEGIN SELECT RAISE(ABORT, 'immutable: versions of access rules count up by one'); END;
CREATE TRIGGER access_rules_stand BEFORE UPDATE ON access_rules
BEGIN SELECT RAISE(ABORT, 'immutable: a version of access rules'); END;
CREATE TRIGGER access_rules_stay BEFORE DELETE ON access_rules
BEGIN SELECT RAISE(ABORT, 'immutable: a version of access rules'); END;

CREATE TABLE access_review (
  record_id     TEXT PRIMARY KEY REFERENCES record (id),
  accounts_file TEXT REFERENCES access_file (id),
  roster_file   TEXT REFERENCES access_file (id),
  rules_version INTEGER,
  analysed_at   TEXT
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_review_stays BEFORE DELETE ON access_review
BEGIN SELECT RAISE(ABORT, 'immutable: the population of a review is replaced, never deleted'); END;

CREATE TABLE access_person (
  file_id TEXT NOT NULL REFERENCES access_file (id),
  line    INTEGER NOT NULL CHECK (line > 0),
  person  TEXT NOT NULL,
  search  TEXT NOT NULL,
  PRIMARY KEY (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_person_stands BEFORE UPDATE ON access_person
BEGIN SELECT RAISE(ABORT, 'immutable: a row of a roster'); END;
CREATE TRIGGER access_person_stays BEFORE DELETE ON access_person
BEGIN SELECT RAISE(ABORT, 'immutable: a row of a roster'); END;

CREATE TABLE access_line (
  file_id TEXT NOT NULL REFERENCES access_file (id),
  line    INTEGER NOT NULL CHECK (line > 0),
  account TEXT NOT NULL,
  search  TEXT NOT NULL,
  PRIMARY KEY (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_line_stands BEFORE UPDATE ON access_line
BEGIN SELECT RAISE(ABORT, 'immutable: a row of an account list'); END;
CREATE TRIGGER access_line_stays BEFORE DELETE ON access_line
BEGIN SELECT RAISE(ABORT, 'immutable: a row of an account list'); END;

CREATE TABLE access_state (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  person     INTEGER,
  method     TEXT NOT NULL,
  confidence TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  candidates TEXT NOT NULL,
  kind       TEXT NOT NULL,
  privileged INTEGER NOT NULL,
  active     INTEGER NOT NULL,
  mask       INTEGER NOT NULL,
  findings   TEXT NOT NULL,
  decision   TEXT,
  act        INTEGER,
  PRIMARY KEY (file_id, line),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_state_stays BEFORE DELETE ON access_state
BEGIN SELECT RAISE(ABORT, 'immutable: a line of a population'); END;

CREATE TABLE access_match (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL CHECK (ordinal > 0),
  person     INTEGER,
  reason     TEXT NOT NULL,
  at         TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (file_id, line, ordinal),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_match_stands BEFORE UPDATE ON access_match
BEGIN SELECT RAISE(ABORT, 'immutable: a match that a person settled'); END;
CREATE TRIGGER access_match_stays BEFORE DELETE ON access_match
BEGIN SELECT RAISE(ABORT, 'immutable: a match that a person settled'); END;

CREATE TABLE access_act (
  id            INTEGER PRIMARY KEY,
  record_id     TEXT NOT NULL REFERENCES record (id),
  file_id       TEXT NOT NULL REFERENCES access_file (id),
  decision      TEXT NOT NULL,
  justification TEXT NOT NULL,
  remove_roles  TEXT NOT NULL CHECK (json_valid(remove_roles)),
  mode          TEXT NOT NULL CHECK (mode IN ('single', 'bulk', 'undo')),
  lines         INTEGER NOT NULL,
  undoes        INTEGER REFERENCES access_act (id),
  at            TEXT NOT NULL,
  account_id    TEXT NOT NULL REFERENCES account (id)
) STRICT;
CREATE INDEX access_act_of_file ON access_act (file_id, id);
CREATE INDEX access_act_of_record ON access_act (record_id, id);
CREATE TRIGGER access_act_stands BEFORE UPDATE ON access_act
BEGIN SELECT RAISE(ABORT, 'immutable: an act of deciding'); END;
CREATE TRIGGER access_act_stays BEFORE DELETE ON access_act
BEGIN SELECT RAISE(ABORT, 'immutable: an act of deciding'); END;

CREATE TABLE access_decision (
  file_id  TEXT NOT NULL,
  line     INTEGER NOT NULL,
  act      INTEGER NOT NULL REFERENCES access_act (id),
  previous INTEGER,
  PRIMARY KEY (file_id, act, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_decision_stands BEFORE UPDATE ON access_decision
BEGIN SELECT RAISE(ABORT, 'immutable: a decision on a line'); END;
CREATE TRIGGER access_decision_stays BEFORE DELETE ON access_decision
BEGIN SELECT RAISE(ABORT, 'immutable: a decision on a line'); END;

CREATE TABLE access_remedy (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL CHECK (ordinal > 0),
  act        INTEGER NOT NULL REFERENCES access_act (id),
  ticket     TEXT NOT NULL,
  done_by    TEXT NOT NULL,
  done_on    TEXT NOT NULL,
  at         TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (file_id, line, ordinal),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_remedy_stands BEFORE UPDATE ON access_remedy
BEGIN SELECT RAISE(ABORT, 'immutable: a remedy that was entered'); END;
CREATE TRIGGER access_remedy_stays BEFORE DELETE ON access_remedy
BEGIN SELECT RAISE(ABORT, 'immutable: a remedy that was entered'); END;

CREATE TABLE access_proof (
  file_id TEXT NOT NULL,
  line    INTEGER NOT NULL,
  later   TEXT NOT NULL REFERENCES access_file (id),
  act     INTEGER NOT NULL REFERENCES access_act (id),
  proof   TEXT NOT NULL,
  PRIMARY KEY (file_id, line, later),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_proof_stands BEFORE UPDATE ON access_proof
BEGIN SELECT RAISE(ABORT, 'immutable: what a later list proved'); END;
CREATE TRIGGER access_proof_stays BEFORE DELETE ON access_proof
BEGIN SELECT RAISE(ABORT, 'immutable: what a later list proved'); END;

CREATE TABLE access_exception (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL CHECK (ordinal > 0),
  act        INTEGER NOT NULL REFERENCES access_act (id),
  reason     TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  at         TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (file_id, line, ordinal),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_exception_stands BEFORE UPDATE ON access_exception
BEGIN SELECT RAISE(ABORT, 'immutable: an exception that was granted'); END;
CREATE TRIGGER access_exception_stays BEFORE DELETE ON access_exception
BEGIN SELECT RAISE(ABORT, 'immutable: an exception that was granted'); END;
`;

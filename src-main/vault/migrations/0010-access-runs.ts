/**
 * Access reviews decide by the ten thousand: what moves with a decision is a narrow row (`access_state`), apart from the
 * texts of the comparison (`access_comparison`); and an act is kept as runs of lines that stood alike before it.
 */
export const accessRuns = `
ALTER TABLE access_state RENAME TO access_state_before;
CREATE TABLE access_state (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  person     INTEGER,
  privileged INTEGER NOT NULL,
  active     INTEGER NOT NULL,
  mask       INTEGER NOT NULL,
  decision   TEXT,
  act        INTEGER,
  PRIMARY KEY (file_id, line),
  FOREIGN KEY (file_id, line) REFERENCES access_line (file_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO access_state
  SELECT file_id, line, person, privileged, active, mask, decision, act FROM access_state_before;

CREATE TABLE access_comparison (
  file_id    TEXT NOT NULL,
  line       INTEGER NOT NULL,
  method     TEXT NOT NULL,
  confidence TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  candidates TEXT NOT NULL,
  kind       TEXT NOT NULL,
  findings   TEXT NOT NULL,
  PRIMARY KEY (file_id, line),
  FOREIGN KEY (file_id, line) REFERENCES access_state (file_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO access_comparison
  SELECT file_id, line, method, confidence, evidence, candidates, kind, findings FROM access_state_before;

DROP TABLE access_state_before;
CREATE TRIGGER access_state_stays BEFORE DELETE ON access_state
BEGIN SELECT RAISE(ABORT, 'immutable: a line of a population'); END;
CREATE TRIGGER access_comparison_stays BEFORE DELETE ON access_comparison
BEGIN SELECT RAISE(ABORT, 'immutable: a line of a population'); END;

ALTER TABLE access_decision RENAME TO access_decision_before;
CREATE TABLE access_decision (
  file_id  TEXT NOT NULL,
  act      INTEGER NOT NULL REFERENCES access_act (id),
  first    INTEGER NOT NULL,
  last     INTEGER NOT NULL CHECK (last >= first),
  previous INTEGER,
  PRIMARY KEY (file_id, act, first)
) STRICT, WITHOUT ROWID;
INSERT INTO access_decision SELECT file_id, act, line, line, previous FROM access_decision_before;
DROP TABLE access_decision_before;
CREATE TRIGGER access_decision_stands BEFORE UPDATE ON access_decision
BEGIN SELECT RAISE(ABORT, 'immutable: a decision on a line'); END;
CREATE TRIGGER access_decision_stays BEFORE DELETE ON access_decision
BEGIN SELECT RAISE(ABORT, 'immutable: a decision on a line'); END;
`;

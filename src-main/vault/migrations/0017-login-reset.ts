/**
 * Resets of login pass phrases that take a second factor away: asked for by an administrator, decided once by a second
 * person, used once by an administrator who is not that person.
 */
export const loginReset = `
CREATE TABLE login_reset (
  id         INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  reason     TEXT NOT NULL,
  asked_at   TEXT NOT NULL,
  asked_by   TEXT NOT NULL REFERENCES account (id),
  decision   TEXT CHECK (decision IN ('approved', 'refused')),
  decided_at TEXT,
  decided_by TEXT REFERENCES account (id),
  used_at    TEXT,
  used_by    TEXT REFERENCES account (id),
  CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)),
  CHECK (decided_by IS NULL OR (decided_by <> asked_by AND decided_by <> account_id)),
  CHECK ((used_at IS NULL) = (used_by IS NULL)),
  CHECK (used_at IS NULL OR coalesce(decision = 'approved' AND used_by <> decided_by, 0))
) STRICT;
CREATE UNIQUE INDEX login_reset_open ON login_reset (account_id)
WHERE used_at IS NULL AND coalesce(decision, 'approved') = 'approved';

CREATE TRIGGER login_reset_begins BEFORE INSERT ON login_reset
WHEN NEW.decision IS NOT NULL OR NEW.used_at IS NOT NULL OR NEW.id <= coalesce((SELECT max(id) FROM login_reset), 0)
BEGIN SELECT RAISE(ABORT, 'immutable: a reset begins by being asked for'); END;
CREATE TRIGGER login_reset_once BEFORE UPDATE ON login_reset
WHEN NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR NEW.reason <> OLD.reason OR NEW.asked_at <> OLD.asked_at
  OR NEW.asked_by <> OLD.asked_by OR OLD.used_at IS NOT NULL OR (OLD.decision IS NOT NULL AND
    (NEW.decision IS NOT OLD.decision OR NEW.decided_at IS NOT OLD.decided_at OR NEW.decided_by IS NOT OLD.decided_by))
BEGIN SELECT RAISE(ABORT, 'immutable: a reset is decided once and used once'); END;
CREATE TRIGGER login_reset_stays BEFORE DELETE ON login_reset
BEGIN SELECT RAISE(ABORT, 'immutable: a reset stays on record'); END;
`;

/**
 * Changes of the settings that are kept under control: each is proposed with its reason and decided once, by somebody
 * else; only who proposed one may withdraw it. What was in force, and by whom, is never rewritten.
 */
export const settingChanges = `
CREATE TABLE setting_change (
  id              INTEGER PRIMARY KEY,
  key             TEXT NOT NULL,
  value           TEXT NOT NULL CHECK (json_valid(value)),
  reason          TEXT NOT NULL,
  proposed_at     TEXT NOT NULL,
  proposed_by     TEXT NOT NULL REFERENCES account (id),
  status          TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'rejected', 'withdrawn')),
  decided_at      TEXT,
  decided_by      TEXT REFERENCES account (id),
  decision_reason TEXT,
  CHECK ((status = 'proposed') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK (status NOT IN ('approved', 'rejected') OR decided_by <> proposed_by),
  CHECK (status <> 'withdrawn' OR decided_by = proposed_by)
) STRICT;
CREATE UNIQUE INDEX setting_change_pending ON setting_change (key) WHERE status = 'proposed';
CREATE INDEX setting_change_in_force ON setting_change (key, status, id);

CREATE TRIGGER setting_change_begins BEFORE INSERT ON setting_change
WHEN NEW.status <> 'proposed' OR NEW.id <= coalesce((SELECT max(id) FROM setting_change), 0)
BEGIN SELECT RAISE(ABORT, 'immutable: a setting changes by a proposal that somebody else approves'); END;
CREATE TRIGGER setting_change_decided_once BEFORE UPDATE ON setting_change
WHEN OLD.status <> 'proposed' OR NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.value <> OLD.value
  OR NEW.reason <> OLD.reason OR NEW.proposed_at <> OLD.proposed_at OR NEW.proposed_by <> OLD.proposed_by
BEGIN SELECT RAISE(ABORT, 'immutable: a change of a setting is decided once'); END;
CREATE TRIGGER setting_change_stays BEFORE DELETE ON setting_change
BEGIN SELECT RAISE(ABORT, 'immutable: a change of a setting stays on record'); END;
`;

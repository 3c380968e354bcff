/**
 * What counts of a record while a newer revision of it is being written: `record` speaks of that draft, and what the
 * revision in force says of title, period, day and facts is kept here until the newer one is in force or withdrawn. The
 * rows follow the records by triggers, whoever writes to them, and can be made again from the revisions.
 *
 * `counted_record` is every record by what counts: the revision in force where there is one, else the draft. `work_state`
 * and `stage` are those of the newest revision, and `taken_up_at` is when the work on a record in force was taken up again.
 *
 * A record whose newest revision is withdrawn goes back to the revision in force.
 */
export const entryInForce = `
CREATE TABLE entry_in_force (
  record_id    TEXT PRIMARY KEY REFERENCES record (id),
  revision     INTEGER NOT NULL,
  title        TEXT NOT NULL,
  period_start TEXT,
  period_end   TEXT,
  due_on       TEXT,
  event_on     TEXT,
  owner_id     TEXT NOT NULL REFERENCES account (id),
  facts        TEXT NOT NULL CHECK (json_valid(facts)),
  taken_up_at  TEXT NOT NULL,
  FOREIGN KEY (record_id, revision) REFERENCES revision (record_id, revision)
) STRICT, WITHOUT ROWID;

INSERT INTO entry_in_force
SELECT record.id, kept.revision, title, period_start, period_end, due_on, event_on, owner_id, facts, next.created_at
FROM record JOIN revision AS kept ON kept.record_id = record.id AND kept.state = 'effective'
  JOIN revision AS next ON next.record_id = record.id AND next.revision = kept.revision + 1
WHERE kept.revision < current_revision;

CREATE TRIGGER entry_in_force_is_kept AFTER UPDATE ON record
WHEN OLD.state = 'effective' AND NEW.current_revision > OLD.current_revision BEGIN
  INSERT INTO entry_in_force (record_id, revision, title, period_start, period_end, due_on, event_on, owner_id, facts, taken_up_at)
  VALUES (OLD.id, OLD.current_revision, OLD.title, OLD.period_start, OLD.period_end, OLD.due_on, OLD.event_on, OLD.owner_id,
    OLD.facts, NEW.updated_at);
END;
CREATE TRIGGER entry_in_force_is_used_up AFTER UPDATE ON record
WHEN NEW.state = 'effective' BEGIN
  DELETE FROM entry_in_force WHERE record_id = NEW.id;
END;

DROP TRIGGER record_keeps_its_id;
CREATE TRIGGER record_keeps_its_id BEFORE UPDATE ON record
WHEN NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.created_at <> OLD.created_at
  OR (NEW.current_revision < OLD.current_revision AND NOT (
    NEW.state = 'effective'
    AND EXISTS (SELECT 1 FROM revision WHERE record_id = OLD.id AND revision = OLD.current_revision AND state = 'withdrawn')
    AND EXISTS (SELECT 1 FROM revision WHERE record_id = OLD.id AND revision = NEW.current_revision AND state = 'effective')))
BEGIN SELECT RAISE(ABORT, 'immutable: the id, type and origin of a record'); END;

CREATE VIEW counted_record AS
SELECT id, type, system_id, title, state, state AS work_state, current_revision AS revision, period_start, period_end,
  event_on, stage, facts, NULL AS taken_up_at, updated_at
FROM record WHERE id NOT IN (SELECT record_id FROM entry_in_force)
UNION ALL
SELECT record.id, type, system_id, kept.title, 'effective', record.state, kept.revision, kept.period_start, kept.period_end,
  kept.event_on, record.stage, kept.facts, kept.taken_up_at, record.updated_at
FROM entry_in_force AS kept CROSS JOIN record ON record.id = kept.record_id;
`;

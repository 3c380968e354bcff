/**
 * What binds the records: links by id, references to things outside, the repositories they are checked in, and action
 * items; and the suppliers that links lead to. A link is ended, a reference withdrawn, an action closed, each with who,
 * when and why; nothing is deleted and nothing that was said is said otherwise later.
 */
export const graph = `
CREATE TABLE link (
  id         INTEGER PRIMARY KEY,
  relation   TEXT NOT NULL,
  from_kind  TEXT NOT NULL,
  from_id    TEXT NOT NULL,
  to_kind    TEXT NOT NULL,
  to_id      TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES account (id),
  ended_at   TEXT,
  ended_by   TEXT REFERENCES account (id),
  end_reason TEXT,
  CHECK (from_kind <> to_kind OR from_id <> to_id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX link_standing ON link (from_kind, from_id, relation, to_kind, to_id) WHERE ended_at IS NULL;
CREATE INDEX link_from ON link (from_kind, from_id, id);
CREATE INDEX link_to ON link (to_kind, to_id, id);

CREATE TRIGGER link_grows BEFORE INSERT ON link
WHEN EXISTS (SELECT 1 FROM link WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'immutable: the number of a link'); END;
CREATE TRIGGER link_only_ends BEFORE UPDATE ON link
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.relation <> OLD.relation
  OR NEW.from_kind <> OLD.from_kind OR NEW.from_id <> OLD.from_id OR NEW.to_kind <> OLD.to_kind
  OR NEW.to_id <> OLD.to_id OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by
BEGIN SELECT RAISE(ABORT, 'immutable: a link is ended, never changed'); END;
CREATE TRIGGER link_stays BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'immutable: a link is ended, never deleted'); END;

CREATE TABLE repository (
  id         INTEGER PRIMARY KEY,
  system_id  TEXT NOT NULL REFERENCES system (id),
  path       TEXT NOT NULL,
  added_at   TEXT NOT NULL,
  added_by   TEXT NOT NULL REFERENCES account (id),
  removed_at TEXT,
  removed_by TEXT REFERENCES account (id),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX repository_in_use ON repository (system_id, path) WHERE removed_at IS NULL;

CREATE TRIGGER repository_only_ends BEFORE UPDATE ON repository
WHEN OLD.removed_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.system_id <> OLD.system_id OR NEW.path <> OLD.path
  OR NEW.added_at <> OLD.added_at OR NEW.added_by <> OLD.added_by
BEGIN SELECT RAISE(ABORT, 'immutable: a repository of a system'); END;
CREATE TRIGGER repository_stays BEFORE DELETE ON repository
BEGIN SELECT RAISE(ABORT, 'immutable: a repository of a system'); END;

CREATE TABLE reference (
  id              TEXT PRIMARY KEY,
  system_id       TEXT NOT NULL REFERENCES system (id),
  kind            TEXT NOT NULL CHECK (kind IN ('change', 'ticket', 'url', 'commit')),
  value           TEXT NOT NULL,
  title           TEXT NOT NULL,
  occurred_on     TEXT,
  facts           TEXT NOT NULL CHECK (json_valid(facts)),
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES account (id),
  withdrawn_at    TEXT,
  withdrawn_by    TEXT REFERENCES account (id),
  withdraw_reason TEXT,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reference_in_use ON reference (system_id, kind, value) WHERE withdrawn_at IS NULL;
CREATE INDEX reference_by_day ON reference (system_id, kind, occurred_on, id);

CREATE TRIGGER reference_only_withdrawn BEFORE UPDATE ON reference
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.system_id <> OLD.system_id OR NEW.kind <> OLD.kind
  OR NEW.value <> OLD.value OR NEW.title <> OLD.title OR NEW.occurred_on IS NOT OLD.occurred_on
  OR NEW.facts <> OLD.facts OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by
BEGIN SELECT RAISE(ABORT, 'immutable: a reference is withdrawn, never changed'); END;
CREATE TRIGGER reference_stays BEFORE DELETE ON reference
BEGIN SELECT RAISE(ABORT, 'immutable: a reference is withdrawn, never deleted'); END;

CREATE TABLE action (
  id                   TEXT PRIMARY KEY,
  system_id            TEXT NOT NULL REFERENCES system (id),
  record_id            TEXT REFERENCES record (id),
  action               TEXT NOT NULL CHECK (action <> ''),
  outcome              TEXT NOT NULL,
  type                 TEXT NOT NULL,
  owner_id             TEXT REFERENCES account (id),
  owner_name           TEXT NOT NULL CHECK (owner_name <> ''),
  due_on               TEXT NOT NULL,
  status               TEXT NOT NULL CHECK (status IN ('open', 'done', 'dropped')),
  closing_note         TEXT,
  closed_on            TEXT,
  closed_at            TEXT,
  closed_by            TEXT REFERENCES account (id),
  effectiveness_due_on TEXT,
  effective            INTEGER CHECK (effective IN (0, 1)),
  effectiveness_note   TEXT,
  effectiveness_at     TEXT,
  effectiveness_by     TEXT REFERENCES account (id),
  created_at           TEXT NOT NULL,
  created_by           TEXT NOT NULL REFERENCES account (id),
  updated_at           TEXT NOT NULL,
  CHECK ((status = 'open') = (closed_on IS NULL)),
  CHECK ((status = 'open') = (closing_note IS NULL)),
  CHECK ((status = 'open') = (closed_at IS NULL)),
  CHECK ((status = 'open') = (closed_by IS NULL)),
  CHECK (effective IS NULL OR status = 'done'),
  CHECK ((effective IS NULL) = (effectiveness_note IS NULL)),
  CHECK ((effective IS NULL) = (effectiveness_at IS NULL)),
  CHECK ((effective IS NULL) = (effectiveness_by IS NULL)),
  CHECK (effectiveness_by IS NULL OR (effectiveness_by <> closed_by AND effectiveness_by IS NOT owner_id))
) STRICT, WITHOUT ROWID;
CREATE INDEX action_by_due ON action (due_on, id) WHERE status = 'open';
CREATE INDEX action_by_owner ON action (owner_id, status, due_on, id);
CREATE INDEX action_by_system ON action (system_id, closed_on, due_on, id);
CREATE INDEX action_by_record ON action (record_id, id);
CREATE INDEX action_by_check ON action (effectiveness_due_on, id) WHERE status = 'done' AND effective IS NULL;

CREATE TRIGGER action_once_closed_stands BEFORE UPDATE ON action
WHEN NEW.id <> OLD.id OR NEW.system_id <> OLD.system_id OR NEW.record_id IS NOT OLD.record_id
  OR NEW.action <> OLD.action OR NEW.outcome <> OLD.outcome OR NEW.type <> OLD.type
  OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by
  OR OLD.effective IS NOT NULL
  OR (OLD.status <> 'open' AND (NEW.status <> OLD.status OR NEW.owner_id IS NOT OLD.owner_id
    OR NEW.owner_name <> OLD.owner_name OR NEW.due_on <> OLD.due_on OR NEW.closing_note IS NOT OLD.closing_note
    OR NEW.closed_on IS NOT OLD.closed_on OR NEW.closed_at IS NOT OLD.closed_at OR NEW.closed_by IS NOT OLD.closed_by))
BEGIN SELECT RAISE(ABORT, 'immutable: what was agreed, and how it was closed'); END;
CREATE TRIGGER action_stays BEFORE DELETE ON action
BEGIN SELECT RAISE(ABORT, 'immutable: an action is done or dropped, never deleted'); END;

CREATE TABLE supplier (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  current_version INTEGER NOT NULL CHECK (current_version > 0),
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER supplier_only_advances BEFORE UPDATE ON supplier
WHEN NEW.id <> OLD.id OR NEW.current_version < OLD.current_version
BEGIN SELECT RAISE(ABORT, 'immutable: a supplier only gets newer versions'); END;
CREATE TRIGGER supplier_stays BEFORE DELETE ON supplier
BEGIN SELECT RAISE(ABORT, 'immutable: a supplier is given up, never deleted'); END;

CREATE TABLE supplier_version (
  supplier_id TEXT NOT NULL REFERENCES supplier (id),
  version     INTEGER NOT NULL CHECK (version > 0),
  content     TEXT NOT NULL CHECK (json_valid(content)),
  changed_at  TEXT NOT NULL,
  changed_by  TEXT NOT NULL REFERENCES account (id),
  reason      TEXT,
  PRIMARY KEY (supplier_id, version)
) STRICT;

CREATE TRIGGER supplier_version_grows BEFORE INSERT ON supplier_version
WHEN NEW.version <> 1 + (SELECT count(*) FROM supplier_version WHERE supplier_id = NEW.supplier_id)
BEGIN SELECT RAISE(ABORT, 'immutable: versions of a supplier count up by one'); END;
CREATE TRIGGER supplier_version_stands BEFORE UPDATE ON supplier_version
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a supplier'); END;
CREATE TRIGGER supplier_version_stays BEFORE DELETE ON supplier_version
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a supplier'); END;
`;

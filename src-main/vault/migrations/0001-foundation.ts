/**
 * The first schema: people, keys and certificates, systems, records with their revisions and sealed bytes, and the audit
 * trail. Times are UTC, ISO 8601 with milliseconds; days are `YYYY-MM-DD`; hashes are SHA-256 in lower-case hex.
 *
 * What a clause calls immutable is immutable here too, by triggers, whoever writes the SQL: nothing is deleted
 * (product: "Nothing is deleted"), the audit trail and sealed bytes only grow (21 CFR 11.10(e), 11.70; draft Annex 11,
 * 17.1), names of accounts are never reissued (11.100(a)).
 */
export const foundation = `
CREATE TABLE vault_setting (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value > 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER counter_only_rises BEFORE UPDATE ON counter WHEN NEW.value <= OLD.value OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'immutable: a counter only rises'); END;
CREATE TRIGGER counter_stays BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'immutable: a number is never given twice'); END;

CREATE TABLE account (
  id                      TEXT PRIMARY KEY,
  user_name               TEXT NOT NULL,
  user_name_folded        TEXT NOT NULL UNIQUE,
  full_name               TEXT NOT NULL,
  email                   TEXT,
  status                  TEXT NOT NULL CHECK (status IN ('active', 'deactivated')),
  must_change_pass_phrase INTEGER NOT NULL CHECK (must_change_pass_phrase IN (0, 1)),
  created_at              TEXT NOT NULL,
  updated_at              TEXT NOT NULL,
  deactivated_at          TEXT,
  CHECK ((status = 'deactivated') = (deactivated_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER account_keeps_its_name BEFORE UPDATE ON account
WHEN NEW.id <> OLD.id OR NEW.user_name <> OLD.user_name OR NEW.user_name_folded <> OLD.user_name_folded
BEGIN SELECT RAISE(ABORT, 'immutable: a user name is never reissued'); END;
CREATE TRIGGER account_stays BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'immutable: an account is deactivated, never deleted'); END;

CREATE TABLE account_role (
  account_id TEXT NOT NULL REFERENCES account (id),
  role       TEXT NOT NULL,
  granted_at TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  revoked_at TEXT,
  revoked_by TEXT,
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX account_role_held ON account_role (account_id, role) WHERE revoked_at IS NULL;
CREATE INDEX account_role_history ON account_role (account_id, granted_at);

CREATE TRIGGER account_role_history_stands BEFORE UPDATE ON account_role
WHEN OLD.revoked_at IS NOT NULL OR NEW.account_id <> OLD.account_id OR NEW.role <> OLD.role
  OR NEW.granted_at <> OLD.granted_at OR NEW.granted_by <> OLD.granted_by
BEGIN SELECT RAISE(ABORT, 'immutable: who held a role, and when, stays on record'); END;
CREATE TRIGGER account_role_stays BEFORE DELETE ON account_role
BEGIN SELECT RAISE(ABORT, 'immutable: a role is revoked, never deleted'); END;

CREATE TABLE authority (
  id          TEXT PRIMARY KEY,
  role        TEXT NOT NULL CHECK (role IN ('root', 'issuing')),
  certificate BLOB NOT NULL,
  sealed_key  BLOB NOT NULL,
  created_at  TEXT NOT NULL,
  retired_at  TEXT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER authority_stands BEFORE UPDATE ON authority
WHEN NEW.id <> OLD.id OR NEW.role <> OLD.role OR NEW.certificate <> OLD.certificate OR OLD.retired_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'immutable: an authority certificate'); END;
CREATE TRIGGER authority_stays BEFORE DELETE ON authority
BEGIN SELECT RAISE(ABORT, 'immutable: an authority is retired, never deleted'); END;

CREATE TABLE certificate (
  id                TEXT PRIMARY KEY,
  serial            TEXT NOT NULL,
  issuer_id         TEXT REFERENCES authority (id),
  account_id        TEXT NOT NULL REFERENCES account (id),
  der               BLOB NOT NULL,
  issued_at         TEXT NOT NULL,
  not_after         TEXT NOT NULL,
  revoked_at        TEXT,
  revocation_reason TEXT,
  invalid_since     TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX certificate_serial ON certificate (issuer_id, serial);
CREATE INDEX certificate_of_account ON certificate (account_id, issued_at);

CREATE TRIGGER certificate_stands BEFORE UPDATE ON certificate
WHEN NEW.id <> OLD.id OR NEW.serial <> OLD.serial OR NEW.issuer_id IS NOT OLD.issuer_id
  OR NEW.account_id <> OLD.account_id OR NEW.der <> OLD.der OR OLD.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'immutable: a certificate, and its revocation'); END;
CREATE TRIGGER certificate_stays BEFORE DELETE ON certificate
BEGIN SELECT RAISE(ABORT, 'immutable: a certificate is revoked, never deleted'); END;

CREATE TABLE crl (
  issuer_id   TEXT NOT NULL REFERENCES authority (id),
  number      INTEGER NOT NULL CHECK (number > 0),
  der         BLOB NOT NULL,
  this_update TEXT NOT NULL,
  next_update TEXT NOT NULL,
  PRIMARY KEY (issuer_id, number)
) STRICT;

CREATE TRIGGER crl_stands BEFORE UPDATE ON crl
BEGIN SELECT RAISE(ABORT, 'immutable: a revocation list that was issued'); END;
CREATE TRIGGER crl_stays BEFORE DELETE ON crl
BEGIN SELECT RAISE(ABORT, 'immutable: a revocation list that was issued'); END;

CREATE TABLE signing_key (
  id              TEXT PRIMARY KEY,
  account_id      TEXT NOT NULL REFERENCES account (id),
  algorithm       TEXT NOT NULL,
  encrypted_pkcs8 BLOB NOT NULL,
  request         BLOB NOT NULL,
  certificate_id  TEXT REFERENCES certificate (id),
  status          TEXT NOT NULL CHECK (status IN ('requested', 'active', 'retired')),
  failed_attempts INTEGER NOT NULL CHECK (failed_attempts >= 0),
  locked_at       TEXT,
  created_at      TEXT NOT NULL,
  retired_at      TEXT,
  CHECK (status <> 'active' OR certificate_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX signing_key_in_use ON signing_key (account_id) WHERE status <> 'retired';

CREATE TRIGGER signing_key_stays BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'immutable: a signing key is retired, never deleted'); END;
CREATE TRIGGER signing_key_owner BEFORE UPDATE ON signing_key
WHEN NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR OLD.status = 'retired'
BEGIN SELECT RAISE(ABORT, 'immutable: a key belongs to one person'); END;

CREATE TABLE system (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  current_version INTEGER NOT NULL CHECK (current_version > 0),
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX system_by_name ON system (name COLLATE NOCASE, id);

CREATE TRIGGER system_only_advances BEFORE UPDATE ON system
WHEN NEW.id <> OLD.id OR NEW.current_version < OLD.current_version
BEGIN SELECT RAISE(ABORT, 'immutable: a system entry only gets newer versions'); END;
CREATE TRIGGER system_stays BEFORE DELETE ON system
BEGIN SELECT RAISE(ABORT, 'immutable: a system is retired, never deleted'); END;

CREATE TABLE system_version (
  system_id  TEXT NOT NULL REFERENCES system (id),
  version    INTEGER NOT NULL CHECK (version > 0),
  content    TEXT NOT NULL CHECK (json_valid(content)),
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL REFERENCES account (id),
  reason     TEXT,
  PRIMARY KEY (system_id, version)
) STRICT;

CREATE TRIGGER system_version_grows BEFORE INSERT ON system_version
WHEN NEW.version <> 1 + (SELECT count(*) FROM system_version WHERE system_id = NEW.system_id)
BEGIN SELECT RAISE(ABORT, 'immutable: versions of a system entry count up by one'); END;
CREATE TRIGGER system_version_stands BEFORE UPDATE ON system_version
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a system entry'); END;
CREATE TRIGGER system_version_stays BEFORE DELETE ON system_version
BEGIN SELECT RAISE(ABORT, 'immutable: a version of a system entry'); END;

CREATE TABLE record (
  id               TEXT PRIMARY KEY,
  type             TEXT NOT NULL,
  system_id        TEXT NOT NULL REFERENCES system (id),
  title            TEXT NOT NULL,
  state            TEXT NOT NULL,
  period_start     TEXT,
  period_end       TEXT,
  due_on           TEXT,
  owner_id         TEXT NOT NULL REFERENCES account (id),
  current_revision INTEGER NOT NULL CHECK (current_revision > 0),
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_change ON record (updated_at, id);
CREATE INDEX record_by_due ON record (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX record_by_type ON record (type, updated_at, id);
CREATE INDEX record_by_state ON record (state, updated_at, id);
CREATE INDEX record_by_owner ON record (owner_id, updated_at, id);
CREATE INDEX record_by_system ON record (system_id, type, period_end, id);

CREATE TRIGGER record_keeps_its_id BEFORE UPDATE ON record
WHEN NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.created_at <> OLD.created_at
  OR NEW.current_revision < OLD.current_revision
BEGIN SELECT RAISE(ABORT, 'immutable: the id, type and origin of a record'); END;
CREATE TRIGGER record_stays BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'immutable: a record is withdrawn, never deleted'); END;

CREATE TABLE revision (
  record_id     TEXT NOT NULL REFERENCES record (id),
  revision      INTEGER NOT NULL CHECK (revision > 0),
  state         TEXT NOT NULL,
  content       TEXT NOT NULL CHECK (json_valid(content)),
  edit          INTEGER NOT NULL CHECK (edit > 0),
  reason        TEXT,
  frozen_json   BLOB,
  frozen_sha256 TEXT,
  frozen_at     TEXT,
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL REFERENCES account (id),
  updated_at    TEXT NOT NULL,
  updated_by    TEXT NOT NULL REFERENCES account (id),
  PRIMARY KEY (record_id, revision),
  CHECK ((frozen_json IS NULL) = (frozen_sha256 IS NULL)),
  CHECK ((frozen_json IS NULL) = (frozen_at IS NULL))
) STRICT;

CREATE TRIGGER revision_grows BEFORE INSERT ON revision
WHEN NEW.revision <> 1 + (SELECT count(*) FROM revision WHERE record_id = NEW.record_id)
BEGIN SELECT RAISE(ABORT, 'immutable: revisions count up by one'); END;
CREATE TRIGGER revision_once_frozen_stands BEFORE UPDATE ON revision
WHEN NEW.record_id <> OLD.record_id OR NEW.revision <> OLD.revision
  OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by
  OR (OLD.frozen_json IS NOT NULL AND (NEW.content <> OLD.content OR NEW.edit <> OLD.edit
    OR NEW.reason IS NOT OLD.reason OR NEW.frozen_json IS NOT OLD.frozen_json
    OR NEW.frozen_sha256 IS NOT OLD.frozen_sha256 OR NEW.frozen_at IS NOT OLD.frozen_at))
BEGIN SELECT RAISE(ABORT, 'immutable: the content of a frozen revision'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'immutable: a revision is withdrawn, never deleted'); END;

CREATE TABLE requirement (
  record_id      TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  requirement_id TEXT NOT NULL,
  ordinal        INTEGER NOT NULL CHECK (ordinal > 0),
  title          TEXT NOT NULL,
  role           TEXT NOT NULL,
  meaning        TEXT NOT NULL,
  account_id     TEXT NOT NULL REFERENCES account (id),
  status         TEXT NOT NULL CHECK (status IN ('pending', 'signed', 'rejected', 'cancelled')),
  signed_at      TEXT,
  zone           TEXT,
  certificate_id TEXT REFERENCES certificate (id),
  comment        TEXT,
  PRIMARY KEY (record_id, revision, requirement_id),
  FOREIGN KEY (record_id, revision) REFERENCES revision (record_id, revision),
  CHECK ((status IN ('signed', 'rejected')) = (signed_at IS NOT NULL)),
  CHECK ((signed_at IS NULL) = (certificate_id IS NULL)),
  CHECK ((signed_at IS NULL) = (zone IS NULL))
) STRICT;
CREATE UNIQUE INDEX requirement_order ON requirement (record_id, revision, ordinal);
CREATE INDEX requirement_of_account ON requirement (account_id, status, record_id);

CREATE TRIGGER requirement_once_decided_stands BEFORE UPDATE ON requirement
WHEN OLD.status <> 'pending' OR NEW.record_id <> OLD.record_id OR NEW.revision <> OLD.revision
  OR NEW.requirement_id <> OLD.requirement_id OR NEW.ordinal <> OLD.ordinal OR NEW.title <> OLD.title
  OR NEW.role <> OLD.role OR NEW.meaning <> OLD.meaning OR NEW.account_id <> OLD.account_id
BEGIN SELECT RAISE(ABORT, 'immutable: a signature requirement that was decided'); END;
CREATE TRIGGER requirement_stays BEFORE DELETE ON requirement
BEGIN SELECT RAISE(ABORT, 'immutable: a signature requirement is cancelled, never deleted'); END;

CREATE TABLE sealed_part (
  record_id      TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  ordinal        INTEGER NOT NULL CHECK (ordinal > 0),
  requirement_id TEXT,
  bytes          BLOB NOT NULL CHECK (length(bytes) > 0),
  total_length   INTEGER NOT NULL,
  sha256         TEXT NOT NULL,
  added_at       TEXT NOT NULL,
  PRIMARY KEY (record_id, revision, ordinal),
  FOREIGN KEY (record_id, revision) REFERENCES revision (record_id, revision),
  FOREIGN KEY (record_id, revision, requirement_id) REFERENCES requirement (record_id, revision, requirement_id)
) STRICT;

CREATE TRIGGER sealed_part_grows BEFORE INSERT ON sealed_part
WHEN NEW.ordinal <> 1 + (SELECT count(*) FROM sealed_part WHERE record_id = NEW.record_id AND revision = NEW.revision)
  OR NEW.total_length <> length(NEW.bytes) + coalesce((SELECT max(total_length) FROM sealed_part
    WHERE record_id = NEW.record_id AND revision = NEW.revision), 0)
BEGIN SELECT RAISE(ABORT, 'immutable: a sealed PDF grows at its end alone'); END;
CREATE TRIGGER sealed_part_stands BEFORE UPDATE ON sealed_part
BEGIN SELECT RAISE(ABORT, 'immutable: sealed bytes'); END;
CREATE TRIGGER sealed_part_stays BEFORE DELETE ON sealed_part
BEGIN SELECT RAISE(ABORT, 'immutable: sealed bytes'); END;

CREATE TABLE audit_entry (
  seq          INTEGER PRIMARY KEY,
  hash         TEXT NOT NULL,
  canonical    TEXT NOT NULL,
  at           TEXT NOT NULL GENERATED ALWAYS AS (canonical ->> '$.at') VIRTUAL,
  account_id   TEXT NOT NULL GENERATED ALWAYS AS (canonical ->> '$.account.id') VIRTUAL,
  action       TEXT NOT NULL GENERATED ALWAYS AS (canonical ->> '$.action') VIRTUAL,
  subject_type TEXT NOT NULL GENERATED ALWAYS AS (canonical ->> '$.subject.type') VIRTUAL,
  subject_id   TEXT NOT NULL GENERATED ALWAYS AS (canonical ->> '$.subject.id') VIRTUAL
) STRICT;
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, subject_type, seq);
CREATE INDEX audit_entry_account ON audit_entry (account_id, seq);
CREATE INDEX audit_entry_action ON audit_entry (action, seq);
CREATE INDEX audit_entry_time ON audit_entry (at, seq);

CREATE TABLE audit_head (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at   TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (one, seq, hash, at)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', '0001-01-01T00:00:00.000Z');

CREATE TRIGGER audit_entry_grows BEFORE INSERT ON audit_entry
WHEN NEW.seq <> 1 + (SELECT seq FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'immutable: the audit trail grows by one entry at its end'); END;
CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'immutable: an audit entry'); END;
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'immutable: an audit entry'); END;
CREATE TRIGGER audit_head_advances BEFORE UPDATE ON audit_head
WHEN NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE(ABORT, 'immutable: the audit head only advances'); END;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'immutable: the audit head'); END;
`;

/**
 * Enrolment of the people who sign: how their identity was verified and where their training is on record, in versions,
 * each approved by a second person; and the undertakings that they signed, as PDFs (21 CFR 11.10(i), (j), 11.100(b)).
 */
export const enrolment = `
CREATE TABLE enrolment (
  account_id         TEXT NOT NULL REFERENCES account (id),
  version            INTEGER NOT NULL CHECK (version > 0),
  method             TEXT NOT NULL,
  document_kind      TEXT NOT NULL,
  verified_on        TEXT NOT NULL,
  training_reference TEXT NOT NULL,
  trained_on         TEXT NOT NULL,
  recorded_at        TEXT NOT NULL,
  recorded_by        TEXT NOT NULL REFERENCES account (id),
  approved_at        TEXT,
  approved_by        TEXT REFERENCES account (id),
  PRIMARY KEY (account_id, version),
  CHECK (recorded_by <> account_id),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK (approved_by IS NULL OR (approved_by <> recorded_by AND approved_by <> account_id))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER enrolment_grows BEFORE INSERT ON enrolment
WHEN NEW.approved_at IS NOT NULL
  OR NEW.version <> 1 + (SELECT count(*) FROM enrolment WHERE account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'immutable: versions of an enrolment count up by one'); END;
CREATE TRIGGER enrolment_only_approved BEFORE UPDATE ON enrolment
WHEN OLD.approved_at IS NOT NULL OR NEW.account_id <> OLD.account_id OR NEW.version <> OLD.version
  OR NEW.method <> OLD.method OR NEW.document_kind <> OLD.document_kind OR NEW.verified_on <> OLD.verified_on
  OR NEW.training_reference <> OLD.training_reference OR NEW.trained_on <> OLD.trained_on
  OR NEW.recorded_at <> OLD.recorded_at OR NEW.recorded_by <> OLD.recorded_by
BEGIN SELECT RAISE(ABORT, 'immutable: an enrolment is approved once, and recorded anew to change it'); END;
CREATE TRIGGER enrolment_stays BEFORE DELETE ON enrolment
BEGIN SELECT RAISE(ABORT, 'immutable: an enrolment stays on record'); END;

CREATE TABLE undertaking (
  account_id     TEXT NOT NULL REFERENCES account (id),
  number         INTEGER NOT NULL CHECK (number > 0),
  text_version   INTEGER NOT NULL,
  signed_at      TEXT NOT NULL,
  zone           TEXT NOT NULL,
  certificate_id TEXT NOT NULL REFERENCES certificate (id),
  sha256         TEXT NOT NULL,
  pdf            BLOB NOT NULL,
  PRIMARY KEY (account_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER undertaking_grows BEFORE INSERT ON undertaking
WHEN NEW.number <> 1 + (SELECT count(*) FROM undertaking WHERE account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'immutable: undertakings count up by one'); END;
CREATE TRIGGER undertaking_stands BEFORE UPDATE ON undertaking
BEGIN SELECT RAISE(ABORT, 'immutable: a signed undertaking'); END;
CREATE TRIGGER undertaking_stays BEFORE DELETE ON undertaking
BEGIN SELECT RAISE(ABORT, 'immutable: a signed undertaking'); END;
`;

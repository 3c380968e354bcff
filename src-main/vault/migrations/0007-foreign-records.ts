/**
 * Sealed records of other vaults, taken in to be read: the PDF byte for byte, the JSON that it carries, whom it was
 * trusted by, and what verification said then. Nothing of it ever changes.
 */
export const foreignRecords = `
CREATE TABLE foreign_record (
  sha256       TEXT PRIMARY KEY,
  vault_id     TEXT NOT NULL,
  organisation TEXT NOT NULL,
  record_id    TEXT NOT NULL,
  revision     INTEGER NOT NULL CHECK (revision > 0),
  type         TEXT NOT NULL,
  type_title   TEXT NOT NULL,
  title        TEXT NOT NULL,
  system_name  TEXT NOT NULL,
  frozen_at    TEXT NOT NULL,
  pdf          BLOB NOT NULL,
  json         BLOB NOT NULL,
  json_sha256  TEXT NOT NULL,
  anchors      TEXT NOT NULL,
  indication   TEXT NOT NULL,
  pages        TEXT NOT NULL CHECK (pages IN ('reproduced', 'not-provable')),
  imported_at  TEXT NOT NULL,
  imported_by  TEXT NOT NULL REFERENCES account (id)
) STRICT;
CREATE INDEX foreign_record_by_import ON foreign_record (imported_at, sha256);

CREATE TRIGGER foreign_record_stands BEFORE UPDATE ON foreign_record
BEGIN SELECT RAISE(ABORT, 'immutable: a record of another vault'); END;
CREATE TRIGGER foreign_record_stays BEFORE DELETE ON foreign_record
BEGIN SELECT RAISE(ABORT, 'immutable: a record of another vault'); END;
`;

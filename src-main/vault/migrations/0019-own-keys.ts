/**
 * Keys that come from elsewhere: a PKCS#12 file, a token, or a certificate that a site's own authority issued. A key is in
 * the vault under its owner's pass phrase, or on a token. A certificate that came from outside waits as `offered` (PEM, the
 * signer's first, then its issuers) until an administrator accepts it, and keeps the issuers that came with it. Revocation
 * lists of a site's own authorities stay, each beside those before it.
 */
export const ownKeys = `
CREATE TABLE signing_key_next (
  id              TEXT PRIMARY KEY,
  account_id      TEXT NOT NULL REFERENCES account (id),
  algorithm       TEXT NOT NULL,
  encrypted_pkcs8 BLOB,
  token           TEXT CHECK (token IS NULL OR json_valid(token)),
  request         BLOB,
  offered         TEXT,
  certificate_id  TEXT REFERENCES certificate (id),
  status          TEXT NOT NULL CHECK (status IN ('requested', 'active', 'retired')),
  failed_attempts INTEGER NOT NULL CHECK (failed_attempts >= 0),
  locked_at       TEXT,
  created_at      TEXT NOT NULL,
  retired_at      TEXT,
  CHECK (status <> 'active' OR certificate_id IS NOT NULL),
  CHECK ((encrypted_pkcs8 IS NULL) <> (token IS NULL)),
  CHECK (status <> 'requested' OR request IS NOT NULL OR offered IS NOT NULL)
) STRICT, WITHOUT ROWID;

INSERT INTO signing_key_next (id, account_id, algorithm, encrypted_pkcs8, request, certificate_id, status,
  failed_attempts, locked_at, created_at, retired_at)
SELECT id, account_id, algorithm, encrypted_pkcs8, request, certificate_id, status,
  failed_attempts, locked_at, created_at, retired_at
FROM signing_key;

DROP TABLE signing_key;
ALTER TABLE signing_key_next RENAME TO signing_key;
CREATE UNIQUE INDEX signing_key_in_use ON signing_key (account_id) WHERE status <> 'retired';

CREATE TRIGGER signing_key_stays BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'immutable: a signing key is retired, never deleted'); END;
CREATE TRIGGER signing_key_owner BEFORE UPDATE ON signing_key
WHEN NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR NEW.token IS NOT OLD.token OR OLD.status = 'retired'
BEGIN SELECT RAISE(ABORT, 'immutable: a key belongs to one person'); END;

ALTER TABLE certificate ADD COLUMN chain TEXT;
CREATE TRIGGER certificate_chain_stands BEFORE UPDATE OF chain ON certificate
BEGIN SELECT RAISE(ABORT, 'immutable: a certificate, and its issuers'); END;

CREATE TABLE site_crl (
  id          TEXT PRIMARY KEY,
  scope       TEXT NOT NULL,
  der         BLOB NOT NULL,
  this_update TEXT NOT NULL,
  next_update TEXT,
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX site_crl_newest ON site_crl (scope, this_update);

CREATE TRIGGER site_crl_stands BEFORE UPDATE ON site_crl
BEGIN SELECT RAISE(ABORT, 'immutable: a revocation list of a site'); END;
CREATE TRIGGER site_crl_stays BEFORE DELETE ON site_crl
BEGIN SELECT RAISE(ABORT, 'immutable: a revocation list of a site'); END;
`;

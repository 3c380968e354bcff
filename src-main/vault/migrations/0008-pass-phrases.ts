/**
 * When an account's pass phrase was set and by whom, and, where the vault's policy forbids using one again, an Argon2id
 * verifier of it. Only as many are kept as the policy asks for: each is something to guess at.
 */
export const passPhrases = `
CREATE TABLE pass_phrase (
  account_id TEXT NOT NULL REFERENCES account (id),
  n          INTEGER NOT NULL CHECK (n > 0),
  set_at     TEXT NOT NULL,
  set_by     TEXT NOT NULL,
  kdf        TEXT CHECK (kdf IS NULL OR json_valid(kdf)),
  verifier   BLOB,
  PRIMARY KEY (account_id, n),
  CHECK ((kdf IS NULL) = (verifier IS NULL))
) STRICT;

CREATE TRIGGER pass_phrase_stands BEFORE UPDATE ON pass_phrase
BEGIN SELECT RAISE(ABORT, 'immutable: when a pass phrase was set'); END;
`;

/** Who approved that somebody who lost their key gets another certificate, besides the administrator who issues it. */
export const keyReplacement = `
CREATE TABLE key_replacement (
  certificate_id TEXT PRIMARY KEY REFERENCES certificate (id),
  approved_by    TEXT NOT NULL REFERENCES account (id),
  approved_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER key_replacement_stands BEFORE UPDATE ON key_replacement
BEGIN SELECT RAISE(ABORT, 'immutable: who approved a replacement'); END;
CREATE TRIGGER key_replacement_stays BEFORE DELETE ON key_replacement
BEGIN SELECT RAISE(ABORT, 'immutable: who approved a replacement'); END;
`;

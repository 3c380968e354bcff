const columns = 'kind, id, system_id, tags, day, due_on, title, body';

/** Of bytes that are no JSON nothing is found but the rest of the entry: no damage of one record stands in the way of all. */
const json = `CASE WHEN json_valid(CAST(foreign_record.json AS TEXT)) THEN CAST(foreign_record.json AS TEXT) ELSE '{}' END`;

/**
 * Imported records are found as others are: by the number they have in their own vault, title, organisation, system and
 * text. Their entry is known by the hash of their PDF, since two vaults may give the same number.
 */
export const importedFound = `
CREATE VIEW search_imported AS
SELECT 'imported' AS kind, sha256 AS id, NULL AS system_id,
  char(0xE000) || 'kindimported ' || char(0xE000) || 'type' || replace(type, '-', '') AS tags,
  substr(frozen_at, 1, 10) AS day, NULL AS due_on, record_id || ' ' || title AS title,
  organisation || char(10) || system_name || char(10) || type_title || char(10) ||
  replace(replace(coalesce((SELECT group_concat(atom, char(10)) FROM
    (SELECT atom FROM json_tree(${json}, '$.content') WHERE type = 'text' LIMIT 20000)), ''), char(1), ''), char(2), '')
    AS body
FROM foreign_record;

DROP VIEW search_source;
CREATE VIEW search_source AS
SELECT ${columns} FROM search_record UNION ALL SELECT ${columns} FROM search_system
UNION ALL SELECT ${columns} FROM search_action UNION ALL SELECT ${columns} FROM search_reference
UNION ALL SELECT ${columns} FROM search_supplier UNION ALL SELECT ${columns} FROM search_imported;

CREATE TRIGGER search_follows_import AFTER INSERT ON foreign_record BEGIN
  INSERT INTO search_entry (n, ${columns})
  SELECT coalesce((SELECT min(n) FROM search_entry), 0) - 1, ${columns} FROM search_imported WHERE id = NEW.sha256
  ON CONFLICT (kind, id) DO UPDATE SET system_id = excluded.system_id, tags = excluded.tags, day = excluded.day,
    due_on = excluded.due_on, title = excluded.title, body = excluded.body;
END;

INSERT INTO search_entry (n, ${columns})
SELECT coalesce((SELECT min(n) FROM search_entry), 0) - row_number() OVER (ORDER BY day, id), ${columns} FROM search_imported;

CREATE INDEX foreign_record_by_number ON foreign_record (record_id, sha256, imported_at);
`;

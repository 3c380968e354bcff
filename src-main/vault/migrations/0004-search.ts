/** What is searched of a JSON text: its first 20,000 answers, without the characters that mark what was found. */
const textOf = (json: string): string =>
  `replace(replace(coalesce((SELECT group_concat(atom, char(10)) FROM
    (SELECT atom FROM json_tree(${json}) WHERE type = 'text' LIMIT 20000)), ''), char(1), ''), char(2), '')`;

const columns = 'kind, id, system_id, tags, day, due_on, title, body';

/** The words of an entry into both indexes, and out of them. */
const index = (row: string): string =>
  `INSERT INTO search_title (rowid, id, title, tags) VALUES (${row}.n, ${row}.id, ${row}.title, ${row}.tags);
  INSERT INTO search_text (rowid, id, title, body, tags)
  VALUES (${row}.n, ${row}.id, ${row}.title, ${row}.body, ${row}.tags);`;
const unindex = (row: string): string =>
  `INSERT INTO search_title (search_title, rowid, id, title, tags)
  VALUES ('delete', ${row}.n, ${row}.id, ${row}.title, ${row}.tags);
  INSERT INTO search_text (search_text, rowid, id, title, body, tags)
  VALUES ('delete', ${row}.n, ${row}.id, ${row}.title, ${row}.body, ${row}.tags);`;

/** A tag: a sign that nobody types, and a name without what would part it into words. */
const tag = (name: string, value: string): string => `char(0xE000) || '${name}' || replace(${value}, '-', '')`;

/** Writes the entry of one thing anew. */
const refresh = (kind: string, id: string): string =>
  `INSERT INTO search_entry (n, ${columns})
  SELECT coalesce((SELECT min(n) FROM search_entry), 0) - 1, ${columns} FROM search_${kind} WHERE id = ${id}
  ON CONFLICT (kind, id) DO UPDATE SET system_id = excluded.system_id, tags = excluded.tags, day = excluded.day,
    due_on = excluded.due_on, title = excluded.title, body = excluded.body;`;

/**
 * Full-text search (FTS5) over everything that people look for, inside the encrypted file, and indexes for lists of any
 * filter.
 *
 * `search_entry` holds what is searched, one row a thing: the views `search_record` and its like say what that is, and
 * triggers keep it in step with the tables, whoever writes to them. `search_title` and
 * `search_text` are inverted indexes over it, of titles alone and of everything, kept in step by its own triggers. Everything here can be made again from the other tables.
 *
 * `n` counts downwards, so that the newest come first in the order in which the index is quick to walk: forwards.
 *
 * `tags` are words that no person types (U+E000, `typeincident`), so that a filter is one more term of the query.
 */
export const search = `
CREATE TABLE search_entry (
  n      INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,
  id     TEXT NOT NULL,
  system_id TEXT,
  tags   TEXT NOT NULL,
  day    TEXT,
  due_on TEXT,
  title  TEXT NOT NULL,
  body   TEXT NOT NULL,
  UNIQUE (kind, id)
) STRICT;

CREATE VIRTUAL TABLE search_title USING fts5 (
  id, title, tags,
  content = 'search_entry', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2', prefix = '2'
);
CREATE VIRTUAL TABLE search_text USING fts5 (
  id, title, body, tags,
  content = 'search_entry', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2', prefix = '2'
);

CREATE VIEW search_record AS
SELECT 'record' AS kind, record.id, system_id,
  ${tag('kind', "'record'")} || ' ' || ${tag('type', 'type')} || ' ' || ${tag('system', 'system_id')}
    || ' ' || ${tag('state', 'record.state')} AS tags,
  coalesce(event_on, period_end, substr(record.created_at, 1, 10)) AS day, due_on, title,
  ${textOf('revision.content')} AS body
FROM record JOIN revision ON record_id = record.id AND revision = current_revision;

CREATE VIEW search_system AS
SELECT 'system' AS kind, system.id, system.id AS system_id, ${tag('kind', "'system'")} || ' ' || ${tag('system', 'system.id')} AS tags,
  NULL AS day, NULL AS due_on, name AS title, ${textOf('content')} AS body
FROM system JOIN system_version ON system_version.system_id = system.id AND version = current_version;

CREATE VIEW search_action AS
SELECT 'action' AS kind, id, system_id, ${tag('kind', "'action'")} || ' ' || ${tag('system', 'system_id')} AS tags,
  substr(created_at, 1, 10) AS day, CASE status WHEN 'open' THEN due_on END AS due_on, action AS title,
  outcome || char(10) || owner_name || char(10) || coalesce(closing_note, '') || char(10)
    || coalesce(effectiveness_note, '') AS body
FROM action;

CREATE VIEW search_reference AS
SELECT 'reference' AS kind, id, system_id, ${tag('kind', "'reference'")} || ' ' || ${tag('system', 'system_id')} AS tags,
  coalesce(occurred_on, substr(created_at, 1, 10)) AS day, NULL AS due_on, value || ' ' || title AS title,
  ${textOf('facts')} AS body
FROM reference;

CREATE VIEW search_supplier AS
SELECT 'supplier' AS kind, supplier.id, NULL AS system_id, ${tag('kind', "'supplier'")} AS tags, NULL AS day, NULL AS due_on,
  name AS title, ${textOf('content')} AS body
FROM supplier JOIN supplier_version ON supplier_id = supplier.id AND version = current_version;

CREATE VIEW search_source AS
SELECT ${columns} FROM search_record UNION ALL SELECT ${columns} FROM search_system
UNION ALL SELECT ${columns} FROM search_action UNION ALL SELECT ${columns} FROM search_reference
UNION ALL SELECT ${columns} FROM search_supplier;

CREATE TRIGGER search_follows_revision AFTER INSERT ON revision
WHEN NEW.revision = (SELECT current_revision FROM record WHERE id = NEW.record_id) BEGIN
  ${refresh('record', 'NEW.record_id')}
END;
CREATE TRIGGER search_follows_content AFTER UPDATE OF content ON revision
WHEN NEW.content <> OLD.content AND NEW.revision = (SELECT current_revision FROM record WHERE id = NEW.record_id) BEGIN
  ${refresh('record', 'NEW.record_id')}
END;
CREATE TRIGGER search_follows_record AFTER UPDATE ON record
WHEN (NEW.title, NEW.state, NEW.system_id, NEW.due_on, NEW.event_on, NEW.period_end, NEW.current_revision)
  IS NOT (OLD.title, OLD.state, OLD.system_id, OLD.due_on, OLD.event_on, OLD.period_end, OLD.current_revision) BEGIN
  ${refresh('record', 'NEW.id')}
END;
CREATE TRIGGER search_follows_system_version AFTER INSERT ON system_version BEGIN
  ${refresh('system', 'NEW.system_id')}
END;
CREATE TRIGGER search_follows_system AFTER UPDATE ON system
WHEN (NEW.name, NEW.current_version) IS NOT (OLD.name, OLD.current_version) BEGIN
  ${refresh('system', 'NEW.id')}
END;
CREATE TRIGGER search_follows_new_action AFTER INSERT ON action BEGIN
  ${refresh('action', 'NEW.id')}
END;
CREATE TRIGGER search_follows_action AFTER UPDATE ON action BEGIN
  ${refresh('action', 'NEW.id')}
END;
CREATE TRIGGER search_follows_reference AFTER INSERT ON reference BEGIN
  ${refresh('reference', 'NEW.id')}
END;
CREATE TRIGGER search_follows_supplier_version AFTER INSERT ON supplier_version BEGIN
  ${refresh('supplier', 'NEW.supplier_id')}
END;
CREATE TRIGGER search_follows_supplier AFTER UPDATE ON supplier
WHEN (NEW.name, NEW.current_version) IS NOT (OLD.name, OLD.current_version) BEGIN
  ${refresh('supplier', 'NEW.id')}
END;

INSERT INTO search_entry (n, ${columns})
SELECT -row_number() OVER (ORDER BY kind = 'record', created_at, id), ${columns}
FROM search_source LEFT JOIN (SELECT id AS record_id, created_at FROM record) ON record_id = id;
INSERT INTO search_title (search_title) VALUES ('rebuild');
INSERT INTO search_text (search_text) VALUES ('rebuild');

CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
  ${index('NEW')}
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry
WHEN (NEW.id, NEW.title, NEW.body, NEW.tags) IS NOT (OLD.id, OLD.title, OLD.body, OLD.tags) BEGIN
  ${unindex('OLD')}
  ${index('NEW')}
END;
CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
  ${unindex('OLD')}
END;

CREATE INDEX revision_in_force ON revision (record_id, updated_at) WHERE state = 'effective';
CREATE INDEX record_by_system_change ON record (system_id, updated_at, id);
CREATE INDEX record_by_type_state ON record (type, state, updated_at, id);
CREATE INDEX record_by_system_state ON record (system_id, state, updated_at, id);
CREATE INDEX record_by_system_type_change ON record (system_id, type, updated_at, id);
CREATE INDEX record_by_all ON record (system_id, type, state, updated_at, id);
`;

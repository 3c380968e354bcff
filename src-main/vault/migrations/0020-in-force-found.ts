const columns = 'kind, id, system_id, tags, day, due_on, title, body';

/** A tag: a sign that nobody types, and a name without what would part it into words. */
const tag = (name: string, value: string): string => `char(0xE000) || '${name}' || replace(${value}, '-', '')`;

const refresh = `INSERT INTO search_entry (n, ${columns})
  SELECT coalesce((SELECT min(n) FROM search_entry), 0) - 1, ${columns} FROM search_in_force WHERE id = NEW.record_id
  ON CONFLICT (kind, id) DO UPDATE SET system_id = excluded.system_id, tags = excluded.tags, day = excluded.day,
    due_on = excluded.due_on, title = excluded.title, body = excluded.body;`;

/**
 * What a revision in force says is found while the next one is written: an entry of its own beside that of the draft, for
 * as long as `entry_in_force` has its row.
 */
export const inForceFound = `
CREATE VIEW search_in_force AS
SELECT 'in-force' AS kind, record.id, system_id,
  ${tag('kind', "'record'")} || ' ' || ${tag('kind', "'in-force'")} || ' ' || ${tag('type', 'type')}
    || ' ' || ${tag('system', 'system_id')} || ' ' || ${tag('state', "'effective'")} AS tags,
  coalesce(kept.event_on, kept.period_end, substr(record.created_at, 1, 10)) AS day, kept.due_on, kept.title,
  replace(replace(coalesce((SELECT group_concat(atom, char(10)) FROM
    (SELECT atom FROM json_tree(revision.content) WHERE type = 'text' LIMIT 20000)), ''), char(1), ''), char(2), '') AS body
FROM entry_in_force AS kept JOIN record ON record.id = kept.record_id
  JOIN revision ON revision.record_id = kept.record_id AND revision.revision = kept.revision;

DROP VIEW search_source;
CREATE VIEW search_source AS
SELECT ${columns} FROM search_record UNION ALL SELECT ${columns} FROM search_in_force
UNION ALL SELECT ${columns} FROM search_system UNION ALL SELECT ${columns} FROM search_action
UNION ALL SELECT ${columns} FROM search_reference UNION ALL SELECT ${columns} FROM search_supplier
UNION ALL SELECT ${columns} FROM search_imported;

CREATE TRIGGER search_begins_in_force AFTER INSERT ON entry_in_force BEGIN
  ${refresh}
END;
CREATE TRIGGER search_follows_in_force AFTER UPDATE ON entry_in_force BEGIN
  ${refresh}
END;
CREATE TRIGGER search_ends_in_force AFTER DELETE ON entry_in_force BEGIN
  DELETE FROM search_entry WHERE kind = 'in-force' AND id = OLD.record_id;
END;

INSERT INTO search_entry (n, ${columns})
SELECT coalesce((SELECT min(n) FROM search_entry), 0) - row_number() OVER (ORDER BY id), ${columns} FROM search_in_force;
`;

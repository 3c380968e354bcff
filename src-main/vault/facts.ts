import type { FactRow } from '../domain/facts.ts';
import type { SqlValue } from './driver.ts';
import type { ReadableVault } from './handle.ts';

type Row = Omit<FactRow, 'facts'> & { readonly facts: string };

/**
 * The facts of all records and actions of these types, of one system or of all: of the revision in force where there is
 * one, else of the draft. Withdrawn records are left out.
 */
export const factRows = (
  db: ReadableVault,
  wanted: { readonly types: readonly string[]; readonly systemId: string | null },
): readonly FactRow[] => {
  const { types, systemId } = wanted;
  const ofSystem = systemId === null ? '' : 'AND system_id = ?';
  const values: SqlValue[] = systemId === null ? [] : [systemId];
  const records = db.all<Row>(
    `SELECT id, type, system_id AS systemId, coalesce(event_on, period_end) AS eventOn, stage, state, facts,
       (SELECT substr(max(revision.updated_at), 1, 10) FROM revision
        WHERE record_id = id AND revision.state = 'effective') AS effectiveOn, substr(taken_up_at, 1, 10) AS takenUpOn
     FROM counted_record WHERE type IN (SELECT value FROM json_each(?)) AND state <> 'withdrawn' ${ofSystem} ORDER BY id`,
    JSON.stringify(types),
    ...values,
  );
  const actions = types.includes('action')
    ? db.all<Row>(
        `SELECT id, 'action' AS type, system_id AS systemId, substr(created_at, 1, 10) AS eventOn, NULL AS stage,
           status AS state, NULL AS effectiveOn, NULL AS takenUpOn, json_object('createdOn', substr(created_at, 1, 10), 'dueOn', due_on,
             'closedOn', closed_on, 'status', status) AS facts
         FROM action WHERE true ${ofSystem} ORDER BY id`,
        ...values,
      )
    : [];
  return [...records, ...actions].map((row) => ({ ...row, facts: JSON.parse(row.facts) as FactRow['facts'] }));
};

import { derivedOf } from '../domain/derived.ts';
import type { Content } from '../domain/form.ts';
import { untouched, type RecordType } from '../domain/record-type.ts';
import { isRecordType, recordTypes } from '../domain/records/index.ts';
import { wasReopened } from '../domain/stages.ts';
import { systemFacts } from '../domain/system.ts';
import type { ReadableVault, WritableVault } from './handle.ts';
import { backToInForce } from './in-force.ts';
import type { Stamp } from './stamp.ts';

/**
 * Makes anew, from the revisions themselves, what is kept of records that are being revised; a record whose newest
 * revision is withdrawn goes back to the one in force. A schema before 16 kept of such records what the draft said.
 */
export const mendInForce = (db: WritableVault, stamp: Stamp): void => {
  for (const row of revised(db)) {
    if (!isRecordType(row.type)) continue;
    const type: RecordType = recordTypes[row.type];
    const content = JSON.parse(row.content) as Content;
    const { name } = systemFacts(JSON.parse(row.system) as Content);
    const { title, periodStart, periodEnd, eventOn, facts } = derivedOf(type, content, name, workUpTo(db, type, row));
    db.run(
      `UPDATE entry_in_force SET title = ?, period_start = ?, period_end = ?, event_on = ?, facts = ?, owner_id = ?
       WHERE record_id = ?`,
      title,
      periodStart,
      periodEnd,
      eventOn,
      JSON.stringify(facts),
      row.author,
      row.id,
    );
    if (row.state === 'withdrawn') backToInForce(db, stamp, row.id);
  }
};

interface Revised {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly revision: number;
  readonly author: string;
  readonly content: string;
  readonly system: string;
}

const revised = (db: ReadableVault): readonly Revised[] =>
  db.all<Revised>(
    `SELECT record.id, record.type, record.state, revision.revision, revision.created_by AS author, revision.content,
       system_version.content AS system
     FROM entry_in_force AS kept JOIN record ON record.id = kept.record_id
       JOIN revision ON revision.record_id = record.id AND revision.revision = kept.revision
       JOIN system ON system.id = record.system_id
       JOIN system_version ON system_version.system_id = system.id AND version = system.current_version`,
  );

/** What had become of the work when the revision took effect. */
const workUpTo = (db: ReadableVault, { stages }: RecordType, { id, revision }: Revised) =>
  stages === undefined
    ? untouched
    : {
        reopened: wasReopened(
          stages,
          db.all(
            'SELECT from_stage AS "from", to_stage AS "to" FROM stage_entry WHERE record_id = ? AND revision <= ?',
            id,
            revision,
          ),
          db.get(
            "SELECT 1 FROM revision WHERE record_id = ? AND revision < ? AND state IN ('superseded', 'retired')",
            id,
            revision,
          ) !== undefined,
        ),
      };

import type { DossierSection } from '../../documents/index.ts';
import { stateLabel, type RecordState } from '../../domain/lifecycle.ts';
import { isRecordType, recordTypes } from '../../domain/records/index.ts';
import { dueLabel } from '../../domain/schedule.ts';
import { recordCounts, type ReadableVault } from '../../vault/index.ts';
import { dueUntil } from '../schedule/due.ts';
import { allSystems } from '../systems/index.ts';

export const stateWords = (state: string): string =>
  Object.hasOwn(stateLabel, state) ? stateLabel[state as RecordState] : state;

/** How many records there are, the inventory, and what is overdue. */
export const recordSection = (db: ReadableVault, today: string): DossierSection => {
  const systems = allSystems(db);
  const names = new Map(systems.map((one) => [one.id, one.name]));
  const overdue = dueUntil(db, systems, today, { systemId: null, until: today }).filter((one) => one.daysOverdue > 0);
  const counts = recordCounts(db);
  return {
    title: 'Records and what is overdue',
    about: 'Nothing is deleted: withdrawn, returned and superseded records are counted too.',
    facts: [
      ['Systems', String(systems.length)],
      ['Records', String(counts.reduce((sum, one) => sum + one.records, 0))],
      ['Overdue', String(overdue.length)],
    ],
    tables: [
      {
        title: 'Records by type and state',
        columns: [{ title: 'Type' }, { title: 'State' }, { title: 'Records', right: true, rigid: true }],
        rows: counts.map(({ type, state, records }) => [
          isRecordType(type) ? recordTypes[type].title : type,
          stateWords(state),
          String(records),
        ]),
        empty: 'There are none.',
      },
      {
        title: 'Overdue',
        columns: [
          { title: 'System' },
          { title: 'What' },
          { title: 'About' },
          { title: 'Due', rigid: true },
          { title: 'Days over', rigid: true, right: true },
        ],
        rows: overdue.map((one) => [
          one.systemId === null ? '' : (names.get(one.systemId) ?? one.systemId),
          dueLabel[one.kind],
          `${one.subject.id} ${one.subject.title}`,
          one.dueOn,
          String(one.daysOverdue),
        ]),
        empty: 'Nothing is overdue.',
      },
    ],
    notes: [],
  };
};

import type { Facts } from '../../domain/record-type.ts';
import { dueFigure, nameFigure, obligations } from '../../domain/records/due-extension.ts';
import { numberOf } from '../../domain/schedule.ts';
import { record, system, type ReadableVault } from '../../vault/index.ts';
import { dueUntil } from './due.ts';

/** The days on which the schedule asks something of a record's system, as an extension is checked against them. */
export const dutyFigures = (db: ReadableVault, recordId: string, today: string): Facts => {
  const of = system(db, record(db, recordId)?.systemId ?? '');
  if (of === undefined) return {};
  const items = dueUntil(db, [of], today, { systemId: of.id, until: endOfTime });
  return Object.fromEntries(
    items
      .filter(({ kind }) => Object.hasOwn(obligations, kind))
      .reverse()
      .flatMap(({ kind, subject, dueOn }) =>
        subject.kind === 'system'
          ? [[dueFigure(kind, ''), dueOn]]
          : [
              [dueFigure(kind, subject.id), dueOn],
              [dueFigure(kind, numberOf(subject)), dueOn],
              [
                nameFigure(kind, numberOf(subject)),
                subject.number === undefined ? `${subject.id} ${subject.title}` : subject.title,
              ],
            ],
      ),
  );
};

const endOfTime = '9999-12-31';

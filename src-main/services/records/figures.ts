import type { Facts, RecordTypeId } from '../../domain/record-type.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { accessFigures } from '../access-review/figures.ts';
import { dutyFigures } from '../schedule/duties.ts';

/** What rules ask of the vault about a record beside its content, by type. */
const counted: Partial<Readonly<Record<RecordTypeId, (db: ReadableVault, recordId: string, today: string) => Facts>>> =
  {
    'access-review': accessFigures,
    'due-extension': dutyFigures,
  };

export const figuresOf = (db: ReadableVault, type: RecordTypeId, recordId: string, today: string): Facts =>
  counted[type]?.(db, recordId, today) ?? {};

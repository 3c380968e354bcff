import { completenessOf, type Finding } from '../../domain/completeness.ts';
import type { Content } from '../../domain/form.ts';
import type { RecordType } from '../../domain/record-type.ts';
import type { ReadableVault, SystemEntry } from '../../vault/index.ts';
import { previousRecord } from './history.ts';
import { storedContent } from '../stored.ts';

/** Everything that stands against sending this content for signature, and what its author should look at. */
export const findingsOf = (
  db: ReadableVault,
  about: {
    readonly type: RecordType;
    readonly system: SystemEntry;
    readonly recordId: string;
    readonly content: Content;
    readonly today: string;
  },
): readonly Finding[] => {
  const previous = previousRecord(db, about.type.id, about.system.id, about.recordId);
  return [
    ...completenessOf(about.type.form, about.content),
    ...about.type.check(about.content, {
      today: about.today,
      previousEnd: previous?.record.periodEnd ?? null,
      system: storedContent(about.system.content),
    }),
  ];
};

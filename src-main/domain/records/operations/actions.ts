import type { Row } from '../../form.ts';
import { isDate } from '../../iso-date.ts';
import type { ActionDraft } from '../../record-type.ts';

const word = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value.trim() : '';
};

/** The action items that a table of actions agrees; `place` is `section.field`. Rows without a day are not agreed yet. */
export const actionsIn = (place: string, rows: readonly Row[]): readonly ActionDraft[] =>
  rows.flatMap((row, index) =>
    isDate(word(row, 'due'))
      ? [
          {
            key: `${place}.${index}`,
            action: [word(row, 'action'), word(row, 'outcome')].filter((part) => part !== '').join(': '),
            owner: word(row, 'owner'),
            due: word(row, 'due'),
            kind: word(row, 'type') || null,
          },
        ]
      : [],
  );

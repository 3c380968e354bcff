import type { Locator, Page } from '@playwright/test';
import {
  splitZonedTime,
  type Content,
  type Field,
  type FieldValue,
  type Section,
} from '../../../src-main/contract/index.ts';
import { field as labelled } from './people.ts';

type TableField = Extract<Field, { kind: 'table' }>;
type Rows = Extract<FieldValue, readonly unknown[]>;

/** Rows as a spreadsheet would put them on the clipboard. */
const asClipboard = (field: TableField, rows: Rows): string =>
  rows
    .map((row) =>
      field.columns
        .map(({ id }) => {
          const value = row[id] ?? null;
          if (typeof value === 'boolean') return value ? 'yes' : 'no';
          return value === null ? '' : String(value);
        })
        .join('\t'),
    )
    .join('\n');

const fillTable = async (within: Locator, field: TableField, rows: Rows): Promise<void> => {
  if (rows.length === 0) return;
  const first = within.getByLabel(`${field.rowName} 1, ${field.columns[0]?.label ?? ''}`, { exact: true });
  if (!(await first.isVisible()))
    await within.getByRole('button', { name: `Add ${field.rowName}`, exact: true }).click();
  const text = asClipboard(field, rows);
  // One cell is text like any other: the browser pastes it by itself, which an invented event does not do.
  if (!/[\t\n]/.test(text)) {
    await first.fill(text);
    return;
  }
  await first.evaluate((cell, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
};

const fillField = async (within: Locator, field: Field, value: FieldValue): Promise<void> => {
  if (field.kind === 'table') {
    await fillTable(within, field, value as Rows);
    return;
  }
  if (value === null || typeof value === 'object') return;
  switch (field.kind) {
    case 'yes-no':
      await within
        .getByRole('radiogroup', { name: field.label })
        .getByRole('radio', { name: value === true ? 'Yes' : 'No' })
        .check();
      return;
    case 'choice':
      await labelled(within, field.label).selectOption(String(value));
      return;
    case 'number':
      await labelled(within, field.unit === '' ? field.label : `${field.label} in ${field.unit}`).fill(String(value));
      return;
    case 'datetime':
      // The zone beside it is that of the window already.
      await labelled(within, field.label).fill(splitZonedTime(String(value)).time);
      return;
    default:
      await labelled(within, field.label).fill(String(value));
  }
};

/** Fills in one section of a form by its labels: fields are typed, tables pasted. */
export const fillSection = async (page: Page, section: Section, content: Content): Promise<void> => {
  const within = page.getByRole('region', { name: section.title, exact: true });
  const { notApplicable, values = {} } = content[section.id] ?? {};
  if (notApplicable !== undefined) {
    await within.getByLabel('This section does not apply').check();
    await labelled(within, 'Why it does not apply').fill(notApplicable);
    return;
  }
  for (const field of section.fields) await fillField(within, field, values[field.id] ?? null);
};

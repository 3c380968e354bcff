/** What a cell of a CSV may hold. A number or a yes/no is written as it is; text is what files and people say. */
export type CsvCell = string | number | boolean | null;

/**
 * Text that a spreadsheet would run: one of its formula signs (their full-width forms too) at the beginning, behind
 * whatever white space or controls, or a tab or line end there (CWE-1236, OWASP "CSV injection").
 */
const formula = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u;

/** Text with these is quoted. Semicolon and tab part cells in some countries' spreadsheets. */
const needsQuotes = /[",;\t\r\n]|^\s|\s$/;

const cellText = (cell: CsvCell): string => {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const runs = formula.test(cell);
  return runs || needsQuotes.test(cell) ? `"${runs ? "'" : ''}${cell.replaceAll('"', '""')}"` : cell;
};

/**
 * A row of a CSV (RFC 4180) without its line end. Text that begins like a formula gets an apostrophe before it, which
 * spreadsheets take for "this is text". Every CSV that the product writes is made of these.
 */
export const csvLine = (cells: readonly CsvCell[]): string => cells.map(cellText).join(',');

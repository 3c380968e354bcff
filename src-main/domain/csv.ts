/** What a cell of a CSV may hold. A number or a yes/no is written as it is; text is what files and people say. */
export type CsvCell = string | number | boolean | null;

/**
 * Where a spreadsheet would begin to run text: before one of its formula signs (their full-width forms too), behind whatever
 * white space, controls or quotes, at the beginning of a cell (CWE-1236, OWASP "CSV injection"). A cell begins behind a
 * semicolon, a tab or a line end as well: some countries' spreadsheets part cells by a semicolon, and for those our quotes
 * stand in the middle of a cell, where they mean nothing.
 */
const formula =
  /^(?=[\t\r\n]|[\s"\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|(?<=[;\t\r\n])(?=(?:(?![\t\r\n])[\s"\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** Text with these is quoted. */
const needsQuotes = /[",;\t\r\n]|^\s|\s$/;

const cellText = (cell: CsvCell): string => {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const inert = cell.replaceAll(formula, "'");
  return inert !== cell || needsQuotes.test(cell) ? `"${inert.replaceAll('"', '""')}"` : cell;
};

/**
 * A row of a CSV (RFC 4180) without its line end. Text that begins like a formula, or would where it is parted
 * otherwise, gets an apostrophe there, which spreadsheets take for "this is text". Every CSV that the product writes is made of these.
 */
export const csvLine = (cells: readonly CsvCell[]): string => cells.map(cellText).join(',');

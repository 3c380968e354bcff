import type { Rules } from './types.ts';

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const cellsOf = (line: string): readonly string[] => line.split(/[|\t]/).map((cell) => cell.trim());

export const listOf = (text: string): string[] => [...linesOf(text)];

/** What is wrong with lines of so many cells; null where nothing is. */
export const lineProblem = (text: string, cells: number): string | null => {
  const wrong = linesOf(text).find((line) => {
    const parts = cellsOf(line);
    return parts.length !== cells || parts.includes('');
  });
  return wrong === undefined ? null : `“${wrong}” does not have ${String(cells)} parts.`;
};

export const conflictText = (conflicts: Rules['conflicts']): string =>
  conflicts.map(({ first, second, why }) => [first, second, why].join(' | ')).join('\n');

export const conflictsOf = (text: string): Rules['conflicts'] =>
  linesOf(text).map((line) => {
    const [first = '', second = '', why = ''] = cellsOf(line);
    return { first, second, why };
  });

export const baselineText = (rows: Rules['baseline']): string =>
  rows
    .map(({ department, title, roles }) => [department || '*', title || '*', roles.join(', ')].join(' | '))
    .join('\n');

export const baselineOf = (text: string): Rules['baseline'] =>
  linesOf(text).map((line) => {
    const [department = '', title = '', roles = ''] = cellsOf(line);
    return {
      department,
      title,
      roles: roles
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    };
  });

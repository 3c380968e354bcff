import { expect, test } from 'vitest';
import { proseRuns } from '../../../src-renderer/ui/form/prose.ts';

test('list lines are items even where no empty line parts them from the text before', () => {
  expect(proseRuns('Rests on:\n- reports\n- interviews\nand more.\nIndeed.\n\n- alone')).toEqual([
    { kind: 'paragraph', text: 'Rests on:' },
    { kind: 'list', items: ['reports', 'interviews'] },
    { kind: 'paragraph', text: 'and more.\nIndeed.' },
    { kind: 'list', items: ['alone'] },
  ]);
});

test('blank text has no runs, and a dash within a line is text', () => {
  expect(proseRuns(' \n\n')).toEqual([]);
  expect(proseRuns('a - b')).toEqual([{ kind: 'paragraph', text: 'a - b' }]);
});

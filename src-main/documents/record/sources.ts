import type { Source } from '../../domain/revision-document.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { paragraph } from '../layout/paragraph.ts';
import { text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { sectionHead } from './sections.ts';

export const sourcesTitle = 'Sources';

/** What the content was drawn from, each with the hash it had when the revision was frozen. */
export const sourcesBlocks = (fonts: Fonts, sources: readonly Source[], number: number): Block[] => [
  ...sectionHead(fonts, number, sourcesTitle, ''),
  paragraph(
    fonts,
    text.note,
    'The content of this record was drawn from these, or rests on them, as they stood when it was frozen. The hash is SHA-256, of a ' +
      'record over its canonical JSON, of a file over its bytes.',
    { before: 3, withNext: true },
  ),
  table(fonts, {
    title: sourcesTitle,
    before: 7,
    columns: [
      { title: 'Id', share: 1.4, align: 'left', rigid: false },
      { title: 'Title', share: 3, align: 'left', rigid: false },
      { title: 'Revision', share: 0.8, align: 'right', rigid: true },
      { title: 'State', share: 1, align: 'left', rigid: false },
      { title: 'SHA-256', share: 3.4, align: 'left', rigid: false },
    ],
    rows: sources.map(({ id, title, revision, state, sha256 }) => [
      id,
      title,
      revision === null ? '' : String(revision),
      state,
      sha256,
    ]),
  }),
];

import { Mark } from '@mantine/core';
import type { Output } from '../../../src-main/contract/index.ts';

type Pieces = Output<'search.find'>['hits'][number]['title'];

/** Text in which what was searched for is marked. */
export const Marked = ({ pieces }: { readonly pieces: Pieces }) => (
  <>
    {pieces.map(({ text, found }, index) => {
      const key = `${String(index)} ${text}`;
      return found ? (
        <Mark key={key} color="yellow">
          {text}
        </Mark>
      ) : (
        <span key={key}>{text}</span>
      );
    })}
  </>
);

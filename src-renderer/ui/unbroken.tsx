import type { ReactNode } from 'react';

/** A day of ISO 8601, with the time of day and the offset where they follow it. */
const moment = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?(?: [+-]\d{2}:\d{2})?)/;

/** Text whose dates stay on one line: a browser may break a line after each hyphen, also between digits. Other nodes stay as they are. */
export const unbroken = (node: ReactNode): ReactNode =>
  typeof node === 'string' && moment.test(node)
    ? node.split(moment).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          // The parts of one text: they never change places.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="unbroken">
            {part}
          </span>
        ),
      )
    : node;

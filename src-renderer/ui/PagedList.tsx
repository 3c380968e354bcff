import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import type { Failure } from '../../src-main/contract/index.ts';
import type { Pages } from '../bridge/use-pages.ts';
import { bounded } from '../lib/text.ts';
import { FailureNote } from './FailureNote.tsx';
import { Panel } from './Page.tsx';

interface Props<Row> {
  readonly pages: Pages<Row>;
  /** What one row is called: `record`. */
  readonly one: string;
  /** What stands there where nothing fits. */
  readonly empty: ReactNode;
  /** Told how many rows are there. */
  readonly onLoaded: (loaded: number) => void;
  /** The grid of the rows; `total` is null while nobody knows how many there are. */
  readonly children: (rows: readonly Row[], total: number | null) => ReactNode;
}

/** A list that is fetched page by page: waiting, refused, empty, or its grid with the count below. */
export const PagedList = <Row,>({ pages, one, empty, onLoaded, children }: Props<Row>) => {
  const { state, reload } = pages;
  const fetched = state.kind === 'have' ? state.rows.length : 0;
  useEffect(() => {
    if (fetched > 0) onLoaded(fetched);
  }, [fetched, onLoaded]);
  if (state.kind === 'asking') return <Waiting />;
  if (state.kind === 'failed') return <Refused failure={state.failure} onAgain={reload} />;
  if (state.rows.length === 0) return <Panel>{empty}</Panel>;
  return (
    <>
      <Panel flush>{children(state.rows, state.total.more ? null : state.total.count)}</Panel>
      {state.failure !== null && <Refused failure={state.failure} onAgain={reload} />}
      <Text size="sm" c="dimmed" component="output">
        {bounded(state.total, one)}
      </Text>
    </>
  );
};

const Refused = ({ failure, onAgain }: { readonly failure: Failure; readonly onAgain: () => void }) => (
  <FailureNote failure={failure}>
    <Button size="xs" mt="xs" variant="default" onClick={onAgain}>
      Try again
    </Button>
  </FailureNote>
);

const Waiting = () => (
  <Stack gap="sm" aria-busy="true" component="output" aria-label="Loading">
    {[0, 1, 2, 3].map((line) => (
      <Skeleton key={line} height={44} />
    ))}
  </Stack>
);

import { Button, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '../bridge/use-call.ts';
import { FailureNote } from './FailureNote.tsx';

interface Props<T> {
  readonly of: Question<T>;
  readonly children: (value: T) => ReactNode;
}

/** A question's answer, or its place while it is under way, or why there is none. */
export const Loaded = <T,>({ of, children }: Props<T>) => {
  switch (of.state.kind) {
    case 'asking':
      return (
        <Stack gap="sm" aria-busy="true" component="output" aria-label="Loading">
          <Skeleton height={18} width="40%" />
          <Skeleton height={18} />
          <Skeleton height={18} />
          <Skeleton height={18} width="70%" />
        </Stack>
      );
    case 'failed':
      return (
        <FailureNote failure={of.state.failure}>
          <Button size="xs" mt="xs" variant="default" onClick={() => void of.reload()}>
            Try again
          </Button>
        </FailureNote>
      );
    default:
      return children(of.state.value);
  }
};

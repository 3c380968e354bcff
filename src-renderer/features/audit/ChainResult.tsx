import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Output } from '../../../src-main/contract/index.ts';
import { count, shortHash } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';

/** What a check of the whole chain found. */
export const ChainResult = ({ result }: { readonly result: Output<'audit.verify'> }) =>
  result.ok ? (
    <Alert color="green" icon={<IconCircleCheck aria-hidden />} title="The chain is whole">
      {count(result.entries, 'entry', 'entries')} checked, each fits the one before it.
      {result.head !== null && (
        <div>
          Head <CopyText value={result.head} shown={shortHash(result.head)} label="Copy the head of the chain" />
        </div>
      )}
    </Alert>
  ) : (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The chain is broken" role="alert">
      {result.firstBad === null
        ? 'Something is missing from it.'
        : `Entry ${String(result.firstBad.seq)}: ${result.firstBad.why}`}{' '}
      Stop working in this vault, keep a copy of it as it is, and compare it with the newest backup.
    </Alert>
  );

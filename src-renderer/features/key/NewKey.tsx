import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { ImportKey } from './ImportKey.tsx';
import { RequestKey } from './RequestKey.tsx';
import { UseToken } from './UseToken.tsx';

type SigningKey = Output<'keys.mine'>;
type Way = 'here' | 'file' | 'token';

interface Props {
  readonly signingKey: SigningKey;
  readonly onChanged: (key: SigningKey) => void;
}

/** The ways to a signing key: one made here, one out of a file, one on a token; as far as the vault's settings open them. */
export const NewKey = ({ signingKey: { siteTrust, tokenModules }, onChanged }: Props) => {
  const [way, setWay] = useState<Way>('here');
  const ways = [
    { value: 'here', label: 'Make one here' },
    ...(siteTrust ? [{ value: 'file', label: 'From a file' }] : []),
    ...(tokenModules.length > 0 ? [{ value: 'token', label: 'On a token' }] : []),
  ];
  return (
    <Stack gap="md">
      {ways.length > 1 && (
        <SegmentedControl
          aria-label="Where your key comes from"
          value={way}
          onChange={(chosen) => setWay(chosen === 'file' || chosen === 'token' ? chosen : 'here')}
          data={ways}
          style={{ alignSelf: 'flex-start' }}
        />
      )}
      {way === 'here' && <RequestKey onRequested={onChanged} />}
      {way === 'file' && <ImportKey onImported={onChanged} />}
      {way === 'token' && <UseToken modules={tokenModules} onOffered={onChanged} />}
    </Stack>
  );
};

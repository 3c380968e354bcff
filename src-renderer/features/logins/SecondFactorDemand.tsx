import { Text } from '@mantine/core';
import { roleLabel, type Output } from '../../../src-main/contract/index.ts';
import { Panel } from '../../ui/Page.tsx';

/** Whose login needs a second factor. */
export const SecondFactorDemand = ({ rules }: { readonly rules: Output<'logins.rules'> }) => {
  const { secondFactorRoles: demanded } = rules;
  return (
    <Panel title="Second factor">
      <Text size="sm">
        {demanded.length === 0
          ? 'Everybody may enrol one; no role has to.'
          : `Demanded of: ${demanded.map((role) => roleLabel[role]).join(', ')}. Others may enrol one.`}
      </Text>
    </Panel>
  );
};

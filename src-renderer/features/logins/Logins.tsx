import { Stack } from '@mantine/core';
import type { Role } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SecondFactorDemand } from './SecondFactorDemand.tsx';
import { Alerts } from './Alerts.tsx';
import { Log } from './Log.tsx';
import { Resets } from './Resets.tsx';
import { PassPhraseRules } from './PassPhraseRules.tsx';

const handlers: readonly Role[] = ['administrator', 'quality-assurance'];

/** Who logs in to this vault, and what that asks of them. */
export const Logins = () => {
  const { account } = useOpenSession();
  const watches = account.roles.some((role) => handlers.includes(role));
  const rules = useCall('logins.rules', {});
  return (
    <Page title="Logins" lead="Who logged in and who was refused, and what logging in to this vault asks of everybody.">
      <Stack gap="md">
        {watches && <Alerts />}
        {watches && <Resets />}
        <Loaded of={rules}>
          {(value) => (
            <>
              <PassPhraseRules rules={value} />
              <SecondFactorDemand rules={value} />
            </>
          )}
        </Loaded>
        <Log />
      </Stack>
    </Page>
  );
};

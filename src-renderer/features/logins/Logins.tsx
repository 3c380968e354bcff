import { Stack } from '@mantine/core';
import { useCall } from '../../bridge/use-call.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { DemandSecondFactor } from './DemandSecondFactor.tsx';
import { PassPhraseRules } from './PassPhraseRules.tsx';

/** Who logs in to this vault, and what that asks of them. */
export const Logins = () => {
  const rules = useCall('logins.rules', {});
  return (
    <Page title="Logins" lead="What logging in to this vault asks of everybody.">
      <Stack gap="md">
        <Loaded of={rules}>
          {(value) => (
            <>
              <PassPhraseRules rules={value} onChanged={rules.put} />
              <DemandSecondFactor rules={value} onChanged={rules.put} />
            </>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
};

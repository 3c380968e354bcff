import { Stack } from '@mantine/core';
import { Fragment } from 'react';
import { useCall } from '../../bridge/use-call.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SettingPanel } from './SettingPanel.tsx';
import { SiteLists } from './SiteLists.tsx';
import type { Setting } from './types.ts';

/** The settings that are kept under control. */
export const Settings = () => {
  const list = useCall('settings.list', {});
  return (
    <Page
      title="Settings"
      lead="What governs this vault. An administrator proposes a change and says why; somebody in Quality Assurance approves it; then it holds, and every earlier value stays on record."
    >
      <Loaded of={list}>
        {({ settings }) => (
          <Stack gap="md">
            {settings.map((setting) => (
              <Fragment key={setting.key}>
                <SettingPanel
                  setting={setting}
                  onChanged={(next: Setting) =>
                    list.put({ settings: settings.map((one) => (one.key === next.key ? next : one)) })
                  }
                />
                {setting.key === 'signing.trust' && setting.since !== null && <SiteLists />}
              </Fragment>
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};

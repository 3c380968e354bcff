import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconLifebuoy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { MakeKit } from './MakeKit.tsx';
import { Sheets } from './Sheets.tsx';

const readers = ['administrator', 'system-owner', 'quality-assurance', 'auditor'] as const;

/** The two sheets that open the vault when no administrator can: whether there are any, and making them. */
export const RecoveryKit = () => {
  const { account } = useOpenSession();
  const shown = account.roles.some((role) => readers.some((one) => one === role));
  const state = useCall('recovery.state', shown ? {} : null);
  const [making, setMaking] = useState(false);
  const [sheets, setSheets] = useState<Output<'recovery.make'>['sheets'] | null>(null);
  if (!shown) return null;
  return (
    <Panel title="Recovery kit">
      <Loaded of={state}>
        {({ kit, usedAt, days, mayMake }) => (
          <Stack gap="sm" align="flex-start">
            {kit === null ? (
              <Alert
                color="yellow"
                w="100%"
                icon={<IconAlertTriangle aria-hidden />}
                title={usedAt === null ? 'There is no recovery kit' : `The recovery kit was used ${shortTime(usedAt)}`}
              >
                Once no administrator can log in, nobody manages this vault again. A kit is two printed sheets that two
                people keep apart; together they give an administrator a new pass phrase. They open nobody&apos;s
                signing key.
              </Alert>
            ) : (
              <>
                {kit.old && (
                  <Alert
                    color="yellow"
                    w="100%"
                    icon={<IconAlertTriangle aria-hidden />}
                    title={`The recovery kit is older than ${String(days)} days`}
                  >
                    Make a new one: sheets get lost unnoticed, and their holders leave.
                  </Alert>
                )}
                <Facts
                  items={[
                    ['Kit', kit.number],
                    ['Made', `${shortTime(kit.madeAt)} by ${kit.madeBy}, with ${kit.witness} present`],
                    ['Part A', kit.holders[0] ?? ''],
                    ['Part B', kit.holders[1] ?? ''],
                  ]}
                />
              </>
            )}
            {mayMake && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconLifebuoy size={15} />}
                onClick={() => setMaking(true)}
              >
                {kit === null ? 'Make a recovery kit' : 'Make a new recovery kit'}
              </Button>
            )}
            {kit !== null && mayMake && (
              <Text size="sm" c="dimmed">
                A new kit makes this one void. Backups that were taken before still open with it.
              </Text>
            )}
            {making && (
              <MakeKit
                onClose={() => setMaking(false)}
                onMade={(made) => {
                  setMaking(false);
                  state.put(made.state);
                  setSheets(made.sheets);
                }}
              />
            )}
            {sheets !== null && <Sheets sheets={sheets} onClose={() => setSheets(null)} />}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
};

import { Button, Stack } from '@mantine/core';
import { IconCoffee } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { useOpenSession } from '../../stores/session.ts';
import { useWork, type WorkItem } from '../../stores/work.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { StartChecklist } from '../checklist/StartChecklist.tsx';
import { BackupNotice } from './BackupNotice.tsx';
import { DecisionsNotice } from './DecisionsNotice.tsx';
import { groupsOf } from './groups.ts';
import { AlertsNotice, HistoryNotice, LoginNotice, RecoveredNotice, SalvagedNotice } from './LoginNotice.tsx';
import { WorkRow } from './WorkRow.tsx';
import styles from './Work.module.css';

/** Home: everything that waits for the person who is logged in, the most pressing first. */
export const Work = () => {
  const { account } = useOpenSession();
  const { work, refresh } = useWork();
  useEffect(() => {
    void refresh();
  }, [refresh]);
  return (
    <Page title="Work" lead={lead(work.kind === 'have' ? work.value.length : null)}>
      <Stack gap="md">
        <SalvagedNotice />
        <HistoryNotice />
        <RecoveredNotice />
        <LoginNotice />
        <AlertsNotice />
        <BackupNotice />
        <DecisionsNotice />
        <StartChecklist />
        <Loaded of={{ state: work, reload: refresh, put: () => undefined }}>
          {(items) =>
            items.length === 0 ? (
              <Panel>
                <NothingWaits administrator={account.roles.includes('administrator')} />
              </Panel>
            ) : (
              <>
                {groupsOf(items).map(({ title, items: some }) => (
                  <Panel
                    key={title}
                    title={title}
                    aside={<span className={styles['number']}>{some.length}</span>}
                    flush
                  >
                    <ul className={styles['list']}>
                      {some.map((item) => (
                        <li key={keyOf(item)}>
                          <WorkRow item={item} />
                        </li>
                      ))}
                    </ul>
                  </Panel>
                ))}
              </>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
};

const keyOf = (item: WorkItem): string =>
  [item.kind, item.recordId, item.systemId, item.accountId, item.requirementId].join('/');

const lead = (waiting: number | null): string | undefined => {
  if (waiting === null) return undefined;
  return waiting === 0 ? 'Your queue is empty.' : `${count(waiting, 'item waits', 'items wait')} for you.`;
};

/** The empty queue, with the one step that comes next for this person in this vault. */
const NothingWaits = ({ administrator }: { readonly administrator: boolean }) => {
  const systems = useCall('systems.list', {});
  const known = systems.state.kind === 'have' ? systems.state.value : null;
  if (administrator)
    return (
      <EmptyState
        icon={<IconCoffee size={34} />}
        title="Your queue is empty"
        action={
          <Button component={Link} href="/people">
            Add people
          </Button>
        }
      >
        As an administrator you create the accounts of the people who write and sign, and approve their keys. Requests
        for keys appear here.
      </EmptyState>
    );
  if (known?.mayCreate === true && known.systems.length === 0)
    return (
      <EmptyState
        icon={<IconCoffee size={34} />}
        title="Start with a system"
        action={
          <Button component={Link} href="/systems/new">
            Add the first system
          </Button>
        }
      >
        Records are about systems. Add the computer system that you want to evaluate; its due dates then appear here.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconCoffee size={34} />}
      title="Your queue is empty"
      action={
        <Button component={Link} href="/records" variant="default">
          Show all records
        </Button>
      }
    >
      Records to write, review or sign, and whatever falls due, appear here by themselves.
    </EmptyState>
  );
};

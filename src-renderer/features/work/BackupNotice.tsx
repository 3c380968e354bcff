import { Alert, Anchor, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { may, type Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortly } from '../../lib/messages.ts';
import { shortTime } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';

/** Tells whoever keeps the backups that they fail, are late or untried. That nobody chose a place stands in the checklist. */
export const BackupNotice = () => {
  const { roles } = useOpenSession().account;
  const backup = useCall('backup.state', may(roles, 'manage-accounts') ? {} : null);
  const wrong = backup.state.kind === 'have' ? wrongWith(backup.state.value) : null;
  if (wrong === null) return null;
  return (
    <Alert color={wrong.color} icon={<IconAlertTriangle aria-hidden />} title={wrong.title}>
      {wrong.text !== null && <Text size="sm">{wrong.text}</Text>}
      <Anchor component={Link} href="/backup">
        Look at the backups
      </Anchor>
    </Alert>
  );
};

/** The worst first; null where all is well. */
const wrongWith = ({ place, lastFailure, lastTaken, everyHours, drillDue }: Output<'backup.state'>) => {
  if (place === null) return null;
  const last = lastTaken === null ? null : `The last one was taken ${shortTime(lastTaken)}.`;
  if (lastFailure !== null) return { color: 'red', title: 'The last backup failed', text: shortly(lastFailure) };
  if (lastTaken !== null && Date.now() - Date.parse(lastTaken) > 2 * everyHours * 3_600_000)
    return { color: 'red', title: 'Backups are overdue', text: last };
  return drillDue
    ? { color: 'yellow', title: 'A restore drill is due', text: 'A backup counts once it was restored.' }
    : null;
};

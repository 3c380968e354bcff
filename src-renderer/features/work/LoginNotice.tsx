import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';

const otherHistory = {
  'rolled-back': 'This is an older state of the vault than the one this computer saw last',
  forked: 'The history of this vault is not the one this computer saw last',
} as const;

/** Tells that an older or another vault was put in place of the one that this computer knew. */
export const HistoryNotice = () => {
  const { history } = useOpenSession();
  if (history === 'on-chain') return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={otherHistory[history]}>
      Work that was done since may be missing. If nobody restored a backup on purpose, stop working here and tell an
      administrator. The audit trail has an entry of it.
    </Alert>
  );
};

/** Tells that this is no vault in good order, on every start. */
export const SalvagedNotice = () => {
  const { salvaged } = useOpenSession();
  if (!salvaged) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="A copy that was salvaged from a damaged vault">
      Records, PDFs and the audit trail can be read and exported as far as they were got out. New work is refused: it
      goes on in the vault that was restored from a backup. What was lost stands in the audit trail, in the entry of the
      salvage.
    </Alert>
  );
};

/** Tells of failed logins to one's own account since the last good one (draft Annex 11, 11.9). */
export const LoginNotice = () => {
  const { failedLogins, lastLogin } = useOpenSession();
  if (failedLogins === 0)
    return lastLogin === null ? null : (
      <Text size="sm" c="dimmed">
        Your last login: {shortTime(lastLogin)}.
      </Text>
    );
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${count(failedLogins, 'failed login')} to your account since ${lastLogin === null ? 'it was created' : shortTime(lastLogin)}`}
    >
      If that was not you, tell an administrator.
    </Alert>
  );
};

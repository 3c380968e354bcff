import { Alert, Anchor, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';
import { unbroken } from '../../ui/unbroken.tsx';

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

/** Tells that the recovery kit was used since this person was last here. */
export const RecoveredNotice = () => {
  const { recovered } = useOpenSession();
  if (recovered === null) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The recovery kit of this vault was used">
      At {shortTime(recovered.at)} it gave {recovered.userName} a new pass phrase. If you know of no reason, tell
      Quality Assurance. The audit trail has the reason that was given. A new kit has to be made.
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

/** Tells of failed logins and signatures in one's own name since the last good login (draft Annex 11, 11.9; 11.300(d)). */
export const LoginNotice = () => {
  const { failedLogins, failedSignings, lastFailure, lastLogin } = useOpenSession();
  if (failedLogins + failedSignings === 0)
    return lastLogin === null ? null : (
      <Text size="sm" c="dimmed">
        Your last login: {shortTime(lastLogin)}.
      </Text>
    );
  const what = [
    ...(failedLogins > 0 ? [count(failedLogins, 'failed login')] : []),
    ...(failedSignings > 0 ? [count(failedSignings, 'failed signature')] : []),
  ].join(' and ');
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={unbroken(
        `${what} in your name since ${lastLogin === null ? 'your account was created' : `your last login, ${shortTime(lastLogin)}`}`,
      )}
    >
      {lastFailure === null ? '' : `The last one was at ${shortTime(lastFailure)}. `}If that was not you, tell an
      administrator.
    </Alert>
  );
};

/** Tells those who watch over logins that something waits to be acknowledged. */
export const AlertsNotice = () => {
  const { account } = useOpenSession();
  const watches = account.roles.some((role) => role === 'administrator' || role === 'quality-assurance');
  const alerts = useCall('logins.alerts', watches ? {} : null);
  const number = alerts.state.kind === 'have' ? alerts.state.value.alerts.length : 0;
  if (number === 0) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${count(number, 'alert')} about logins and signatures`}
    >
      <Anchor component={Link} href="/logins">
        Look at {number === 1 ? 'it' : 'them'} and acknowledge
      </Anchor>
    </Alert>
  );
};

import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';

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

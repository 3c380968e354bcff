import { Badge, Text } from '@mantine/core';
import { enrolmentStepLabel, roleLabel } from '../../../src-main/contract/index.ts';
import type { Enrolling } from './types.ts';

/** Whether somebody's signing roles are active, or what they wait for. */
export const EnrolmentState = ({ person }: { readonly person: Enrolling }) => {
  const waiting = person.waiting.map((role) => roleLabel[role]).join(', ');
  if (person.missing.length === 0)
    return (
      <Badge color="green" variant="light" tt="none" fw={500} radius="sm">
        May sign
      </Badge>
    );
  return (
    <>
      <Badge color="yellow" variant="light" tt="none" fw={500} radius="sm">
        May not sign yet{waiting === '' ? '' : ` as ${waiting}`}
      </Badge>
      <Text size="sm" c="dimmed" mt={2}>
        Missing: {person.missing.map((step) => enrolmentStepLabel[step].toLowerCase()).join(', ')}
      </Text>
    </>
  );
};

import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** The one thing to do next. */
  readonly action?: ReactNode;
}

/** What an empty list says: why it is empty and the one next thing to do. */
export const EmptyState = ({ icon, title, children, action }: Props) => (
  <Stack align="center" gap={6} py={44} px="md" ta="center">
    <Text c="dimmed" component="span" aria-hidden>
      {icon}
    </Text>
    <Title order={2}>{title}</Title>
    <Text c="dimmed" maw={460}>
      {children}
    </Text>
    {action !== undefined && <div style={{ marginTop: 10 }}>{action}</div>}
  </Stack>
);

import { Stack } from '@mantine/core';
import { Page } from '../../ui/Page.tsx';
import { ChangeOwn } from './ChangeOwn.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** How one logs in oneself: second factor and pass phrase. */
export const MyLogin = () => (
  <Page
    title="My login"
    lead="What this vault asks of you when you log in. Nobody else knows it, and nobody can recover it."
  >
    <Stack gap="md">
      <SecondFactor />
      <ChangeOwn />
    </Stack>
  </Page>
);

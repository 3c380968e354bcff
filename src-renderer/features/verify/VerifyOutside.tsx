import { Anchor, Group } from '@mantine/core';
import { Link } from 'wouter';
import { ThemeMenu } from '../shell/ThemeMenu.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { VerifyScreen } from './VerifyScreen.tsx';

/** Verifying with no vault open: nobody is trusted yet, so signers stay unverified, but bytes are judged all the same. */
export const VerifyOutside = () => (
  <div style={{ height: '100%', overflowY: 'auto' }}>
    <Group
      component="header"
      px="lg"
      py="xs"
      justify="space-between"
      style={{ borderBottom: '1px solid var(--cs-line)' }}
      bg="var(--cs-panel)"
    >
      <Group gap="sm">
        <Logo /> <strong>Countersign</strong>
      </Group>
      <Group gap="sm">
        <Anchor component={Link} href="/">
          Open a vault
        </Anchor>
        <ThemeMenu />
      </Group>
    </Group>
    <main>
      <VerifyScreen />
    </main>
  </div>
);

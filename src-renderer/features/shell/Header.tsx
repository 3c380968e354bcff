import { ActionIcon, Button, Kbd, Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconLock, IconMenu2, IconSearch } from '@tabler/icons-react';
import { roleLabel } from '../../../src-main/contract/index.ts';
import { mod } from '../../lib/keys.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import styles from './Shell.module.css';
import { ThemeMenu } from './ThemeMenu.tsx';

/** The bar on top: find, theme, who is logged in, lock. */
export const Header = ({ onMenu }: { readonly onMenu: () => void }) => {
  const { account } = useOpenSession();
  const lock = useSession((store) => store.lock);
  return (
    <header className={styles['head']}>
      <ActionIcon
        className={styles['burger']}
        size={34}
        variant="subtle"
        color="gray"
        aria-label="Open the sections"
        onClick={onMenu}
      >
        <IconMenu2 size={20} />
      </ActionIcon>
      <button
        type="button"
        className={styles['find']}
        aria-label="Find or go to"
        aria-keyshortcuts="Control+K"
        onClick={() => spotlight.open()}
      >
        <IconSearch size={16} aria-hidden />
        <span>Find a record or go to …</span>
        <Kbd size="xs">{mod} K</Kbd>
      </button>
      <div className={styles['headEnd']}>
        <div
          className={styles['who']}
          title={`${account.fullName}\n${account.roles.map((role) => roleLabel[role]).join(', ')}`}
        >
          <div className={styles['whoName']}>{account.fullName}</div>
          <div className={styles['whoRole']}>{account.roles.map((role) => roleLabel[role]).join(', ')}</div>
        </div>
        <ThemeMenu />
        <Tooltip label={`${mod} Shift L`}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconLock size={15} />}
            aria-keyshortcuts="Control+Shift+L"
            onClick={() => void lock()}
          >
            Lock
          </Button>
        </Tooltip>
      </div>
    </header>
  );
};

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import {
  IconChevronRight,
  IconDatabase,
  IconDatabaseOff,
  IconFolderOpen,
  IconPlus,
  IconShieldCheck,
} from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { useTitle } from '../../ui/Page.tsx';
import styles from './Start.module.css';
import { StartFrame } from './StartFrame.tsx';

type KnownVault = Output<'vaults.list'>['vaults'][number];

/** The first screen: the vaults this computer knows, a new one, or a PDF to verify without any vault. */
export const Start = () => {
  useTitle('Open a vault');
  const vaults = useCall('vaults.list', {});
  const browse = useAction('vaults.browse');
  const [, go] = useLocation();

  const openAnother = async () => {
    const chosen = await browse.run({});
    if (chosen?.vault) go(`/open/${encodeURIComponent(chosen.vault.id)}`);
  };

  return (
    <StartFrame>
      <Stack gap="lg">
        <Loaded of={vaults}>
          {({ vaults: known }) =>
            known.length === 0 ? (
              <div>
                <Title order={1}>Welcome</Title>
                <Text c="dimmed" mt={4}>
                  A vault holds the records of one organisation or site, encrypted. Create the first one, or open one
                  that you were given.
                </Text>
              </div>
            ) : (
              <div>
                <Title order={1} mb="sm">
                  Open a vault
                </Title>
                <ul className={styles['list']} aria-label="Known vaults">
                  {known.map((vault) => (
                    <li key={vault.id}>
                      <VaultEntry vault={vault} />
                    </li>
                  ))}
                </ul>
              </div>
            )
          }
        </Loaded>
        {browse.state.kind === 'failed' && <FailureNote failure={browse.state.failure} />}
        <Group gap="sm">
          <Button component={Link} href="/create" leftSection={<IconPlus size={16} />}>
            Create a vault
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={16} />}
            loading={browse.state.kind === 'running'}
            onClick={() => void openAnother()}
          >
            {vaults.state.kind === 'have' && vaults.state.value.vaults.length === 0
              ? 'Open a vault'
              : 'Open another vault'}
          </Button>
        </Group>
        <Group gap="sm" wrap="nowrap" align="flex-start" pt="md" style={{ borderTop: '1px solid var(--cs-line)' }}>
          <IconShieldCheck size={22} aria-hidden />
          <div>
            <Link href="/verify">Verify a signed PDF</Link>
            <Text size="sm" c="dimmed">
              Needs no vault. You can also drop a PDF anywhere on this window.
            </Text>
          </div>
        </Group>
      </Stack>
    </StartFrame>
  );
};

const VaultEntry = ({ vault }: { readonly vault: KnownVault }) => {
  const text = (
    <span className={styles['text']}>
      <span className={styles['name']}>{vault.name}</span>
      <br />
      <span className={styles['place']}>
        {vault.place}
        {vault.present
          ? vault.lastOpened !== null && ` · last opened ${shortTime(vault.lastOpened)}`
          : ' · not there at the moment'}
      </span>
    </span>
  );
  return vault.present ? (
    <Link href={`/open/${encodeURIComponent(vault.id)}`} className={styles['vault']}>
      <IconDatabase size={22} aria-hidden />
      {text}
      <IconChevronRight size={18} aria-hidden />
    </Link>
  ) : (
    <div className={styles['vault']} data-missing>
      <IconDatabaseOff size={22} aria-hidden />
      {text}
    </div>
  );
};

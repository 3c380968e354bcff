import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconFileText,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { stateLabel, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { placesFor } from './places.ts';

type Found = Output<'records.list'>['records'];

/** Ctrl/Cmd+K: go to a section, find a record by number or title, run an action. */
export const Palette = ({ onShortcuts }: { readonly onShortcuts: () => void }) => {
  const [, go] = useLocation();
  const { account } = useOpenSession();
  const { lock, logout } = useSession();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [query, setQuery] = useState('');
  const found = useFoundRecords(query);

  const goTo: SpotlightActionData[] = placesFor(account.roles).map(({ href, label, icon: PlaceIcon }) => ({
    id: href,
    label,
    leftSection: <PlaceIcon size={18} aria-hidden />,
    onClick: () => go(href),
  }));
  const actions: SpotlightActionData[] = [
    {
      id: 'new-record',
      label: 'New record',
      leftSection: <IconPlus size={18} aria-hidden />,
      onClick: () => go('/records/new'),
    },
    {
      id: 'lock',
      label: 'Lock the vault',
      leftSection: <IconLock size={18} aria-hidden />,
      onClick: () => void lock(),
    },
    {
      id: 'logout',
      label: 'Log out and close the vault',
      leftSection: <IconLogout size={18} aria-hidden />,
      onClick: () => void logout(),
    },
    {
      id: 'light',
      label: 'Light theme',
      leftSection: <IconSun size={18} aria-hidden />,
      onClick: () => setColorScheme('light'),
    },
    {
      id: 'dark',
      label: 'Dark theme',
      leftSection: <IconMoon size={18} aria-hidden />,
      onClick: () => setColorScheme('dark'),
    },
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      leftSection: <IconKeyboard size={18} aria-hidden />,
      onClick: onShortcuts,
    },
  ];
  const records: SpotlightActionData[] = found.map((record) => ({
    id: record.id,
    label: `${record.id}  ${record.title}`,
    description: stateLabel[record.state],
    keywords: query,
    leftSection: <IconFileText size={18} aria-hidden />,
    onClick: () => go(`/records/${encodeURIComponent(record.id)}`),
  }));
  const groups: SpotlightActionGroupData[] = [
    ...(records.length > 0 ? [{ group: 'Records', actions: records }] : []),
    { group: 'Go to', actions: goTo },
    { group: 'Do', actions },
  ];

  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      // Works from inside fields too; by default Spotlight ignores the keys there.
      tagsToIgnore={[]}
      shortcut="mod + K"
      nothingFound="Nothing of that name."
      scrollable
      maxHeight={420}
      lockScroll={false}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Find a record, go somewhere, do something …',
        'aria-label': 'Find or go to',
      }}
    />
  );
};

/** Records whose number or title holds the query; asked a moment after the last key. */
const useFoundRecords = (query: string): Found => {
  const [found, setFound] = useState<Found>([]);
  const text = query.trim();
  useEffect(() => {
    let current = true;
    const search = async () => {
      const reply = await ask('records.list', { type: null, systemId: null, state: null, search: text, after: null });
      if (current && reply.ok) setFound(reply.value.records.slice(0, 8));
    };
    const timer = setTimeout(
      () => {
        if (text.length < 2) {
          setFound([]);
          return;
        }
        void search();
      },
      text.length < 2 ? 0 : 180,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return found;
};

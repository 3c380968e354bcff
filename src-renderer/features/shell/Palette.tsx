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
  IconServer2,
  IconSun,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { recordTypes, stateLabel, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { addressOf, kindLabel } from '../search/address.ts';
import { placesFor } from './places.ts';

type Found = Output<'search.find'>['hits'];

/** Ctrl/Cmd+K: go to a section, find what holds the words that are typed, run an action. */
export const Palette = ({ onShortcuts }: { readonly onShortcuts: () => void }) => {
  const [, go] = useLocation();
  const { account } = useOpenSession();
  const { lock, logout } = useSession();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [query, setQuery] = useState('');
  const found = useFound(query);

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
  const hits: SpotlightActionData[] = found.map((hit) => ({
    id: `${hit.kind} ${hit.id}`,
    label: `${hit.imported === null ? `${hit.id}  ` : ''}${hit.title.map(({ text }) => text).join('')}`,
    description:
      hit.record === null
        ? kindLabel[hit.kind]
        : `${recordTypes[hit.record.type].title}, ${hit.inForce === null ? stateLabel[hit.record.state] : `revision ${String(hit.inForce)}, in force`}`,
    keywords: query,
    leftSection:
      hit.kind === 'record' || hit.kind === 'imported' ? (
        <IconFileText size={18} aria-hidden />
      ) : (
        <IconServer2 size={18} aria-hidden />
      ),
    onClick: () => go(addressOf(hit)),
  }));
  const everywhere: SpotlightActionData = {
    id: 'search',
    label: query.trim() === '' ? 'Search everything' : `Search everything for “${query.trim()}”`,
    keywords: query,
    leftSection: <IconSearch size={18} aria-hidden />,
    onClick: () => go(`/search?${new URLSearchParams({ q: query.trim() }).toString()}`),
  };
  const groups: SpotlightActionGroupData[] = [
    ...(hits.length > 0 ? [{ group: 'Found', actions: hits }] : []),
    { group: 'Go to', actions: [...goTo, everywhere] },
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

/** What holds the query; asked a moment after the last key. */
const useFound = (query: string): Found => {
  const [found, setFound] = useState<Found>([]);
  const text = query.trim().slice(0, 200);
  useEffect(() => {
    let current = true;
    const search = async () => {
      const reply = await ask('search.find', { text, ...anything, limit: 8, after: null });
      if (current && reply.ok) setFound(reply.value.hits);
    };
    const timer = setTimeout(
      () => {
        if (text.length < 2) setFound([]);
        else void search();
      },
      text.length < 2 ? 0 : 120,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return found;
};

const anything = {
  kind: null,
  type: null,
  systemId: null,
  state: null,
  dueUntil: null,
  from: null,
  until: null,
} as const;

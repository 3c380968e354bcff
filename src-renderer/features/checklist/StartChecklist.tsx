import { Anchor, List, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { shortDay } from '../../lib/time.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Panel } from '../../ui/Page.tsx';
import { placesFor } from '../shell/places.ts';

type Item = Output<'checklist.get'>['items'][number];

interface Words {
  readonly title: string;
  readonly why: (item: Item) => string;
  readonly href: string;
}

const words: Readonly<Record<Item['id'], Words>> = {
  'second-administrator': {
    title: 'A second administrator',
    why: () => 'There is one only: if their login is locked or they are away, nobody can help. Add another person.',
    href: '/people',
  },
  policy: {
    title: 'The e-signature policy',
    why: () => 'Nobody signs until the procedure is on record that holds people accountable for their signatures.',
    href: '/settings',
  },
  letter: {
    title: 'The letter to the FDA (21 CFR 11.100(c))',
    why: () =>
      'Due once for the whole organisation, before e-signatures are first used on records that the FDA regulates. If there are none, record that it is not applicable and why.',
    href: '/settings',
  },
  validation: {
    title: 'The validation of Countersign',
    why: ({ about }) =>
      about === null
        ? 'Nobody signs until the report of its validation is on record, with the version that was validated.'
        : `Version ${about} was validated, and another one runs. Judge the change, and record the validation of this version.`,
    href: '/settings',
  },
  enrolment: {
    title: 'Enrolment of those who sign',
    why: ({ count: n }) => `${count(n, 'person has', 'people have')} a signing role that is not active yet.`,
    href: '/enrolment',
  },
  backup: {
    title: 'A place for backups',
    why: () => 'The vault is not backed up. Choose a folder on another drive.',
    href: '/backup',
  },
  'recovery-kit': {
    title: 'A recovery kit on paper',
    why: ({ about }) =>
      about === null
        ? 'There is no recovery kit. If every administrator forgets their pass phrase or leaves, nobody opens this vault as administrator again.'
        : `The recovery kit is of ${shortDay(about)}. Make a new one: sheets get lost unnoticed, and their holders leave.`,
    href: '/backup',
  },
};

const readers = ['administrator', 'quality-assurance'] as const;

/** What the vault still lacks, with the way there; gone once nothing is missing. */
export const StartChecklist = () => {
  const { account } = useOpenSession();
  const shown = account.roles.some((role) => readers.some((one) => one === role));
  const open = placesFor(account.roles);
  const { state } = useCall('checklist.get', shown ? {} : null);
  if (state.kind !== 'have' || state.value.items.every(({ done }) => done)) return null;
  return (
    <Panel title="What this vault still lacks">
      <List spacing="sm" listStyleType="none" withPadding={false}>
        {state.value.items.map((item) => (
          <List.Item
            key={item.id}
            icon={
              <ThemeIcon size={24} radius="xl" variant="light" color={item.done ? 'green' : 'yellow'}>
                {item.done ? <IconCheck size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
              </ThemeIcon>
            }
          >
            {item.done ? (
              <Text c="dimmed">{words[item.id].title}: done</Text>
            ) : (
              <>
                {open.some(({ href }) => href === words[item.id].href) ? (
                  <Anchor fw={500} component={Link} href={words[item.id].href}>
                    {words[item.id].title}
                  </Anchor>
                ) : (
                  <Text fw={500}>{words[item.id].title} (for an administrator)</Text>
                )}
                <Text size="sm" c="dimmed">
                  {words[item.id].why(item)}
                </Text>
              </>
            )}
          </List.Item>
        ))}
      </List>
    </Panel>
  );
};

import { List, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { Panel } from '../../ui/Page.tsx';

/** The rules for pass phrases that this vault follows; they change as a setting. */
export const PassPhraseRules = ({ rules }: { readonly rules: Output<'logins.rules'> }) => {
  const chosen = rules.profiles.find(({ profile }) => profile === rules.passPhrase);
  if (chosen === undefined) return null;
  return (
    <Panel title="Rules for pass phrases">
      <Text fw={500}>{chosen.title}</Text>
      <Text size="sm" c="dimmed">
        {chosen.source}
      </Text>
      <List size="sm" mt="xs">
        {chosen.rules.map((rule) => (
          <List.Item key={rule}>{rule}</List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed" mt="sm">
        Other rules, and of whom a second factor is demanded, are <Link href="/settings">settings</Link> that a second
        person approves.
      </Text>
    </Panel>
  );
};

import { Alert, NativeSelect, Stack, Text } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useState } from 'react';
import { roleLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { RecordView, Requirement } from './types.ts';

interface Props {
  readonly opened: boolean;
  readonly view: RecordView;
  readonly onClose: () => void;
  readonly onSent: (view: RecordView) => void;
}

/** The one candidate where there is no choice, else nobody yet. */
const only = ({ optional, candidates }: Requirement): string =>
  !optional && candidates.length === 1 ? (candidates[0]?.accountId ?? '') : '';

/** Names the signers and freezes the revision. */
export const SendForSignature = ({ opened, view, onClose, onSent }: Props) => {
  const send = useAction('records.sendForSignature');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const requirements = [...view.requirements].sort((a, b) => a.ordinal - b.ordinal);
  const signerOf = (requirement: Requirement): string => chosen[requirement.id] ?? only(requirement);
  const people = requirements.map(signerOf).filter((accountId) => accountId !== '');
  const twice = people.find((accountId, index) => people.indexOf(accountId) !== index);
  const missing = requirements.filter((requirement) => !requirement.optional && signerOf(requirement) === '');

  const submit = async () => {
    const signers = Object.fromEntries(
      requirements.map((requirement) => [requirement.id, signerOf(requirement)]).filter(([, signer]) => signer !== ''),
    ) as Record<string, string>;
    const next = await send.run({ recordId: view.summary.id, signers });
    if (next !== null) onSent(next);
  };

  return (
    <Dialog
      opened={opened}
      title="Send for signature"
      confirm="Freeze and send"
      state={send.state}
      ready={missing.length === 0 && twice === undefined}
      size="lg"
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">Who signs, in this order. Every signature has to come from a different person.</Text>
      <Stack gap="sm">
        {requirements.map((requirement) => (
          <SignerChoice
            key={requirement.id}
            requirement={requirement}
            value={signerOf(requirement)}
            twice={twice !== undefined && signerOf(requirement) === twice}
            onChange={(accountId) => setChosen({ ...chosen, [requirement.id]: accountId })}
          />
        ))}
      </Stack>
      {missing.length > 0 && (
        <Text size="sm" component="output">
          Still to be named: {missing.map(({ title }) => title).join(', ')}.
        </Text>
      )}
      <Alert color="ink" icon={<IconSnowflake aria-hidden />} title="This freezes the revision">
        Its content is written into the PDF that everybody signs and cannot be edited any more. A change afterwards
        means withdrawing it or a new revision.
      </Alert>
    </Dialog>
  );
};

interface ChoiceProps {
  readonly requirement: Requirement;
  readonly value: string;
  readonly twice: boolean;
  readonly onChange: (accountId: string) => void;
}

const SignerChoice = ({ requirement, value, twice, onChange }: ChoiceProps) => {
  const { title, meaning, optional, candidates, barred, eligible } = requirement;
  const nobody = candidates.length === 0 && !optional;
  const description = [
    `${eligible.map((role) => roleLabel[role]).join(', ')}.`,
    ...(optional ? ['May be left out.'] : []),
    ...(barred.length > 0
      ? [`Not ${barred.map(({ fullName }) => fullName).join(', ')}, who wrote in this revision.`]
      : []),
  ].join(' ');
  return (
    <NativeSelect
      label={`${String(requirement.ordinal)}. ${title}: ${meaning}`}
      description={description}
      required={!optional}
      value={value}
      error={
        (nobody && `Nobody ${barred.length > 0 ? 'else ' : ''}with one of these roles has a valid signing key yet.`) ||
        (twice && 'This person was chosen twice.')
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: optional ? 'Left out' : 'Choose …' },
        ...candidates.map(({ accountId, fullName, userName }) => ({
          value: accountId,
          label: `${fullName} (${userName})`,
        })),
      ]}
    />
  );
};

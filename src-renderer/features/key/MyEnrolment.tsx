import { Alert, Button, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus, IconSignature } from '@tabler/icons-react';
import { useState } from 'react';
import { enrolmentStepLabel, enrolmentSteps, roleLabel, type EnrolmentStep } from '../../../src-main/contract/index.ts';
import type { Question } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { Panel } from '../../ui/Page.tsx';
import { SaveUndertaking } from '../enrolment/SaveUndertaking.tsx';
import type { Enrolling } from '../enrolment/types.ts';
import { SignUndertaking } from './SignUndertaking.tsx';

const waitsFor: Readonly<Record<EnrolmentStep, string>> = {
  identity: 'An administrator verifies who you are and records it with your training.',
  key: 'You request a key above; an administrator issues its certificate.',
  undertaking: 'You read the undertaking and sign it with your key.',
  approval: 'Somebody in Quality Assurance, a System Owner or a second administrator approves.',
};

interface Props {
  readonly mine: Enrolling;
  /** One's key was requested or offered, and an administrator has not approved it yet. */
  readonly keyWaits: boolean;
  readonly onChanged: Question<Enrolling | null>['put'];
}

/** The way to one's own first signature: what is done, and what is next. */
export const MyEnrolment = ({ mine, keyWaits, onChanged }: Props) => {
  const [signing, setSigning] = useState(false);
  const mayUndertake =
    mine.missing.includes('undertaking') && !mine.missing.some((step) => step === 'identity' || step === 'key');
  return (
    <Panel title="Your enrolment" aside={<Save mine={mine} />}>
      <Stack gap="sm" align="flex-start">
        {mine.missing.length > 0 && (
          <Alert color="yellow" w="100%" title={`You cannot sign records yet${asRoles(mine)}`}>
            {mine.missing.length === enrolmentSteps.length
              ? 'All four of these come first.'
              : `${count(mine.missing.length, 'of these four is', 'of these four are')} still missing.`}
          </Alert>
        )}
        <List spacing="xs" listStyleType="none" withPadding={false}>
          {enrolmentSteps.map((step) => {
            const open = mine.missing.includes(step);
            const waits = step === 'key' && keyWaits;
            return (
              <List.Item
                key={step}
                icon={
                  <ThemeIcon size={22} radius="xl" variant="light" color={open ? 'gray' : 'green'}>
                    {open ? <IconMinus size={14} aria-hidden /> : <IconCheck size={14} aria-hidden />}
                  </ThemeIcon>
                }
              >
                <Text fw={500} component="span">
                  {enrolmentStepLabel[step]}: {open ? (waits ? 'waits for an administrator' : 'missing') : 'done'}
                </Text>
                {open && (
                  <Text size="sm" c="dimmed">
                    {waits ? 'They approve it once they have verified who you are.' : waitsFor[step]}
                  </Text>
                )}
              </List.Item>
            );
          })}
        </List>
        {mayUndertake && (
          <Button leftSection={<IconSignature size={16} />} onClick={() => setSigning(true)}>
            Read and sign the undertaking
          </Button>
        )}
      </Stack>
      {signing && <SignUndertaking onClose={() => setSigning(false)} onSigned={onChanged} />}
    </Panel>
  );
};

/** Where only roles that were given since the training was recorded wait for theirs. */
const asRoles = ({ waiting }: Enrolling): string =>
  waiting.length === 0 ? '' : ` as ${waiting.map((role) => roleLabel[role]).join(', ')}`;

const Save = ({ mine }: { readonly mine: Enrolling }) =>
  mine.undertaking === null ? null : <SaveUndertaking accountId={mine.accountId} label="Save your undertaking" />;

import { Alert, Anchor, Button, Checkbox, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useAction } from '../../bridge/use-action.ts';
import { useSession, type AppInfo } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { StartFrame } from './StartFrame.tsx';
import { WizardSteps } from './WizardSteps.tsx';

type Profile = AppInfo['defaultPassPhraseProfile'];

const steps = ['Organisation', 'Administrator', 'Pass phrase'] as const;

/** Creates a vault in three steps: whose it is, who administers it, and the pass phrase nobody can recover. */
export const CreateVault = () => {
  useTitle('Create a vault');
  const create = useAction('vaults.create');
  const { accept, info } = useSession();
  const [, go] = useLocation();
  const [step, setStep] = useState(0);
  const [organisation, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const [fullName, setFullName] = useState('');
  const [userName, setUserName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const [again, setAgain] = useState('');
  const [understood, setUnderstood] = useState(false);

  const [profile, setProfile] = useState<Profile | null>(null);
  const profiles = info?.passPhraseProfiles ?? [];
  const rules = profiles.find((one) => one.profile === (profile ?? info?.defaultPassPhraseProfile));
  const differs = again !== '' && again !== passPhrase;
  const ready = [
    organisation.trim() !== '' && name.trim() !== '',
    fullName.trim() !== '' && userName.trim() !== '',
    passPhrase.length >= (rules?.minLength ?? 0) && again === passPhrase && understood,
  ];

  const submit = async () => {
    if (step < steps.length - 1) {
      setStep(step + 1);
      return;
    }
    const session = await create.run({
      name: name.trim(),
      organisation: organisation.trim(),
      administrator: { userName: userName.trim(), fullName: fullName.trim(), passPhrase },
      ...(rules === undefined ? {} : { passPhraseProfile: rules.profile }),
    });
    if (session === null) return;
    go('/work');
    accept(session);
  };

  return (
    <StartFrame>
      <Anchor component={Link} href="/" size="sm">
        Cancel and go back
      </Anchor>
      <Title order={1} mt="xs" mb="sm">
        Create a vault
      </Title>
      <WizardSteps steps={steps} current={step} />
      <Paper withBorder p="xl" mt="md">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack gap="md">
            {step === 0 && (
              <>
                <TextInput
                  label="Organisation"
                  description="Stands on every record and in every certificate that this vault issues."
                  required
                  autoComplete="organization"
                  value={organisation}
                  onChange={(event) => setOrganisation(event.currentTarget.value)}
                />
                <TextInput
                  label="Vault name"
                  description="For example the site or department. It becomes the name of the folder."
                  required
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
              </>
            )}
            {step === 1 && (
              <>
                <Text size="sm" c="dimmed">
                  The first account is an administrator. Administrators keep accounts and backups; they sign nothing, so
                  that duties stay apart.
                </Text>
                <TextInput
                  label="Full name"
                  required
                  autoComplete="name"
                  value={fullName}
                  onChange={(event) => setFullName(event.currentTarget.value)}
                />
                <TextInput
                  label="User name"
                  description="For logging in. It belongs to this person for ever."
                  required
                  autoComplete="username"
                  value={userName}
                  onChange={(event) => setUserName(event.currentTarget.value)}
                />
              </>
            )}
            {step === 2 && (
              <>
                <input type="hidden" name="username" autoComplete="username" value={userName} readOnly />
                <Select
                  label="Rules for pass phrases"
                  description={rules?.source}
                  allowDeselect={false}
                  data={profiles.map(({ profile: value, title }) => ({ value, label: title }))}
                  value={rules?.profile ?? null}
                  onChange={(value) => setProfile(profiles.find((one) => one.profile === value)?.profile ?? null)}
                />
                <PassPhrase
                  label="Pass phrase"
                  autoComplete="new-password"
                  {...(rules === undefined ? {} : { rules })}
                  value={passPhrase}
                  onChange={setPassPhrase}
                />
                <PassPhrase
                  label="Pass phrase, again"
                  autoComplete="new-password"
                  error={differs ? 'The two are not the same.' : undefined}
                  value={again}
                  onChange={setAgain}
                />
                <Alert
                  color="yellow"
                  icon={<IconAlertTriangle aria-hidden />}
                  title="Nobody can recover this pass phrase"
                >
                  <Text size="sm">
                    The vault is encrypted with it. There is no reset, no master key and nobody to call. If the only
                    administrator forgets it, accounts can no longer be managed; if everybody does, the records are
                    lost. Create a second administrator soon, and print a recovery kit: two sheets that two people keep,
                    which together open the vault once.
                  </Text>
                </Alert>
                <Checkbox
                  label="I understand that a lost pass phrase cannot be recovered."
                  checked={understood}
                  onChange={(event) => setUnderstood(event.currentTarget.checked)}
                />
              </>
            )}
            {create.state.kind === 'failed' && <FailureNote failure={create.state.failure} />}
            <Group justify="space-between">
              <Button variant="default" disabled={step === 0} onClick={() => setStep(step - 1)}>
                Back
              </Button>
              <Button type="submit" disabled={!(ready[step] ?? false)} loading={create.state.kind === 'running'}>
                {step < steps.length - 1 ? 'Continue' : 'Create the vault'}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </StartFrame>
  );
};

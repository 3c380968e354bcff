import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconFileCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { isDate, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { fileSize } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Panel } from '../../ui/Page.tsx';
import { DateField } from '../../ui/form/DateField.tsx';

type Saved = NonNullable<Output<'exports.dossier'>['saved']>;

/** What an inspector is handed of the system itself, as one PDF (PI 041-1, 9.3). */
export const SystemDossier = () => {
  const [opened, setOpened] = useState(false);
  const [saved, setSaved] = useState<Saved | null>(null);
  return (
    <Panel title="System dossier">
      <Stack gap="sm">
        <Text size="sm">
          One PDF about the system: users and rights, settings and their history, backups and restore drills, reviews of
          the trail, keys, components and the last test evidence. Whoever has a signing key signs it.
        </Text>
        {saved !== null && (
          <Alert color="green" icon={<IconCheck aria-hidden />} title={`Saved: ${saved.name}`}>
            <Text size="sm" component="div">
              {saved.signed ? 'Signed with your key' : 'Signed by nobody, as its first page says'},{' '}
              {fileSize(saved.bytes)} · SHA-256{' '}
              <CopyText value={saved.sha256} shown={`${saved.sha256.slice(0, 16)}…`} label="Copy the SHA-256" />
            </Text>
          </Alert>
        )}
        <Group>
          <Button variant="default" leftSection={<IconFileCertificate size={16} />} onClick={() => setOpened(true)}>
            Make the dossier
          </Button>
        </Group>
      </Stack>
      {opened && <DossierDialog onSaved={setSaved} onClose={() => setOpened(false)} />}
    </Panel>
  );
};

interface Props {
  readonly onSaved: (saved: Saved) => void;
  readonly onClose: () => void;
}

const DossierDialog = ({ onSaved, onClose }: Props) => {
  const { run, state } = useAction('exports.dossier');
  const key = useCall('keys.mine', {});
  const factor = useCall('secondFactor.state', {});
  const credentials = useCredentials({
    code: factor.state.kind === 'have' && factor.state.value.enrolled,
    token: key.state.kind === 'have' ? key.state.value.token : null,
  });
  const [asOf, setAsOf] = useState('');
  const known = key.state.kind === 'have' && factor.state.kind === 'have';
  const signs = key.state.kind === 'have' && key.state.value.state === 'active';
  const make = async () => {
    const { passPhrase: signingPassPhrase, ...typed } = credentials.take();
    const signing = signs ? { ...typed, signingPassPhrase } : null;
    const made = await run({ asOf: isDate(asOf) ? asOf : null, signing });
    if (made === null) return;
    if (made.saved !== null) onSaved(made.saved);
    onClose();
  };
  return (
    <Dialog
      opened
      title="System dossier"
      confirm={signs ? 'Sign and save it' : 'Save it unsigned'}
      state={state}
      ready={known && (asOf === '' || isDate(asOf)) && (!signs || credentials.ready)}
      onClose={onClose}
      onConfirm={() => void make()}
    >
      <DateField
        id="dossier-as-of"
        label="Also who held which role on an earlier day (optional)"
        value={asOf}
        onChange={setAsOf}
      />
      {known && signs && (
        <>
          <Text size="sm">You answer for it with your signature, and nothing may be changed in it afterwards.</Text>
          <CredentialFields of="signing" {...credentials.fields} />
        </>
      )}
      {known && !signs && (
        <Text size="sm">You have no signing key in force. Nobody signs the dossier, and its first page says so.</Text>
      )}
    </Dialog>
  );
};

import { Button, FileInput, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { keyChoices } from '../../lib/key-choices.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { Panel } from '../../ui/Page.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { NewSigningPassPhraseFields, useNewSigningPassPhrase } from './NewSigningPassPhrase.tsx';

/** Takes one's key out of a PKCS#12 file, under a signing pass phrase of this vault. */
export const ImportKey = ({ onImported }: { readonly onImported: (key: Output<'keys.mine'>) => void }) => {
  const action = useAction('keys.importFile');
  const [file, setFile] = useState<File | null>(null);
  const [filePassPhrase, setFilePassPhrase] = useState('');
  const [fingerprint, setFingerprint] = useState<string | null>(null);
  const chosen = useNewSigningPassPhrase();
  const own = useOwnPassPhrase();
  const { state } = action;
  const several = state.kind === 'failed' ? keyChoices(state.failure) : [];
  const choose = (next: File | null): void => {
    setFile(next);
    setFingerprint(null);
    action.clear();
  };
  const running = action.state.kind === 'running';
  const ready = file !== null && chosen.ready && own.ready && (several.length === 0 || fingerprint !== null);
  const submit = async () => {
    if (file === null) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    setFilePassPhrase('');
    const key = await action.run({
      file: bytes,
      filePassPhrase,
      signingPassPhrase: chosen.take(),
      fingerprint,
      ownPassPhrase: own.take(),
    });
    // What was refused need not be the right one of several: they are named again.
    if (key === null) setFingerprint(null);
    else onImported(key);
  };
  return (
    <Panel title="Import your key from a file">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void submit();
        }}
      >
        <Stack gap="md" maw={560}>
          <Text size="sm" c="dimmed">
            The key is taken out of the file and kept here under a signing pass phrase that you choose. The file itself
            is not kept. An administrator then verifies that the certificate is yours.
          </Text>
          <FileInput
            label="PKCS#12 file"
            description="The key with its certificate, as your authority handed it to you (.p12 or .pfx)."
            placeholder="Choose a file …"
            accept=".p12,.pfx"
            required
            value={file}
            onChange={choose}
          />
          {several.length > 0 && (
            <NativeSelect
              label="Certificate"
              description="The file holds several keys. The one of this certificate is imported; the others are left."
              required
              data={[{ value: '', label: 'Choose one …' }, ...several]}
              value={fingerprint ?? ''}
              onChange={(event) => setFingerprint(event.currentTarget.value || null)}
            />
          )}
          <PassPhrase
            label="Pass phrase of the file"
            autoComplete="off"
            value={filePassPhrase}
            onChange={setFilePassPhrase}
          />
          <NewSigningPassPhraseFields {...chosen.fields} />
          <OwnPassPhraseField {...own.fields} />
          {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
          <Group>
            <Button type="submit" loading={running} disabled={!ready && !running}>
              Import the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
};

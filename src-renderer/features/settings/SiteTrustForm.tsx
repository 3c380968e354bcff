import { ActionIcon, Fieldset, FileInput, Group, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import type { SettingValue } from '../../../src-main/contract/index.ts';
import { groupedHash } from '../../lib/text.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import type { SettingForm } from './types.ts';

type Trust = SettingValue<'signing.trust'>;
type Authority = Trust['anchors'][number];

/** The authorities of the site: certificates from files, with the fingerprints by which they are compared. */
export const SiteTrustForm = ({ value, onChange }: SettingForm<'signing.trust'>) => {
  const read = useAction('trust.read');
  const [trust, setTrust] = useState<Trust>(value);
  const set = (next: Trust) => {
    setTrust(next);
    onChange(next);
  };
  const add = async (file: File | null) => {
    if (file === null) return;
    const found = await read.run({ file: new Uint8Array(await file.arrayBuffer()) });
    if (found === null) return;
    const known = [...trust.anchors, ...trust.issuers].map(({ fingerprint }) => fingerprint);
    const fresh = (kind: 'anchor' | 'issuer') =>
      found.authorities
        .filter((one) => one.kind === kind && !known.includes(one.fingerprint))
        .map(({ certificate, subject, fingerprint, notAfter }) => ({ certificate, subject, fingerprint, notAfter }));
    set({ anchors: [...trust.anchors, ...fresh('anchor')], issuers: [...trust.issuers, ...fresh('issuer')] });
  };
  const without = (list: readonly Authority[], fingerprint: string) =>
    list.filter((one) => one.fingerprint !== fingerprint);
  return (
    <Stack gap="sm">
      <FileInput
        label="Add certificates from a file"
        description="Certificates of authorities, text (PEM) or binary (DER). A self-signed one becomes a trust anchor."
        placeholder="Choose a file …"
        accept=".pem,.crt,.cer,.der"
        data-autofocus
        value={null}
        onChange={(file) => void add(file)}
      />
      {read.state.kind === 'failed' && <FailureNote failure={read.state.failure} />}
      <Authorities
        label="Trust anchors"
        empty="None: this vault issues all certificates itself."
        list={trust.anchors}
        onRemove={(fingerprint) => set({ ...trust, anchors: without(trust.anchors, fingerprint) })}
      />
      {trust.issuers.length > 0 && (
        <Authorities
          label="Authorities under them"
          empty=""
          list={trust.issuers}
          onRemove={(fingerprint) => set({ ...trust, issuers: without(trust.issuers, fingerprint) })}
        />
      )}
    </Stack>
  );
};

interface AuthoritiesProps {
  readonly label: string;
  readonly empty: string;
  readonly list: readonly Authority[];
  readonly onRemove: (fingerprint: string) => void;
}

const Authorities = ({ label, empty, list, onRemove }: AuthoritiesProps) => (
  <Fieldset legend={label}>
    <Stack gap="xs">
      {list.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      {list.map(({ subject, fingerprint, notAfter }) => (
        <Group key={fingerprint} justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <div>
            <Text size="sm">
              {subject}, valid to {notAfter.slice(0, 10)}
            </Text>
            <Text size="xs" c="dimmed" className="mono" style={{ overflowWrap: 'anywhere' }}>
              {groupedHash(fingerprint)}
            </Text>
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={`Remove ${subject}`}
            onClick={() => onRemove(fingerprint)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  </Fieldset>
);

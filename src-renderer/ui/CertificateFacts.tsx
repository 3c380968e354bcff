import { Text } from '@mantine/core';
import type { Output } from '../../src-main/contract/index.ts';
import { commonName, groupedHash, spacedName } from '../lib/text.ts';
import { shortDay } from '../lib/time.ts';
import { CopyText } from './CopyText.tsx';
import { Facts } from './Facts.tsx';

interface Props {
  readonly certificate: NonNullable<Output<'keys.mine'>['offered']>;
  /** More about its key, after what the certificate says. */
  readonly more?: readonly (readonly [label: string, value: string])[];
}

/** What a certificate says of itself, and what it is recognised by. */
export const CertificateFacts = ({ certificate, more = [] }: Props) => (
  <Facts
    items={[
      ['Issued to', <Named key="subject" distinguished={certificate.subject} />],
      ['Issued by', <Named key="issuer" distinguished={certificate.issuer} />],
      ['Valid', `${shortDay(certificate.notBefore)} to ${shortDay(certificate.notAfter)}`],
      ['Serial number', <CopyText key="serial" value={certificate.serial} label="Copy the serial number" />],
      [
        'SHA-256 fingerprint',
        <CopyText
          key="fingerprint"
          value={certificate.fingerprint}
          shown={groupedHash(certificate.fingerprint)}
          label="Copy the fingerprint"
        />,
      ],
      ...more,
    ]}
  />
);

/** Whom a certificate names: by their common name, and below it the whole name as it stands there. */
const Named = ({ distinguished }: { readonly distinguished: string }) => (
  <>
    {commonName(distinguished)}
    <Text size="xs" c="dimmed">
      {spacedName(distinguished)}
    </Text>
  </>
);

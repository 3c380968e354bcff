import type { Output } from '../../src-main/contract/index.ts';
import { groupedHash } from '../lib/text.ts';
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
      ['Issued to', certificate.subject],
      ['Issued by', certificate.issuer],
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

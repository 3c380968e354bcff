import { Alert, Badge, Button, Stack, Text, Group } from '@mantine/core';
import { IconClock, IconDownload, IconLock, IconKeyOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { count } from '../../lib/text.ts';
import { fullTime, shortDay } from '../../lib/time.ts';
import { CertificateFacts } from '../../ui/CertificateFacts.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { MyEnrolment } from './MyEnrolment.tsx';
import { ReportLost } from './ReportLost.tsx';
import { NewKey } from './NewKey.tsx';
import { OfferCertificate } from './OfferCertificate.tsx';

type SigningKey = Output<'keys.mine'>;

const algorithmName = { 'ecdsa-p256': 'ECDSA on P-256', 'rsa-3072': 'RSA, 3072 bits' } as const;

/** One's own signing key: request it, see its certificate, learn what is wrong with it. */
export const MyKey = () => {
  const key = useCall('keys.mine', {});
  const mine = useCall('enrolment.mine', {});
  return (
    <Page
      title="My key"
      lead="Your signature is made with a private key that is yours alone: only your signing pass phrase or your token opens it. Nobody else can use it, and nobody can recover it."
    >
      <Loaded of={key}>
        {(own) => (
          <Stack gap="md">
            <KeyNotice signingKey={own} />
            {['none', 'revoked', 'expired'].includes(own.state) && <NewKey signingKey={own} onChanged={key.put} />}
            {own.siteTrust && mayOfferCertificate(own) && <OfferCertificate signingKey={own} onOffered={key.put} />}
            {mine.state.kind === 'have' && mine.state.value !== null && (
              <MyEnrolment mine={mine.state.value} keyWaits={own.state === 'requested'} onChanged={mine.put} />
            )}
            {['active', 'locked', 'expired'].includes(own.state) && <Lost onReported={() => void key.reload()} />}
            {own.certificate !== null && <Certificate signingKey={own} certificate={own.certificate} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};

/** A key of this vault that waits for a certificate, or one in use whose next certificate comes from elsewhere. */
const mayOfferCertificate = ({ state, offered }: SigningKey): boolean =>
  (state === 'requested' && offered === null) || state === 'active' || state === 'expired';

/** The way to say that one's key came into other hands. */
const Lost = ({ onReported }: { readonly onReported: () => void }) => {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Group>
        <Button variant="default" color="red" leftSection={<IconKeyOff size={16} />} onClick={() => setOpened(true)}>
          Report my key lost
        </Button>
      </Group>
      {opened && (
        <ReportLost
          accountId={null}
          title="Report my key lost"
          onClose={() => setOpened(false)}
          onDone={() => {
            setOpened(false);
            onReported();
          }}
        />
      )}
    </>
  );
};

const KeyNotice = ({ signingKey }: { readonly signingKey: SigningKey }) => {
  switch (signingKey.state) {
    case 'requested':
      return (
        <Alert color="yellow" icon={<IconClock aria-hidden />} title="An administrator has to approve your key">
          {signingKey.offered === null ? (
            <>
              You requested it {signingKey.requestedAt === null ? '' : `on ${fullTime(signingKey.requestedAt)}`}. They
              verify who you are and issue the certificate; after that you can sign.
              <SaveRequest />
            </>
          ) : (
            <Stack gap="xs">
              They verify who you are and that this certificate is yours; after that you can sign.
              <CertificateFacts certificate={signingKey.offered} />
            </Stack>
          )}
        </Alert>
      );
    case 'locked':
      return (
        <Alert color="red" icon={<IconLock aria-hidden />} title="Your key is locked">
          The signing pass phrase was typed wrong too often. An administrator can unlock it; if you have lost the pass
          phrase, they revoke the key and you request a new one here.
        </Alert>
      );
    case 'revoked':
      return (
        <Alert color="gray" title="Your key was revoked">
          What you signed before it was revoked stays valid; if it was lost, what was signed before the loss. Request a
          new key to sign again.
        </Alert>
      );
    case 'expired':
      return (
        <Alert color="red" title="Your certificate is expired">
          What you signed before stays valid. Request a new key to sign again.
        </Alert>
      );
    default:
      return <EndsSoon signingKey={signingKey} />;
  }
};

/** A certificate that ends within the next months: who renews it, and that the key stays. */
const EndsSoon = ({ signingKey: { certificate } }: { readonly signingKey: SigningKey }) => {
  if (certificate?.endsWithin == null) return null;
  return (
    <Alert
      color={certificate.endsWithin === 30 ? 'red' : certificate.endsWithin === 90 ? 'yellow' : 'gray'}
      icon={<IconClock aria-hidden />}
      title={`Your certificate ends on ${shortDay(certificate.notAfter)}`}
    >
      {!certificate.issuedHere
        ? 'Get the next one from the authority that issued it, and bring it here in time. '
        : certificate.endsWithin === 180
          ? 'An administrator renews it in time. '
          : 'Ask an administrator to renew it under People: after that day you cannot sign. '}
      {certificate.issuedHere && 'Your key and its pass phrase stay. '}What you signed stays valid.
    </Alert>
  );
};

/** One's certification request (PKCS#10) as a file. */
const SaveRequest = () => {
  const action = useAction('keys.exportRequest');
  const save = async () => {
    const file = await action.run({});
    if (file !== null) download(file.fileName, file.bytes, 'application/pkcs10');
  };
  return (
    <Stack gap="xs" align="start" mt="sm">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={15} />}
        loading={action.state.kind === 'running'}
        onClick={() => void save()}
      >
        Save the request as a file
      </Button>
      {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
    </Stack>
  );
};

interface CertificateProps {
  readonly signingKey: SigningKey;
  readonly certificate: NonNullable<SigningKey['certificate']>;
}

const Certificate = ({ signingKey, certificate }: CertificateProps) => (
  <Panel
    title="Certificate"
    aside={
      <Badge variant="light" color={signingKey.state === 'active' ? 'green' : 'gray'} tt="none" fw={500} radius="sm">
        {signingKey.state === 'active' ? 'Valid' : 'Not in use'}
      </Badge>
    }
  >
    <CertificateFacts
      certificate={certificate}
      more={[
        ['Algorithm', algorithmOf(signingKey)],
        ['The key is', signingKey.token === null ? 'in this vault' : `on the token “${signingKey.token}”`],
        ...(signingKey.state === 'active'
          ? [['Wrong pass phrases left', count(signingKey.attemptsLeft, 'attempt')] as const]
          : []),
      ]}
    />
    <Text size="sm" c="dimmed" mt="sm">
      Give the fingerprint to whoever wants to check your signatures by a second way.
    </Text>
  </Panel>
);

/** The kind of a key that was made here in words; of one from elsewhere as its certificate names it. */
const algorithmOf = ({ algorithm }: SigningKey): string =>
  algorithm === null ? '–' : ((algorithmName as Readonly<Record<string, string>>)[algorithm] ?? algorithm);

import {
  createAuthority,
  generateKeyPair,
  issueCertificate,
  issueCrl,
  signerFromPkcs8,
  type Signer,
  type Timestamper,
} from '../../pki/index.ts';
import type { Trust } from '../verify/trust.ts';
import { benchTimestamper } from './timestamper.ts';

/** A person with a P-256 key, and a time-stamping unit, below an authority made for this run. */
export const benchSigner = async (): Promise<{
  readonly signer: Signer;
  readonly tsa: Timestamper;
  readonly trust: Trust;
}> => {
  const now = new Date();
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const authority = await createAuthority({ organisation: 'Bench', vaultId: 'bench', now });
  const pair = await generateKeyPair('ecdsa-p256');
  const certificate = await issueCertificate(authority.issuing, {
    spki: pair.spki,
    subject: { commonName: 'Bench' },
    notBefore: now,
    notAfter: tomorrow,
  });
  const signer = await signerFromPkcs8(pair.pkcs8, { certificate, chain: [authority.issuing.certificate] });
  if (!signer.ok) throw new Error(signer.error.code);
  const crls = await Promise.all(
    [authority.root, authority.issuing].map((ca) =>
      issueCrl(ca, { entries: [], thisUpdate: now, nextUpdate: tomorrow, number: 1 }),
    ),
  );
  const tsa = await benchTimestamper(authority, now, tomorrow);
  return { signer: signer.value, tsa, trust: { anchors: [authority.root.certificate], crls } };
};

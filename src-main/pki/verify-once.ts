import type { CertificateInfo } from './certificate.ts';
import { type SignatureScheme, type SignatureVerdict, verifySignature } from './signature.ts';

/** A signed structure as read: certificate, CRL or OCSP response. */
export interface Signed {
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/** How many signature checks may still be made; `left` is counted down. */
export interface CheckBudget {
  left: number;
}

const verdicts = new WeakMap<Signed, Map<string, SignatureVerdict>>();

/**
 * The verdict on a signed structure under a signer's certificate, worked out once as long as the structure as read is
 * kept: a vault's issuers and CRLs come with every file that is verified. `unsupported` also when the budget is used up.
 */
export const verifyOnce = (signed: Signed, signer: CertificateInfo, budget?: CheckBudget): SignatureVerdict => {
  let known = verdicts.get(signed);
  if (known === undefined) {
    known = new Map();
    verdicts.set(signed, known);
  }
  let verdict = known.get(signer.fingerprint);
  if (verdict === undefined) {
    if (budget !== undefined) {
      if (budget.left <= 0) return 'unsupported';
      budget.left -= 1;
    }
    verdict = verifySignature(signer.publicKey.spki, signed.signatureScheme, signed.tbs, signed.signature);
    known.set(signer.fingerprint, verdict);
  }
  return verdict;
};

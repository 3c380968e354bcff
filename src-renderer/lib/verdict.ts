import { Indication } from '../../src-main/contract/index.ts';
import type { SignatureVerdict, Verification } from '../stores/verify.ts';

/**
 * The four states a reader keeps apart, as Acrobat's readers know them. An unknown signer is never called invalid: the
 * bytes may well be exactly those that were signed.
 */
export type VerdictState = 'valid' | 'changed' | 'unverified' | 'invalid';

type Judged = Pick<
  SignatureVerdict,
  'indication' | 'subIndication' | 'changesAfter' | 'answers' | 'kind' | 'signedAfterLoss'
>;

export const stateOf = (signature: Judged): VerdictState => {
  switch (signature.indication) {
    case Indication.Passed:
      return signature.changesAfter === 'none' ? 'valid' : 'changed';
    case Indication.Indeterminate:
      return 'unverified';
    default:
      return 'invalid';
  }
};

const failed: Readonly<Record<string, string>> = {
  HASH_FAILURE: 'Invalid: the bytes were changed after signing',
  SIG_CRYPTO_FAILURE: 'Invalid: the signature does not match',
  FORMAT_FAILURE: 'Invalid: the signature is malformed',
  REVOKED: 'Invalid: the certificate was revoked before signing',
  EXPIRED: 'Invalid: signed after the certificate expired',
  NOT_YET_VALID: 'Invalid: signed before the certificate was valid',
};

const unverified: Readonly<Record<string, string>> = {
  NO_CERTIFICATE_CHAIN_FOUND: 'Signed, signer not trusted here',
  NO_CERTIFICATE_CHAIN_FOUND_NO_POE: 'Signed, signer not trusted here',
  NO_SIGNING_CERTIFICATE_FOUND: 'Signed, but the certificate is missing',
  CERTIFICATE_CHAIN_GENERAL_FAILURE: 'Signed, identity not verified',
  REVOKED_NO_POE: 'Signed, certificate revoked since; signing time not proven',
  REVOKED_CA_NO_POE: 'Signed, issuer revoked since; signing time not proven',
  OUT_OF_BOUNDS_NO_POE: 'Signed, certificate expired since; signing time not proven',
  OUT_OF_BOUNDS_NOT_REVOKED: 'Signed, certificate expired since',
  TRY_LATER: 'Signed, revocation not known yet',
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: 'Signed with an algorithm that is weak today',
};

/** One signature's state in words. */
export const headline = (signature: Judged): string => {
  const name = signature.kind === 'documentTimestamp' ? 'Time-stamp' : '';
  const sub = signature.subIndication ?? '';
  switch (stateOf(signature)) {
    case 'valid':
      return name === '' ? 'Valid' : `${name} valid`;
    case 'changed':
      return 'Valid, with permitted changes after it';
    case 'invalid':
      if (sub === 'REVOKED' && signature.signedAfterLoss === true)
        return 'Invalid: signed after the reported loss of the key';
      if (failed[sub] !== undefined) return failed[sub];
      return signature.changesAfter === 'forbidden'
        ? 'Invalid: changed after signing in a way that is not allowed'
        : 'Invalid';
    default:
      if (unverified[sub] !== undefined) return unverified[sub];
      return signature.answers.bytes.indication === Indication.Passed
        ? 'Signed, identity not verified'
        : 'Signed, but it cannot be judged completely';
  }
};

/** What a reader can do about it, or null where nothing needs doing. */
export const advice = (signature: Judged): string | null => {
  if (stateOf(signature) === 'invalid')
    return 'Do not rely on this document. Ask its sender for the original and compare the two.';
  switch (signature.subIndication) {
    case 'NO_CERTIFICATE_CHAIN_FOUND':
    case 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE':
      return 'The bytes are judged apart from the person. To know the person, compare the certificate’s fingerprint with the signer by a second way, or open the vault that trusts its issuer.';
    case 'TRY_LATER':
      return 'A newer revocation list is needed to know whether the certificate was revoked.';
    default:
      return null;
  }
};

/** The one line on top of a report. */
export interface Summary {
  readonly state: VerdictState | 'unsigned';
  readonly title: string;
  readonly text: string;
}

const rank: Readonly<Record<VerdictState, number>> = { valid: 0, changed: 1, unverified: 2, invalid: 3 };

/** The worst of the signatures, in words. The document's own verdict counts too: it may be worse than each of them. */
export const summarise = (report: Pick<Verification, 'indication' | 'signatures'>): Summary => {
  const { signatures, indication } = report;
  if (signatures.length === 0)
    return {
      state: 'unsigned',
      title: 'This PDF is not signed',
      text: 'There is no signature in it, so nothing can be said about who made it or whether it was changed.',
    };
  const worst = signatures.reduce((a, b) => (rank[stateOf(b)] > rank[stateOf(a)] ? b : a));
  const state = stateOf(worst);
  const many = signatures.length > 1;
  if (state === 'invalid' || indication === Indication.Failed)
    return {
      state: 'invalid',
      title: state === 'invalid' ? headline(worst) : 'Invalid: the document was changed after signing',
      text: many
        ? 'At least one signature does not hold. Do not rely on this document.'
        : 'Do not rely on this document.',
    };
  if (state === 'unverified' || indication === Indication.Indeterminate)
    return {
      state: 'unverified',
      title: state === 'unverified' ? headline(worst) : 'Signed, but not everything could be judged',
      text: signatures.every(({ answers }) => answers.bytes.indication === Indication.Passed)
        ? 'The signed bytes are unchanged. What is not known here is named below.'
        : 'What is not known is named below.',
    };
  const last = signatures.reduce((a, b) => (b.revision > a.revision ? b : a));
  if (state === 'changed' && stateOf(last) === 'valid')
    return {
      state: 'valid',
      title: `All ${String(signatures.length)} signatures are valid`,
      text: 'Nothing was changed after the last one. What was added between them, the earlier ones allowed.',
    };
  return state === 'changed'
    ? {
        state,
        title: many ? 'All signatures are valid, with permitted changes' : 'Valid, with permitted changes after it',
        text: 'Only what the signers allowed was added after they signed. The additions are listed below.',
      }
    : {
        state,
        title: many ? `All ${String(signatures.length)} signatures are valid` : 'The signature is valid',
        text: 'Nothing was changed after signing.',
      };
};

const revocationSources: Readonly<Record<string, string>> = {
  crl: 'a revocation list',
  ocsp: 'an OCSP response',
  report: 'the report that the key is lost; no revocation list says so yet',
  none: 'no source',
};

/** Where what is known of revocation comes from. */
export const revocationSourceWords = (source: string): string => revocationSources[source] ?? source;

/** Where the signing time comes from, in the wordings that readers of Acrobat know. */
export const timeSourceWords = (signature: Pick<SignatureVerdict, 'timeSource' | 'level'>): string => {
  if (signature.timeSource === 'timestamp') return 'Signature is time-stamped.';
  return ['B-T', 'B-LT', 'B-LTA'].includes(signature.level)
    ? 'Signature is time-stamped, but the time-stamp could not be verified.'
    : 'Signing time is from the clock on the signer’s computer.';
};

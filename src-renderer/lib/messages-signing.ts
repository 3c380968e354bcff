import type { Failure } from '../../src-main/contract/index.ts';
import { attemptsLeft, detail, until, type Explain } from './messages-kit.ts';
import { shortTime } from './time.ts';

const unsigned = 'Nothing was signed.';

/** `: it begins 2026-11-23 10:00`, or nothing where the time is not known. */
const time = (failure: Failure, name: string, words: string): string => {
  const at = detail(failure, name);
  return at === null ? '' : `: ${words} ${shortTime(at)}`;
};

/** Signing and rejecting. */
export const signingMessages: Readonly<Record<string, Explain>> = {
  'signing/wrong-user': () => ({
    what: 'This is not the user name of the person who is logged in.',
    safe: unsigned,
    next: 'Type your own user name. To sign as somebody else, that person logs in.',
  }),
  'signing/trail-not-reviewed': () => ({
    what: 'Whoever approves a record has looked at its history first.',
    safe: unsigned,
    next: 'Look through the history that is shown, and confirm it.',
  }),
  'signing/trail-changed-meanwhile': () => ({
    what: 'Something was entered about this record since its history was shown to you.',
    safe: unsigned,
    next: 'Close the dialog and open it again: it then shows the history as it is now.',
  }),
  'audit/not-intact': (failure) => ({
    what: `The audit trail does not hold: entry ${detail(failure, 'seq') ?? '?'} is not what it was.`,
    safe: `${unsigned} The trail was not changed.`,
    next: 'Verify the chain, and compare the vault with its backups and with sealed PDFs that others hold.',
  }),
  'signing/not-of-certificate': () => ({
    what: 'Your key failed its self-test: what it signs does not verify with your certificate.',
    safe: `${unsigned} Your pass phrase was right, and this was not counted as a failed try.`,
    next: 'Tell an administrator: the vault may have been altered. They revoke the key, and you request a new one.',
  }),
  'signing/key-damaged': () => ({
    what: 'Your key failed its self-test: the stored key is damaged.',
    safe: `${unsigned} Your pass phrase was not counted as a failed try.`,
    next: 'Tell an administrator: they revoke the key, and you request a new one. What you signed before stays valid.',
  }),
  'signing/no-policy': () => ({
    what: 'Nobody signs in this vault yet: the e-signature policy is not on record.',
    safe: unsigned,
    next: 'An administrator proposes it under "Settings", and Quality Assurance approves it.',
  }),
  'signing/no-letter': () => ({
    what: 'Nobody signs in this vault yet: the letter to the FDA (21 CFR 11.100(c)) is not on record, nor that none is needed.',
    safe: unsigned,
    next: 'An administrator proposes it under "Settings", and Quality Assurance approves it.',
  }),
  'signing/no-validation': () => ({
    what: 'Nobody signs in this vault yet: it is not on record that Countersign was validated.',
    safe: unsigned,
    next: 'An administrator proposes the report under "Settings", and Quality Assurance approves it.',
  }),
  'signing/not-enrolled-identity': () => ({
    what: 'The signing role is not active: identity and training for it are not on record.',
    safe: unsigned,
    next: 'An administrator verifies the identity and records it, with training for every signing role held, under "Enrolment".',
  }),
  'signing/not-enrolled-undertaking': () => ({
    what: 'The signing role is not active: the undertaking is not signed.',
    safe: unsigned,
    next: 'Its owner reads and signs it under "My key".',
  }),
  'signing/not-enrolled-approval': () => ({
    what: 'The signing role is not active: a second person has not approved the enrolment.',
    safe: unsigned,
    next: 'Somebody in Quality Assurance, a System Owner or a second administrator approves it under "Enrolment".',
  }),
  'signing/wrong-pass-phrase': (failure) => ({
    what: 'The signing pass phrase is not right.',
    safe: unsigned,
    next: `It is the pass phrase of your signing key, not the one you log in with. ${attemptsLeft(failure, 'the key')}`.trim(),
  }),
  'signing/key-locked': (failure) => ({
    what: `Your signing key is locked after too many wrong pass phrases${until(failure)}.`,
    safe: `${unsigned} The record waits for you as it is.`,
    next: 'Ask an administrator to unlock it. A lost pass phrase means revoking this key and requesting a new one.',
  }),
  'signing/certificate-not-yet-valid': (failure) => ({
    what: `By the clock of this computer your certificate is not valid yet${time(failure, 'notBefore', 'it begins')}.`,
    safe: unsigned,
    next: 'Set the clock of the computer right, then sign again. That it was wrong stands in the audit trail.',
  }),
  'signing/clock-behind': (failure) => ({
    what: `The clock of this computer is behind${time(failure, 'after', 'the record was frozen or signed last')}.`,
    safe: `${unsigned} A signature now would claim to be older than what it signs.`,
    next: 'Set the clock of the computer right, then sign again. That it was wrong stands in the audit trail.',
  }),
  'signing/certificate-expired': () => ({
    what: 'Your certificate is expired.',
    safe: unsigned,
    next: 'Request a new key under "My key".',
  }),
  'signing/certificate-revoked': () => ({
    what: 'Your certificate was revoked.',
    safe: unsigned,
    next: 'Request a new key under "My key".',
  }),
  'signing/role-lost': () => ({
    what: 'You no longer hold the role that this signature asks for.',
    safe: unsigned,
    next: 'Ask an administrator for the role, or the author to withdraw the record and name somebody else.',
  }),
  'signing/code-needed': () => ({
    what: 'This signature needs a code of your authenticator app.',
    safe: unsigned,
    next: 'Close this window, open it again and type the code as well.',
  }),
  'signing/wrong-code': (failure) => ({
    what: 'The code is not right.',
    safe: unsigned,
    next: `Type the one that your app shows now. ${attemptsLeft(failure, 'your key')}`.trim(),
  }),
  'signing/code-used': (failure) => ({
    what: 'This code was used before.',
    safe: unsigned,
    next: `Wait for the next one of your app: each code works once. ${attemptsLeft(failure, 'your key')}`.trim(),
  }),
  'signing/changed-meanwhile': () => ({
    what: 'The document is not the one you were shown any more.',
    safe: `${unsigned} A signature only ever goes on the bytes that were shown.`,
    next: 'Close this window, open it again and read the document as it is now.',
  }),
  'signing/not-awaiting-signatures': () => ({
    what: 'This record is not waiting for signatures.',
    safe: unsigned,
    next: 'Open the record to see where it stands.',
  }),
  'signing/not-a-requirement': () => ({
    what: 'This record does not ask for such a signature.',
    safe: unsigned,
    next: 'Open the record and sign from there.',
  }),
  'signing/not-yours': () => ({
    what: 'This signature was assigned to somebody else.',
    safe: unsigned,
    next: 'The person named in the list of signatures has to sign.',
  }),
  'signing/out-of-order': () => ({
    what: 'Somebody else has to sign first.',
    safe: unsigned,
    next: 'Signatures follow their order. You will find the record in your work once it is your turn.',
  }),
  'signing/already-signed': () => ({
    what: 'This signature has been given already.',
    safe: 'The signature in the document stands.',
  }),
  'signing/contributor-cannot-approve': () => ({
    what: 'Whoever wrote part of a record cannot review or approve it.',
    safe: unsigned,
    next: 'Withdraw the revision and name somebody who did not write in it.',
  }),
  'signing/author-cannot-approve': () => ({
    what: 'Whoever wrote a record cannot review or approve it.',
    safe: unsigned,
    next: 'Somebody else has to be named for this signature.',
  }),
};

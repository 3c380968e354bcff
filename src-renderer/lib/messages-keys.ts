import { detail, type Explain } from './messages-kit.ts';

const nothing = 'Nothing was changed.';
const unsigned = 'Nothing was signed.';

const token =
  (what: string, next: string): Explain =>
  () => ({ what, safe: unsigned, next });

/** Keys that people bring, tokens, and the authorities of a site. */
export const keyMessages: Readonly<Record<string, Explain>> = {
  'key/wrong-pass-phrase': () => ({
    what: 'The pass phrase of the file is wrong.',
    safe: nothing,
    next: 'Type the one that the file was made with; it is not the one you log in with.',
  }),
  'key/damaged': (failure) => ({
    what: `The file cannot be read as PKCS#12${reason(detail(failure, 'cause'))}.`,
    safe: nothing,
    next: 'Check that it is the right file and complete, or ask its maker for another copy.',
  }),
  'key/no-certificate': () => ({
    what: 'The file holds no key together with its certificate.',
    safe: nothing,
    next: 'Ask your authority for a PKCS#12 file with both.',
  }),
  'key/several': () => ({
    what: 'The file holds keys for several certificates.',
    safe: nothing,
    next: 'Choose the one that you sign with, and type the pass phrases anew.',
  }),
  'key/unsupported': (failure) => ({
    what: `This kind of key does not sign here${reason(detail(failure, 'key') ?? detail(failure, 'cause'))}.`,
    safe: nothing,
    next: 'Use a key on P-256, P-384 or P-521, an RSA key, or Ed25519.',
  }),
  'key/certificate-mismatch': () => ({
    what: 'The certificate is not for the key that signed.',
    safe: nothing,
    next: 'Choose another certificate, or ask your authority.',
  }),
  'certificate/damaged': () => ({
    what: 'The file holds no certificate that can be read.',
    safe: nothing,
    next: 'Choose the certificate as your authority handed it out, as text (PEM) or binary (DER).',
  }),
  'keys/of-another': () => ({
    what: 'This key is on record as somebody else’s.',
    safe: nothing,
    next: 'A key belongs to one person alone. Use your own; if this one is, tell an administrator.',
  }),
  'keys/lost-before': () => ({
    what: 'This key was reported lost.',
    safe: nothing,
    next: 'It is out of use for good. Get a new key from your authority.',
  }),
  'keys/certificate-of-other-key': () => ({
    what: 'No certificate in the file is for your key here.',
    safe: nothing,
    next: 'Bring the one that was issued for the request that you saved here.',
  }),
  'keys/certificate-known': () => ({
    what: 'This certificate is in use already.',
    safe: nothing,
  }),
  'keys/offer-changed': () => ({
    what: 'Another certificate waits now than the one that you saw.',
    safe: nothing,
    next: 'Close the dialog, reload the list and look at the certificate anew.',
  }),
  'keys/renewed-elsewhere': () => ({
    what: 'Another authority issued this certificate; this vault cannot renew it.',
    safe: nothing,
    next: 'Its owner gets the next one from that authority and brings it under "My key".',
  }),
  'signing/pin-needed': () => ({
    what: 'Your key is on a token: its PIN is needed.',
    safe: unsigned,
    next: 'Close the dialog and open it again.',
  }),
  'signing/certificate-not-trusted': (failure) => ({
    what: `The certificate does not lead to a trust anchor of this vault, or may not sign${reason(detail(failure, 'why'))}.`,
    safe: nothing,
    next: 'An administrator proposes the authority under "Settings", and Quality Assurance approves it.',
  }),
  'token/not-installed': token(
    'Tokens cannot be reached by this installation.',
    'Ask whoever installed Countersign: the part for tokens was left out.',
  ),
  'token/no-such-module': token(
    'The settings name no such kind of token any more.',
    'Ask an administrator; the modules stand under "Settings".',
  ),
  'token/no-module': (failure) => ({
    what: `The module of the token cannot be loaded${reason(detail(failure, 'cause'))}.`,
    safe: unsigned,
    next: 'The maker’s program may be missing on this computer, or lie elsewhere than the setting says.',
  }),
  'token/no-token': token('No token is plugged in.', 'Plug it in and try again.'),
  'token/no-such-token': token('Your token is not plugged in; another one is.', 'Plug in the one that holds your key.'),
  'token/several-tokens': token('Two tokens say that they are the same one.', 'Unplug the other one and try again.'),
  'token/wrong-pin': (failure) => ({
    what: 'The PIN is wrong.',
    safe: unsigned,
    next:
      detail(failure, 'pin') === 'final-try'
        ? 'One attempt is left: the next wrong PIN locks the token.'
        : detail(failure, 'pin') === 'count-low'
          ? 'Few attempts may be left before the token locks itself. The attempt is on record.'
          : 'The token counts wrong ones and locks itself. The attempt is on record.',
  }),
  'token/pin-locked': token(
    'The PIN is locked after too many wrong ones.',
    'The administrator of your tokens can unlock it; Countersign cannot.',
  ),
  'token/pin-not-set': token(
    'The token has no PIN yet, or one that has to be changed first.',
    'Set it with the program of the token’s maker.',
  ),
  'token/no-pin': token('No PIN was given.', 'Type the PIN of your token.'),
  'token/no-signing-key': token('No key on the token may sign.', 'Ask whoever issued the token.'),
  'token/no-such-key': token(
    'The key is no longer on the token.',
    'If the token was set up anew, an administrator revokes the key here and you offer the new one.',
  ),
  'token/several-keys': token('Two keys on the token have the same number.', 'Ask whoever issued the token.'),
  'token/no-certificate': token(
    'The token holds no certificate for the key.',
    'Have the certificate written to the token, then look for tokens again.',
  ),
  'token/removed': token('The token was taken out.', 'Plug it in and sign again.'),
  'token/timeout': token('The token did not answer in time.', 'Take it out, plug it in again and repeat the step.'),
  'token/crashed': token(
    'The module of the token ended unexpectedly.',
    'Take the token out, plug it in again and repeat the step. If it happens again, tell an administrator.',
  ),
  'token/refused': (failure) => ({
    what: `The token refused${reason(detail(failure, 'reason'))}.`,
    safe: unsigned,
    next: 'Repeat the step. If it happens again, tell an administrator the words above.',
  }),
  'trust/no-certificate': () => ({
    what: 'The file holds no certificate that can be read.',
    safe: nothing,
    next: 'Choose certificates of authorities, as text (PEM) or binary (DER).',
  }),
  'trust/not-an-authority': (failure) => ({
    what: `This is no certificate of an authority${reason(detail(failure, 'subject'))}.`,
    safe: nothing,
    next: 'Choose the certificate of the root, or of an authority under it. A person’s own certificate is none.',
  }),
  'trust/expired': (failure) => ({
    what: `This certificate has expired${reason(detail(failure, 'subject'))}.`,
    safe: nothing,
    next: 'Ask your PKI for the one in force.',
  }),
  'trust/not-an-anchor': (failure) => ({
    what: `Only a self-signed certificate is a trust anchor${reason(detail(failure, 'subject'))}.`,
    safe: nothing,
    next: 'Add the certificates from their files once more.',
  }),
};

/** `: why`, or nothing where it is not known. */
function reason(why: string | null): string {
  return why === null ? '' : `: ${why}`;
}

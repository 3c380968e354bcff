import { detail, type Explain } from './messages-kit.ts';

const untouched = 'Nothing was taken into the vault.';
const askSender = 'Ask the sender for the sealed PDF as it was signed.';

const refused =
  (what: string, next: string = askSender): Explain =>
  () => ({ what, safe: untouched, next });

/** Taking records of other vaults in, and handing data out. */
export const exchangeMessages: Readonly<Record<string, Explain>> = {
  'imports/not-found': () => ({
    what: 'There is no such imported record.',
    next: 'Go back to the list of imported records and choose it there.',
  }),
  'imports/no-anchor': refused(
    'This file holds no certificate.',
    'Choose the trust anchor that the other organisation gave you, a PEM or DER file.',
  ),
  'imports/not-signed': refused('This PDF is not signed.'),
  'imports/signature-failed': refused(
    'A signature of this PDF is not valid: its bytes are not the ones that were signed.',
  ),
  'imports/not-ours': refused('This PDF holds no record of Countersign.', 'Look at it under “Verify” instead.'),
  'imports/not-trusted': refused(
    'Its signers do not lead to an anchor that you trust.',
    'Get the trust anchor of the other organisation by a way that you trust, not from the PDF, and choose it here.',
  ),
  'imports/not-covered': refused('The record inside this PDF is not covered by its first signature.'),
  'imports/own-record': refused('This is a record of this very vault.', 'You find it in the list of records.'),
  'imports/incomplete': refused('Not everybody who has to sign this record has signed it.'),
  'imports/rejected': refused('This record was rejected by a signer.'),
  'imports/pages-differ': refused('The pages of this PDF were not made from the record inside it.'),
  'imports/record-invalid': refused('The record inside this PDF is not one that Countersign could have written.'),
  'imports/record-not-canonical': refused('The record inside this PDF is not written in the canonical form.'),
  'imports/record-too-large': refused('The record inside this PDF is larger, or nests deeper, than any record does.'),
  'imports/record-unknown-version': refused(
    'The record inside this PDF is of a format that this version does not know.',
    'Update Countersign and try again.',
  ),
  'exports/busy': () => ({
    what: 'Another export is still being written.',
    safe: 'It goes on.',
    next: 'Wait until it is done, or cancel it.',
  }),
  'exports/none': () => ({ what: 'There is no such export any more.', next: 'Begin it again.' }),
  'exports/cancelled': () => ({ what: 'The export was cancelled.', safe: 'No half-written file was left.' }),
  'exports/exists': () => ({
    what: 'There is something of that name already.',
    safe: 'It was not overwritten.',
    next: 'Choose another name.',
  }),
  'exports/cannot-write': (failure) => ({
    what: 'It could not be written there.',
    safe: `No half-written file was left. ${detail(failure, 'cause') ?? ''}`.trim().replace(/([^.])$/, '$1.'),
    next: 'Choose another place.',
  }),
  'exports/disk-full': () => ({
    what: 'The disk is full.',
    safe: 'No half-written file was left.',
    next: 'Make room or choose another disk.',
  }),
  'exports/too-large': () => ({
    what: 'This is more than one file can hold.',
    safe: 'No half-written file was left.',
    next: 'Choose a shorter period or fewer systems.',
  }),
};

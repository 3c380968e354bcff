import type { Failure } from '../../domain/result.ts';

/** Why a PDF is neither signed nor upgraded, in words; null: the code says no more than the command does. */
export const refusalWords = ({ code, details = {} }: Failure): string | null => {
  if (code === 'pades/not-permitted')
    return `the file’s permissions do not allow ${details['needs'] === 'addFields' ? 'new form fields, such as one for the signature' : 'filling in forms'}; its owner’s password does`;
  return words[code] ?? null;
};

const words: Readonly<Record<string, string>> = {
  'pades/unreadable': 'this is no PDF that can be read',
  'pades/encrypted':
    'the file is encrypted, and nothing that opens it was given: COUNTERSIGN_PDF_PASSWORD, --password-fd or --recipient-p12',
  'pades/mac-protected':
    'a MAC (ISO/TS 32004) covers the whole encrypted file: whatever is appended needs a new one, which is not made here',
  'pades/no-signature': 'the file holds no signature',
  'pades/no-sound-signature': 'no signature of the file stands, and nothing that is added could mend it',
};

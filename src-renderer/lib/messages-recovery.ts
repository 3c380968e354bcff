import type { Failure } from '../../src-main/contract/index.ts';
import { attemptsLeft, detail, until, type Explain } from './messages-kit.ts';

const part = (failure: Failure): string => `Part ${detail(failure, 'part') ?? 'A or B'}`;

const groups = ({ details }: Failure): string => {
  const wrong = details?.['groups'];
  if (!Array.isArray(wrong) || wrong.length === 0) return '';
  return wrong.length === 1 ? `group ${String(wrong[0])}` : `the groups ${wrong.join(', ')}`;
};

const names = ({ details }: Failure): string => {
  const listed = details?.['userNames'];
  return Array.isArray(listed) && listed.length > 0 ? ` The administrators are: ${listed.join(', ')}.` : '';
};

/** The second person's own trouble, in half a sentence. */
const because: Readonly<Record<string, string>> = {
  'vault/wrong-credentials': 'their user name or pass phrase is not right',
  'vault/account-locked': 'their login is locked',
  'vault/second-factor-needed': 'their login needs a code of their authenticator app as well',
  'vault/wrong-code': 'their code is not right',
  'vault/code-used': 'their code was used before',
};

/** Making a recovery kit, and recovering with one. */
export const recoveryMessages: Readonly<Record<string, Explain>> = {
  'recovery/part-length': (failure) => ({
    what: `${part(failure)} is not complete: it has eight groups of five characters.`,
    safe: 'This was not counted as a try.',
    next: 'Type all groups as they stand on the sheet.',
  }),
  'recovery/part-mistyped': (failure) => ({
    what: `${part(failure)} has a typing error in ${groups(failure) || 'one of its groups'}.`,
    safe: 'This was not counted as a try.',
    next: 'Compare with the sheet; the groups are numbered there.',
  }),
  'recovery/part-swapped': (failure) => ({
    what: `What stands in the field of ${part(failure)
      .toLowerCase()
      .replace(/.$/, (last) => last.toUpperCase())} is the other part.`,
    safe: 'This was not counted as a try.',
    next: 'Type part A into the first field and part B into the second.',
  }),
  'recovery/no-such-administrator': (failure) => ({
    what: 'Nobody with this user name is an administrator of this vault.',
    safe: 'The kit is as it was; both parts are right.',
    next: `Give another user name, or make a new administrator.${names(failure)}`,
  }),
  'recovery/one-holder': () => ({
    what: 'Both parts would go to the same person.',
    safe: 'No kit was made.',
    next: 'Name two people: whoever holds both parts opens the vault alone.',
  }),
  'recovery/same-person': () => ({
    what: 'The second person is you.',
    safe: 'No kit was made.',
    next: 'Let another administrator or somebody of quality assurance type theirs.',
  }),
  'recovery/second-person-refused': (failure) => ({
    what: `The second person is not proven: ${because[detail(failure, 'because') ?? ''] ?? 'they cannot log in'}.`,
    safe: 'No kit was made.',
    next: `Let them type theirs again. ${attemptsLeft(failure, 'their login')}`.trim(),
  }),
  'recovery/second-person-role': () => ({
    what: 'The second person has to be an administrator or of quality assurance.',
    safe: 'No kit was made.',
    next: 'Ask somebody with one of these roles.',
  }),
  'recovery/second-person-not-settled': () => ({
    what: 'The second person has to choose a pass phrase of their own first, or enrol their second factor.',
    safe: 'No kit was made.',
    next: 'Let them log in once; then make the kit.',
  }),
  'vault/no-recovery-kit': () => ({
    what: 'This vault has no recovery kit that counts: none was made, or it was used.',
    safe: 'Nothing was changed.',
    next: 'If there are backups of a time when a kit counted, recover a copy of one of them.',
  }),
  'vault/wrong-recovery-parts': (failure) => ({
    what: 'These two parts do not open this vault together.',
    safe: 'Nothing was opened.',
    next: `Look whether both sheets bear the kit number ${detail(failure, 'number') ?? 'that is shown'}. ${attemptsLeft(failure, 'the kit')}`.trim(),
  }),
  'vault/recovery-locked': (failure) => ({
    what: `The kit is locked after too many wrong parts${until(failure)}.`,
    safe: 'The right parts open it afterwards.',
    next: 'Wait, and compare both sheets with the kit number on the screen.',
  }),
  'vault/recovery-kit-void': (failure) => ({
    what: `The kit ${detail(failure, 'number') ?? ''} does not count any more: it was used, or a newer one was made.`.replace(
      '  ',
      ' ',
    ),
    safe: 'Nothing was opened or changed.',
    next: 'The key file beside this vault is older than the vault. Find the newest kit and the key file that belongs to it.',
  }),
};

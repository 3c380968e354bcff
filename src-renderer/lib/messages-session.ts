import type { Failure } from '../../src-main/contract/index.ts';
import { attemptsLeft, detail, until, type Explain } from './messages-kit.ts';

/** The user names that a failure lists. */
const names = ({ details }: Failure): string => {
  const listed = details?.['userNames'];
  return Array.isArray(listed) ? listed.join(', ') : '';
};

/** Opening, locking and leaving a vault. */
export const sessionMessages: Readonly<Record<string, Explain>> = {
  'vault/not-found': () => ({
    what: 'There is no vault at this place any more.',
    safe: 'Countersign did not move or delete anything.',
    next: 'If the folder was moved or its drive is not connected, connect it or choose the folder on the start screen.',
  }),
  'vault/wrong-credentials': (failure) => ({
    what: 'User name or pass phrase is not right.',
    next:
      detail(failure, 'attemptsLeft') === '0'
        ? `${attemptsLeft(failure, 'this login')} Ask an administrator of this vault to unlock it.`
        : `Check the keyboard layout and type them again. ${attemptsLeft(failure, 'this login')}`.trim(),
  }),
  'vault/account-locked': (failure) => ({
    what: `This login is locked after too many wrong pass phrases${until(failure)}.`,
    safe: 'Your records and drafts are safe.',
    next: 'Ask an administrator of this vault to unlock it.',
  }),
  'vault/second-factor-needed': () => ({
    what: 'This login needs a code of your authenticator app.',
    safe: 'Nothing was opened.',
    next: 'Type the six digits that the app shows now.',
  }),
  'vault/wrong-code': (failure) => ({
    what: 'The code is not right.',
    next: `Type the one that your app shows now; check that the clocks of phone and computer agree. ${attemptsLeft(failure, 'this login')}`.trim(),
  }),
  'vault/code-used': (failure) => ({
    what: 'This code was used before.',
    next: `Wait for the next one of your app: each code works once. ${attemptsLeft(failure, 'this login')}`.trim(),
  }),
  'session/must-enrol-second-factor': () => ({
    what: 'This vault demands a second factor of you.',
    safe: 'Nothing was changed.',
    next: 'Enrol an authenticator app first.',
  }),
  'second-factor/enrolled': () => ({
    what: 'You have a second factor already.',
    safe: 'It stays as it is.',
    next: 'Remove it first, then enrol the new app.',
  }),
  'second-factor/not-begun': () => ({
    what: 'The secret that your app has is not known here any more.',
    safe: 'Nothing was changed.',
    next: 'Begin again and scan the new code.',
  }),
  'second-factor/code-does-not-fit': () => ({
    what: 'The code does not fit the secret.',
    safe: 'Your login is as before.',
    next: 'Type the code that the app shows now. If it never fits, the clocks of phone and computer differ by more than half a minute.',
  }),
  'vault/slots-damaged': () => ({
    what: 'The key file of this vault (keyslots.json) is damaged.',
    safe: 'The encrypted database was not touched.',
    next: 'Restore keyslots.json from the newest backup, then open the vault again.',
  }),
  'vault/database-damaged': () => ({
    what: 'The database of this vault is damaged.',
    safe: 'Countersign opened nothing and wrote nothing, so the damage cannot spread.',
    next: 'Keep a copy of the folder as it is and restore the newest backup. What was done after that backup can be got out of the damaged folder with the command line: countersign vault check VAULT --salvage FOLDER.',
  }),
  'vault/entries-missing': (failure) => ({
    what: 'The end of the audit trail of this vault is missing.',
    safe: `It ends with entry ${detail(failure, 'found') ?? ''}, and entry ${detail(failure, 'acknowledged') ?? ''} was written. Countersign wrote nothing to it.`,
    next: 'Keep a copy of the folder as it is. Look for a newer vault.db-wal or a newer copy of the folder; else restore the newest backup. An administrator can also go on without the missing entries.',
  }),
  'vault/log-of-other-state': () => ({
    what: 'The log beside the database of this vault (vault.db-wal) is not its own: it is of another state of it, or of another vault.',
    safe: 'Countersign wrote nothing: the log would have been written over later work.',
    next: 'Keep a copy of the folder as it is. Then move vault.db-wal into another folder and open the vault again.',
  }),
  'vault/newer-version': (failure) => ({
    what: 'This vault was written by a newer version of Countersign.',
    safe: 'Nothing was changed in it.',
    next: `Install ${detail(failure, 'version') === null ? 'the newer version' : `version ${detail(failure, 'version') ?? ''} or later`} to open it.`,
  }),
  'vault/in-use': () => ({
    what: 'This vault is open in another window or program.',
    safe: 'Nothing was changed here.',
    next: 'Close it there, then open it again.',
  }),
  'vault/lock-damaged': () => ({
    what: 'The file vault.lock of this vault is not empty, as it has to be.',
    safe: 'Nothing was changed. No data is in that file.',
    next: 'Delete vault.lock in the folder of the vault, then open it again.',
  }),
  'vault/exists': () => ({
    what: 'There is already a vault of this name.',
    safe: 'The existing vault was not touched.',
    next: 'Choose another name.',
  }),
  'vault/read-only': () => ({
    what: 'The vault cannot be written: its folder or drive is read-only or full.',
    safe: 'What was saved before is safe.',
    next: 'Make the folder writable or free some space, then try again.',
  }),
  'vault/disk-full': () => ({
    what: 'The drive that holds the vault is full.',
    safe: 'What was saved before is safe; this step was not done at all.',
    next: 'Free some space, then try again.',
  }),
  'vault/io-error': () => ({
    what: 'The drive that holds the vault did not answer.',
    safe: 'What was saved before is safe; this step was not done at all.',
    next: 'Check that the drive or share is connected, then try again.',
  }),
  'vault/no-such-page': () => ({
    what: 'The list cannot go on from this place.',
    safe: 'Nothing was changed.',
    next: 'Open the list anew.',
  }),
  'vault/salvaged': () => ({
    what: 'This vault is a copy that was salvaged from a damaged one. It can be read and exported, and takes no new work.',
    safe: 'Nothing was changed in it.',
    next: 'Work goes on in the vault that was restored from a backup.',
  }),
  'vault/not-administrator': () => ({
    what: 'Only an administrator can do this.',
    safe: 'Nothing was changed.',
  }),
  'vault/slots-outdated': (failure) => ({
    what: 'Some key slots cannot take a new data key: they were made by an older version, or changed outside the program.',
    safe: 'Nothing was changed.',
    next: `Their owners have to log in once, or get a new pass phrase; a recovery kit has to be made anew: ${names(failure)}.`,
  }),
  'vault/no-slot': () => ({
    what: 'This account has no key slot in the vault.',
    safe: 'Nothing was changed.',
    next: 'Ask an administrator: the account may have been deactivated.',
  }),
  'vault/slot-exists': () => ({
    what: 'There is already a key slot for this user name.',
    safe: 'Nothing was changed.',
    next: 'Choose another user name.',
  }),
  'session/must-change-pass-phrase': () => ({
    what: 'The pass phrase you were given has to be changed first.',
    next: 'Choose your own pass phrase, then go on.',
  }),
  'session/locked': () => ({
    what: 'The vault is locked.',
    safe: 'Your drafts are kept, encrypted, in the vault.',
    next: 'Log in again to go on where you were.',
  }),
  'session/none': () => ({
    what: 'No vault is open.',
    next: 'Open a vault and log in.',
  }),
};

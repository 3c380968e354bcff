import { attemptsLeft, detail, until, type Explain } from './messages-kit.ts';

/** Opening, locking and leaving a vault. */
export const sessionMessages: Readonly<Record<string, Explain>> = {
  'vault/not-found': () => ({
    what: 'There is no vault at this place any more.',
    safe: 'Countersign did not move or delete anything.',
    next: 'If the folder was moved or its drive is not connected, connect it or choose the folder with "Open another vault".',
  }),
  'vault/wrong-credentials': (failure) => ({
    what: 'User name or pass phrase is not right.',
    next: `Check the keyboard layout and type them again. ${attemptsLeft(failure, 'this login')}`.trim(),
  }),
  'vault/account-locked': (failure) => ({
    what: `This login is locked after too many wrong pass phrases${until(failure)}.`,
    safe: 'Your records and drafts are safe.',
    next: 'Ask an administrator of this vault to unlock it.',
  }),
  'vault/slots-damaged': () => ({
    what: 'The key file of this vault (keyslots.json) is damaged.',
    safe: 'The encrypted database was not touched.',
    next: 'Restore keyslots.json from the newest backup, then open the vault again.',
  }),
  'vault/database-damaged': () => ({
    what: 'The database of this vault is damaged.',
    safe: 'Countersign opened nothing and wrote nothing, so the damage cannot spread.',
    next: 'Keep a copy of the folder as it is and restore the newest backup.',
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

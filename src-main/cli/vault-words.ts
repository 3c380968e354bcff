import type { VaultFailure } from '../vault/failures.ts';

/** Why a vault refused, for a person. */
export const vaultWords: Readonly<Record<VaultFailure, string>> = {
  'vault/not-found': 'there is no vault',
  'vault/exists': 'there is a vault already',
  'vault/wrong-credentials': 'the user name or the pass phrase is wrong',
  'vault/account-locked': 'the account is locked after too many wrong pass phrases',
  'vault/second-factor-needed': 'the account has a second factor: set COUNTERSIGN_CODE to a code of its app',
  'vault/wrong-code': 'the code is wrong',
  'vault/code-used': 'the code was used before; wait for the next one',
  'vault/slots-damaged': 'its key slots (keyslots.json) are damaged; nothing was changed',
  'vault/database-damaged': 'its database (vault.db) is damaged; nothing was changed',
  'vault/entries-missing':
    'the end of its audit trail is missing: entries that were acknowledged are not in it; nothing was changed',
  'vault/log-of-other-state':
    'the log beside its database (vault.db-wal) is of another state of it, or of another vault, and would be written over later work: keep that file in another folder, and try again; nothing was changed',
  'vault/newer-version': 'it was written by a newer version of Countersign',
  'vault/in-use': 'another window or program has it open',
  'vault/lock-damaged':
    'its file vault.lock is not empty, as it has to be: delete that file and try again; nothing was changed',
  'vault/read-only': 'it cannot be written to, and opening it is an entry of its audit trail',
  'vault/disk-full': 'the disk is full',
  'vault/io-error': 'the disk reported an error',
  'vault/no-such-page': 'a list was asked to go on from a page that it never gave',
  'vault/salvaged': 'it is a copy that was salvaged from a damaged vault: it is read, and takes no new work',
  'vault/slot-exists': 'the account has a key slot already',
  'vault/slots-outdated':
    'some key slots are of an older version or were changed outside the program; their owners have to log in once before, or get a new pass phrase, and a recovery kit has to be made anew',
  'vault/no-slot': 'the account has no key slot',
  'vault/no-recovery-kit': 'it has no recovery kit that is in force',
  'vault/wrong-recovery-parts': 'these two parts do not open it together',
  'vault/recovery-locked': 'the recovery kit is locked for a quarter of an hour after too many wrong parts',
  'vault/recovery-kit-void': 'this kit was used, or another was made since: it opens nothing any more',
  'vault/not-administrator': 'only an administrator can do that',
};

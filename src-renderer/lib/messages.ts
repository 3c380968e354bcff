import type { Failure } from '../../src-main/contract/index.ts';
import { accessMessages } from './messages-access.ts';
import { accountMessages } from './messages-accounts.ts';
import { crlMessages } from './messages-crl.ts';
import { defectMessages } from './messages-defects.ts';
import { detail, type Explain, type Explanation } from './messages-kit.ts';
import { backupMessages } from './messages-backup.ts';
import { exchangeMessages } from './messages-exchange.ts';
import { graphMessages } from './messages-links.ts';
import { keyMessages } from './messages-keys.ts';
import { recoveryMessages } from './messages-recovery.ts';
import { recordMessages } from './messages-records.ts';
import { settingMessages } from './messages-settings.ts';
import { sessionMessages } from './messages-session.ts';
import { signingMessages } from './messages-signing.ts';

export type { Explanation } from './messages-kit.ts';

/** What can stand against saving an entry of an inventory. `what`: system, supplier. */
const entryMessages = (area: string, what: string): Readonly<Record<string, Explain>> => ({
  [`${area}/not-found`]: () => ({
    what: `This ${what} is not in the inventory.`,
    next: `Go back to the list of ${what}s and choose it there.`,
  }),
  [`${area}/incomplete`]: () => ({
    what: 'The entry is not complete yet.',
    safe: 'What you typed is still here; nothing was saved.',
    next: 'Fill in the fields that are marked and save again.',
  }),
  [`${area}/changed-elsewhere`]: () => ({
    what: 'Somebody saved a newer version of this entry while you were editing.',
    safe: 'Their version is kept; yours was not saved.',
    next: 'Copy what you need, open the entry again and repeat your change on the newer version.',
  }),
});

const unreadable: Explain = () => ({
  what: 'This file could not be read as a PDF.',
  safe: 'The file itself was not changed; nothing can be said about signatures in it.',
  next: 'Check that it is the right file and complete, and ask its sender for another copy.',
});

const generalMessages: Readonly<Record<string, Explain>> = {
  'access/denied': () => ({
    what: 'Your roles do not allow this.',
    safe: 'Nothing was changed.',
    next: 'Ask somebody who holds the role, or an administrator if a role is missing.',
  }),
  'input/invalid': (failure) => ({
    what: 'Something in the form is not as expected.',
    safe: 'Nothing was changed.',
    next: `Check the fields${detail(failure, 'path') === null ? '' : ` (${detail(failure, 'path') ?? ''})`} and try again.`,
  }),
  'lifecycle/illegal-step': () => ({
    what: 'The record is in a state in which this step is not possible.',
    safe: 'Nothing was changed.',
    next: 'Reload the record to see where it stands now.',
  }),
  'verify/unreadable': unreadable,
  'pades/unreadable': unreadable,
  'pades/no-such-revision': () => ({
    what: 'This version cannot be taken out of the file.',
    safe: 'The file itself was not changed.',
    next: 'Verify the file again; it may not be the one the verdict is about.',
  }),
  internal: (failure) => ({
    what: 'Something went wrong inside Countersign.',
    safe: 'What was saved before is safe: every write is kept whole or not at all.',
    next: `Try again. If it happens again, report it with the reference ${detail(failure, 'reference') ?? 'in the log'}.`,
  }),
};

const trendMessages: Readonly<Record<string, Explain>> = {
  'trends/period': (failure) => ({
    what: 'These days are no period that can be shown.',
    next: `Choose a first day that lies before the last one, at most ${detail(failure, 'mostMonths') ?? '120'} months apart.`,
  }),
};

const catalogue: Readonly<Record<string, Explain>> = {
  ...generalMessages,
  ...sessionMessages,
  ...recoveryMessages,
  ...accountMessages,
  ...crlMessages,
  ...keyMessages,
  ...settingMessages,
  ...entryMessages('systems', 'system'),
  ...entryMessages('suppliers', 'supplier'),
  ...recordMessages,
  ...defectMessages,
  ...graphMessages,
  ...trendMessages,
  ...exchangeMessages,
  ...signingMessages,
  ...accessMessages,
  ...backupMessages,
};

/** The codes that have words of their own. */
export const knownCodes: readonly string[] = Object.keys(catalogue);

/** What happened, what is safe, what to do: in that order, in whole sentences. An unknown code is named as it is. */
export const explain = (failure: Failure): Explanation =>
  catalogue[failure.code]?.(failure) ?? {
    what: 'This did not work.',
    safe: 'Nothing was changed.',
    next: 'Try again. If it happens again, report it with the code below.',
  };

/** The first sentence alone: why a button is off, what a field lacks. */
export const shortly = (code: string): string => explain({ code }).what;

import type { Failure } from '../../src-main/contract/index.ts';
import { detail, type Explain } from './messages-kit.ts';

const kept = 'Nothing was imported; the review is as it was.';
const unchanged = 'Nothing was decided.';

/** Examples that a failure brings along, for the end of a sentence. */
const examples = (failure: Failure): string => {
  const values = failure.details?.['examples'];
  return Array.isArray(values) && values.length > 0 ? ` For example ${values.map(String).join('; ')}.` : '';
};

const listed = (failure: Failure, name: string): string => {
  const values = failure.details?.[name];
  return Array.isArray(values) ? values.map((value) => `“${String(value)}”`).join(', ') : '';
};

const atRow = (failure: Failure): string => {
  const row = detail(failure, 'row');
  return row === null ? '' : ` (row ${row})`;
};

/** Reading account lists and rosters. */
const listMessages: Readonly<Record<string, Explain>> = {
  'access/import-cancelled': () => ({
    what: 'The import was cancelled.',
    safe: 'Nothing of the list was kept; the review is as it was.',
  }),
  'access/import-busy': () => ({
    what: 'Another list is being imported.',
    next: 'Wait until it is stored, or cancel it.',
  }),
  'access/file-empty': () => ({
    what: 'This file is empty.',
    safe: kept,
    next: 'Export the list again and look into it before importing.',
  }),
  'access/file-binary': (failure) => ({
    what: `This is ${detail(failure, 'looksLike') ?? 'a binary file'}, not a list in text form.`,
    safe: kept,
    next: 'Save the list as CSV in the program that made it.',
  }),
  'access/file-truncated': (failure) => ({
    what: `The file is cut off at its end${atRow(failure)}.`,
    safe: kept,
    next: 'Export the list again: accounts at its end would be missing from the review.',
  }),
  'access/encoding-wrong': (failure) => ({
    what: `The file is not written in ${detail(failure, 'encoding') ?? 'this encoding'}.`,
    safe: kept,
    next: 'Choose another encoding, or let it be detected.',
  }),
  'access/file-quotes': (failure) => ({
    what: `A quotation mark stands where none can be${atRow(failure)}.`,
    safe: kept,
    next: 'Export the list again with quoted cells, or choose another delimiter.',
  }),
  'access/file-ragged': (failure) => ({
    what: `Row ${detail(failure, 'row') ?? ''} has ${detail(failure, 'found') ?? ''} cells, the header has ${detail(failure, 'expected') ?? ''}.`,
    safe: kept,
    next: 'Choose another delimiter, or have the list exported again.',
  }),
  'access/file-one-column': () => ({
    what: 'The file has one column only.',
    safe: kept,
    next: 'Choose another delimiter; a list needs an account and at least one thing about it.',
  }),
  'access/header-twice': (failure) => ({
    what: `The heading “${detail(failure, 'column') ?? ''}” stands over two columns.`,
    safe: kept,
    next: 'Rename one of them in the export, so that it is clear which one is meant.',
  }),
  'access/no-rows': () => ({
    what: 'The file has a header and no rows.',
    safe: kept,
    next: 'Export the list again and look into it before importing.',
  }),
  'access/too-many-rows': (failure) => ({
    what: `The file has more than ${detail(failure, 'most') ?? ''} rows.`,
    safe: kept,
    next: 'Review the system in parts, each with its own list.',
  }),
  'access/columns-missing': (failure) => ({
    what: `No column is chosen for ${listed(failure, 'fields')}.`,
    safe: kept,
    next: 'Choose the column that holds it. If there is none, this is another list.',
  }),
  'access/column-absent': (failure) => ({
    what: `The file has no column ${listed(failure, 'columns')}.`,
    safe: kept,
    next: 'Choose another column, or none.',
  }),
  'access/dates-unread': (failure) => ({
    what: `Days in the column “${detail(failure, 'column') ?? ''}” cannot be read in the chosen way.${examples(failure)}`,
    safe: kept,
    next: 'Choose how the list writes its days.',
  }),
  'access/words-unread': (failure) => ({
    what: `The column “${detail(failure, 'column') ?? ''}” holds words whose meaning is not known.${examples(failure)}`,
    safe: kept,
    next: 'Say which words mean active and which inactive, or choose another column.',
  }),
  'access/account-blank': (failure) => ({
    what: `${detail(failure, 'rows') ?? 'Some'} rows name no account, the first is row ${detail(failure, 'first') ?? ''}.`,
    safe: kept,
    next: 'Choose another column for the account, or have the list exported again.',
  }),
  'access/control-total-differs': (failure) => ({
    what: `The source declares ${detail(failure, 'declared') ?? ''} rows, the file has ${detail(failure, 'read') ?? ''}.`,
    safe: kept,
    next: 'Find out which is right before the list is used: a list that lost rows hides accounts.',
  }),
  'access/extracted-in-future': () => ({
    what: 'The list cannot have been taken from the system in the future.',
    safe: kept,
    next: 'Correct the time of extraction.',
  }),
  'access/replacement-needs-reason': () => ({
    what: 'The review has begun: replacing a list needs a reason.',
    safe: kept,
    next: 'Say why. The replaced list and all decisions stay on record.',
  }),
  'access/later-list-older': () => ({
    what: 'This list is not later than the reviewed one.',
    safe: kept,
    next: 'Import a list that was taken from the system after the changes were made.',
  }),
  'access/later-list-implausible': (failure) => ({
    what: `Only ${detail(failure, 'found') ?? ''} % of the kept accounts stand in this list.`,
    safe: 'Nothing was taken for proven.',
    next: 'It is another system’s list, or was cut short: an account that is absent from it proves nothing.',
  }),
};

/** Deciding and what follows from it. */
const decisionMessages: Readonly<Record<string, Explain>> = {
  'access/not-a-review': () => ({ what: 'This record is not an access review.', next: 'Open it from the list.' }),
  'access/nothing-loaded': () => ({
    what: 'Account list and roster have not both been imported yet.',
    next: 'Import them under Lists.',
  }),
  'access/population-frozen': () => ({
    what: 'The accounts are frozen at this stage of the review.',
    safe: 'Nothing was changed.',
    next: 'Go back to the decisions, with a reason, to change them.',
  }),
  'access/not-in-decide': () => ({
    what: 'Accounts are decided while the review is in review.',
    safe: unchanged,
    next: 'Freeze the accounts and begin, or go back to the decisions.',
  }),
  'access/not-in-remedy': () => ({
    what: 'Changes are followed up once the decisions are complete.',
    safe: 'Nothing was changed.',
    next: 'Complete the decisions first.',
  }),
  'access/no-such-line': () => ({ what: 'There is no such account in this review.', next: 'Load the list again.' }),
  'access/no-such-list': () => ({ what: 'There is no such list in this review.', next: 'Load the page again.' }),
  'access/no-such-person': () => ({
    what: 'There is no such person on the roster.',
    safe: 'The match is as it was.',
    next: 'Look the person up again.',
  }),
  'access/no-such-act': () => ({ what: 'This decision cannot be taken back any more.', safe: 'It stands.' }),
  'access/not-your-act': () => ({
    what: 'Somebody else decided this.',
    safe: 'It stands.',
    next: 'Decide anew where you see it differently; both decisions stay on record.',
  }),
  'access/own-account': () => ({
    what: 'Nobody decides on their own account.',
    safe: unchanged,
    next: 'Another reviewer has to decide it.',
  }),
  'access/administrator-decides': () => ({
    what: 'Privileged accounts are decided by somebody who is no administrator of that system.',
    safe: unchanged,
    next: 'Another reviewer has to decide them.',
  }),
  'access/justification-needed': () => ({
    what: 'A change, and keeping an account with a finding, need a reason.',
    safe: unchanged,
    next: 'Say why in a few words.',
  }),
  'access/roles-needed': () => ({
    what: 'Modify needs the roles that are taken away.',
    safe: unchanged,
    next: 'Choose at least one role; a later list proves that it is gone.',
  }),
  'access/roles-unknown': () => ({
    what: 'The account does not hold a role that is to be taken away.',
    safe: unchanged,
    next: 'Choose among the roles it holds.',
  }),
  'access/match-unconfirmed': () => ({
    what: 'Whose account it is has not been confirmed yet.',
    safe: unchanged,
    next: 'Confirm or reject the match first.',
  }),
  'access/nothing-to-remedy': () => ({
    what: 'One of these accounts is neither modified nor revoked.',
    safe: 'Nothing was changed.',
    next: 'Load the list again.',
  }),
  'access/nothing-found': () => ({
    what: 'Nothing was found of this account.',
    safe: 'Nothing was raised.',
    next: 'Raise it from the record’s tabs Related or Actions.',
  }),
  'access/not-in-raise': () => ({
    what: 'The accounts are not loaded yet.',
    safe: 'Nothing was raised.',
    next: 'Import the lists first.',
  }),
  'access/done-in-future': () => ({
    what: 'A change cannot have been made in the future.',
    safe: 'Nothing was changed.',
    next: 'Correct the day.',
  }),
  'access/exception-expired': () => ({
    what: 'An exception has to end in the future.',
    safe: 'Nothing was changed.',
    next: 'Choose a later day.',
  }),
  'access/rules-wrong': (failure) => ({
    what: detail(failure, 'problem') ?? 'The rules cannot be used like this.',
    safe: 'The rules are as they were.',
  }),
  'access/rules-changed-elsewhere': () => ({
    what: 'Somebody saved newer rules while you were editing.',
    safe: 'Their version is kept; yours was not saved.',
    next: 'Load the rules again and repeat your change.',
  }),
};

export const accessMessages: Readonly<Record<string, Explain>> = { ...listMessages, ...decisionMessages };

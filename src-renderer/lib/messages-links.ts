import { detail, type Explain } from './messages-kit.ts';

const nothing = 'Nothing was changed.';

/** Links, references and the repositories that commits are looked up in. */
const linkMessages: Readonly<Record<string, Explain>> = {
  'links/no-such-thing': (failure) => ({
    what: `${detail(failure, 'id') ?? 'One end of the link'} is not in this vault.`,
    safe: nothing,
    next: 'Look for it by its number or title.',
  }),
  'links/not-found': () => ({ what: 'There is no such link.', safe: nothing, next: 'Reload the page.' }),
  'links/itself': () => ({
    what: 'A record cannot be linked with itself.',
    safe: nothing,
    next: 'Choose another one.',
  }),
  'links/not-joined-so': () => ({
    what: 'This relation does not join these two.',
    safe: nothing,
    next: 'Choose another relation, or one that fits the other end.',
  }),
  'links/there-already': () => ({
    what: 'This link is there already.',
    safe: nothing,
    next: 'End it first if it says something wrong.',
  }),
  'links/ended-already': () => ({
    what: 'This link has ended.',
    safe: 'It stays readable with its reason.',
    next: 'Add it again if it holds again.',
  }),
  'links/by-program': () => ({
    what: 'Countersign draws this link itself.',
    safe: nothing,
    next: 'It follows from the records and stays as long as they do.',
  }),
  'references/not-found': () => ({
    what: 'This reference is not in the vault.',
    next: 'Look for it in the list of references of its system.',
  }),
  'references/withdrawn': () => ({
    what: 'This reference was withdrawn.',
    safe: 'It stays readable with its reason.',
    next: 'Add it again if it holds again.',
  }),
  'references/blank': () => ({
    what: 'The reference has no number.',
    safe: nothing,
    next: 'Type the number, address or hash it is known by.',
  }),
  'references/not-an-address': () => ({
    what: 'This is not a web address that can be kept.',
    safe: nothing,
    next: 'Type one that begins with https:// or http:// and holds no password.',
  }),
  'references/not-a-hash': () => ({
    what: 'This is not the hash of a commit.',
    safe: nothing,
    next: 'Type at least 7 of its hexadecimal digits.',
  }),
  'references/date': () => ({
    what: 'The day of the change is missing, impossible, or in the future.',
    safe: nothing,
    next: 'Type the day on which it was put into use (YYYY-MM-DD).',
  }),
  'references/repository-unknown': () => ({
    what: 'This repository is not kept for the system.',
    safe: nothing,
    next: 'Choose its folder first.',
  }),
  'references/repository-missing': (failure) => ({
    what: `The folder of the repository is not there${detail(failure, 'folder') === null ? '' : `: ${detail(failure, 'folder') ?? ''}`}.`,
    safe: nothing,
    next: 'Attach the disk it lies on, or choose the folder again.',
  }),
  'references/not-a-repository': () => ({
    what: 'This folder does not belong to a git repository.',
    safe: nothing,
    next: 'Choose the folder that holds the work tree, or a bare repository.',
  }),
  'references/repository-unreadable': () => ({
    what: 'The repository could not be read.',
    safe: nothing,
    next: 'Check it with "git fsck", or use another copy of it.',
  }),
  'references/commit-missing': (failure) => ({
    what: `The repository has no commit ${detail(failure, 'hash') ?? 'of this hash'}.`,
    safe: nothing,
    next: 'Check the hash, and fetch the newest commits into the repository.',
  }),
  'references/hash-ambiguous': () => ({
    what: 'Several objects begin with these digits.',
    safe: nothing,
    next: 'Type more digits of the hash.',
  }),
  'references/not-a-commit': () => ({
    what: 'This hash names something else than a commit.',
    safe: nothing,
    next: 'Type the hash of the commit itself, not of a tag, tree or file.',
  }),
};

/** Action items. */
const actionMessages: Readonly<Record<string, Explain>> = {
  'actions/not-found': () => ({
    what: 'There is no action of this number.',
    next: 'Look for it in the list of actions.',
  }),
  'actions/closed': () => ({
    what: 'This action is closed.',
    safe: 'How it was closed stays as it is.',
    next: 'Add another action if something is left to do.',
  }),
  'actions/evidence-missing': () => ({
    what: 'The evidence is missing.',
    safe: 'The action is as it was.',
    next: 'Say what shows the outcome: a document, a test, a commit.',
  }),
  'actions/reason-missing': () => ({
    what: 'The reason is missing.',
    safe: 'The action is still open.',
    next: 'Say why it will not be done.',
  }),
  'actions/not-done': () => ({
    what: 'The action is not done yet.',
    safe: nothing,
    next: 'Its effect can be judged once it is done.',
  }),
  'actions/checked-already': () => ({
    what: 'The effect of this action was judged already.',
    safe: 'The judgement stays as it is.',
  }),
  'actions/check-by-another': () => ({
    what: 'Whoever owed or closed the action cannot judge its effect.',
    safe: nothing,
    next: 'Ask somebody else.',
  }),
  'actions/future': () => ({
    what: 'An action cannot be done on a day that has not come yet.',
    safe: nothing,
    next: 'Type the day on which it was done.',
  }),
  'actions/owner-missing': () => ({
    what: 'The action has no owner.',
    safe: nothing,
    next: 'Choose an account, or type the name of the person who owes it.',
  }),
  'actions/owner-unknown': () => ({
    what: 'The chosen owner has no active account.',
    safe: nothing,
    next: 'Choose somebody else.',
  }),
};

export const graphMessages: Readonly<Record<string, Explain>> = { ...linkMessages, ...actionMessages };

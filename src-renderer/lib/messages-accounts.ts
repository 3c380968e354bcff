import { detail, type Explain } from './messages-kit.ts';

/** Accounts, roles, pass phrases and signing keys. */
export const accountMessages: Readonly<Record<string, Explain>> = {
  'accounts/not-found': () => ({
    what: 'There is no such account in this vault.',
    next: 'Reload the list and choose it there.',
  }),
  'accounts/user-name-taken': () => ({
    what: 'This user name is already in use, or was used before.',
    safe: 'No account was created. A user name belongs to one person for ever, so that old signatures stay clear.',
    next: 'Choose another user name.',
  }),
  'accounts/user-name-look-alike': (failure) => ({
    what: `This user name looks like ${detail(failure, 'like') ?? 'another one'}, which belongs to somebody in this vault or did once.`,
    safe: 'No account was created. Nobody should take one signature for another.',
    next: 'Choose a user name that differs in more than characters that look alike.',
  }),
  'accounts/user-name-mixed-scripts': () => ({
    what: 'This user name mixes characters of different scripts, e.g. Latin and Cyrillic.',
    safe: 'No account was created.',
    next: 'Type it anew in one script; a copied name may hold a letter that only looks right.',
  }),
  'accounts/user-name-characters': () => ({
    what: 'A user name is made of letters and digits, with single dots, hyphens, underscores, apostrophes, plus or at signs between them.',
    safe: 'No account was created.',
    next: 'Choose a user name without blanks and other signs.',
  }),
  'accounts/user-name-too-long': (failure) => ({
    what: `A user name has at most ${detail(failure, 'longest') ?? '64'} characters.`,
    safe: 'No account was created.',
    next: 'Choose a shorter one.',
  }),
  'accounts/user-name-empty': () => ({
    what: 'A user name is missing.',
    safe: 'No account was created.',
    next: 'Choose a user name.',
  }),
  'accounts/role-conflict': (failure) => ({
    what: detail(failure, 'problem') ?? 'These roles may not be held by one account.',
    safe: 'Nothing was changed.',
    next: 'Choose roles that keep the duties apart, or create a second account for another person.',
  }),
  'accounts/full-name': () => ({
    what: 'This full name has line breaks, or characters that turn the order of letters round.',
    safe: 'Nothing was changed.',
    next: 'Type the name anew.',
  }),
  'accounts/weak-pass-phrase': (failure) => ({
    what: `This pass phrase does not do. ${detail(failure, 'problem') ?? 'It does not meet the rules of the vault.'}`,
    safe: 'Nothing was saved.',
    next: 'Choose another one. Four or five unrelated words are easy to remember and hard to guess.',
  }),
  'accounts/own-account': () => ({
    what: 'Nobody can do this to their own account.',
    safe: 'Nothing was changed.',
    next: 'Ask another administrator.',
  }),
  'accounts/reset-needs-second-person': () => ({
    what: 'This login has a second factor, which a new pass phrase would take away. A second person has to agree first.',
    safe: 'Nothing was changed.',
    next: 'Ask for the reset; Quality Assurance or another administrator approves it under "Logins".',
  }),
  'accounts/reset-same-person': () => ({
    what: 'You approved this reset yourself; somebody else has to carry it out.',
    safe: 'Nothing was changed.',
    next: 'Ask another administrator.',
  }),
  'accounts/reset-needs-nobody': () => ({
    what: 'This login has no second factor, so that nobody need approve a reset.',
    next: 'Set the new first pass phrase.',
  }),
  'accounts/reset-asked': () => ({
    what: 'A reset of this pass phrase was asked for already.',
    safe: 'Nothing was changed.',
    next: 'It is decided under "Logins".',
  }),
  'accounts/own-pass-phrase': () => ({
    what: 'Nobody sets their own login anew.',
    safe: 'Nothing was changed.',
    next: 'Change your pass phrase under "My login". If you lost it, another administrator sets a first one.',
  }),
  'access/second-not-enrolled': () => ({
    what: 'Only somebody who is enrolled counts as the second person here.',
    safe: 'Nothing was changed.',
    next: 'Somebody in Quality Assurance or a System Owner whose enrolment was approved decides.',
  }),
  'access/second-reset-since': () => ({
    what: 'Somebody else set your login pass phrase, and you have not signed anything since: you do not count as the second person yet.',
    safe: 'Nothing was changed.',
    next: 'Sign something with your own key first, for example a checkpoint under "Audit trail".',
  }),
  'accounts/no-reset': () => ({
    what: 'No reset of this pass phrase waits for a decision.',
    safe: 'Nothing was changed.',
    next: 'Reload the list to see what became of it.',
  }),
  'accounts/own-reset': () => ({
    what: 'Neither who asked for a reset nor whose pass phrase it is decides on it.',
    safe: 'Nothing was changed.',
    next: 'Somebody else in Quality Assurance or another administrator decides.',
  }),
  'keys/none': () => ({
    what: 'There is no valid signing key for this account yet.',
    next: 'Request one under "My key"; an administrator then confirms who you are and issues the certificate.',
  }),
  'keys/exists': () => ({
    what: 'This account already has a signing key or a request for one.',
    next: 'To replace it, an administrator revokes it first.',
  }),
  'keys/not-renewable': () => ({
    what: 'This key has no certificate that could be renewed.',
    safe: 'Nothing was changed.',
    next: 'A locked key is unlocked first; after a revocation the person requests a new key.',
  }),
  'keys/invalid-since-later': () => ({
    what: 'The time since which the key is in other hands lies in the future.',
    safe: 'Nothing was changed.',
    next: 'Correct the day, or leave it empty.',
  }),
  'keys/self-test': () => ({
    what: 'The new key did not pass its test.',
    safe: 'Nothing was kept of it.',
    next: 'Request a key again. If it happens again, report it with the code below.',
  }),
  'keys/own-replacement': () => ({
    what: 'Nobody approves the replacement of their own key.',
    safe: 'Nothing was changed.',
    next: 'Ask somebody from Quality Assurance or a System Owner.',
  }),
  'keys/needs-second-person': () => ({
    what: 'This key takes the place of another one: a second person has to approve that first.',
    safe: 'No certificate was issued.',
    next: 'Somebody from Quality Assurance, or a System Owner, approves it under "Enrolment".',
  }),
  'keys/same-person': () => ({
    what: 'You approved this replacement yourself; somebody else has to issue the certificate.',
    safe: 'No certificate was issued.',
    next: 'Ask another administrator.',
  }),
  'csr/damaged': () => ({
    what: 'This file holds no certification request that can be read.',
    safe: 'No certificate was issued.',
    next: 'Ask for the request anew, as PKCS#10 in text (PEM) or binary (DER).',
  }),
  'csr/signature-invalid': () => ({
    what: 'The request does not prove that its sender has the key.',
    safe: 'No certificate was issued.',
    next: 'It may have been altered on its way: ask for it anew.',
  }),
  'keys/no-request': () => ({
    what: 'There is no key request to approve.',
    next: 'The person asks for a key under "My key" first.',
  }),
};

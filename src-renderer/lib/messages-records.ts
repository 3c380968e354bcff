import { detail, type Explain } from './messages-kit.ts';

/** Records, drafts and their way to the signers. */
export const recordMessages: Readonly<Record<string, Explain>> = {
  'records/incomplete': () => ({
    what: 'The record is not complete yet.',
    safe: 'The draft is saved.',
    next: 'Work through the list of what is missing; each entry leads to its field.',
  }),
  'records/not-begun-from': (details) => ({
    what: `A record of the kind "${detail(details, 'type')}" is not begun from one of the kind "${detail(details, 'from')}".`,
    safe: 'Nothing was created.',
    next: 'Begin it under "New record", and link the two.',
  }),
  'records/not-begun-from-withdrawn': () => ({
    what: 'This record was withdrawn: nothing is begun from it.',
    safe: 'Nothing was created.',
    next: 'Begin a new record.',
  }),
  'records/begun-already': (details) => ({
    what: `There is one already: ${detail(details, 'recordId')}.`,
    safe: 'Nothing was created.',
    next: 'Go on with that one, or have its author withdraw it.',
  }),
  'records/changed-elsewhere': () => ({
    what: 'This draft was saved from another place since you opened it.',
    safe: 'The other version is kept. What you typed since then is still on this screen, but not saved.',
    next: 'Copy what you need, then load the saved version.',
  }),
  'records/not-found': () => ({
    what: 'There is no record of this number.',
    next: 'Look for it in the list of records.',
  }),
  'records/not-editable': () => ({
    what: 'This revision can no longer be edited.',
    safe: 'Its content stays exactly as it was sent for signature.',
    next: 'Create a new revision to change it.',
  }),
  'records/signers-missing': () => ({
    what: 'A required signer was not chosen.',
    safe: 'The revision is still a draft; nothing was frozen.',
    next: 'Choose a person for every required signature.',
  }),
  'records/same-person-twice': () => ({
    what: 'The same person was chosen for two signatures.',
    safe: 'The revision is still a draft; nothing was frozen.',
    next: 'Every signature has to come from a different person.',
  }),
  'records/signer-not-eligible': () => ({
    what: 'A chosen person may not sign at this place.',
    safe: 'The revision is still a draft; nothing was frozen.',
    next: 'Choose somebody who holds one of the roles named there and has a valid signing key.',
  }),
  'records/signer-without-key': () => ({
    what: 'A chosen person has no valid signing key.',
    safe: 'The revision is still a draft; nothing was frozen.',
    next: 'They request a key under "My key" and an administrator approves it; or choose somebody else.',
  }),
  'records/not-an-author': () => ({
    what: 'Your roles do not let you write this kind of record.',
    safe: 'Nothing was created.',
    next: 'Ask somebody who may sign it as its author.',
  }),
  'records/author-cannot-review': () => ({
    what: 'Whoever wrote a draft cannot review it.',
    safe: 'Nothing was changed.',
    next: 'A colleague has to read it.',
  }),
  'records/not-current': () => ({
    what: 'This is not the newest revision.',
    safe: 'Nothing was changed.',
    next: 'Go to the newest revision to take the next step.',
  }),
  'records/nothing-to-refresh': () => ({
    what: 'This kind of record takes nothing over from others.',
    safe: 'Nothing was changed.',
  }),
  'records/no-pdf': () => ({
    what: 'There is no PDF of this revision yet.',
    next: 'It is written when the revision is sent for signature.',
  }),
  'records/not-an-editor': () => ({
    what: 'Your roles do not let you edit this kind of record.',
    safe: 'Nothing was changed.',
    next: 'Ask somebody of the team that works on it.',
  }),
  'records/one-per-system': (failure) => ({
    what: `The system already has such a record: ${detail(failure, 'recordId') ?? ''}.`,
    safe: 'Nothing was created.',
    next: 'Create a new revision of it.',
  }),
  'schedule/not-extendable': () => ({
    what: 'The schedule asks for nothing of this kind that could be put off.',
    safe: 'Nothing was created.',
    next: 'Look at the calendar again: it may have been done meanwhile.',
  }),
  'schedule/extended-already': (failure) => ({
    what: `This due date was moved already, by ${detail(failure, 'recordId') ?? 'a signed extension'}. A date is moved once.`,
    safe: 'Nothing was created.',
  }),
  'schedule/extension-in-work': (failure) => ({
    what: `An extension of this due date is being written: ${detail(failure, 'recordId') ?? ''}.`,
    safe: 'Nothing was created.',
    next: 'Go on with that one, or let its author withdraw it.',
  }),
  'records/illegal-stage-step': () => ({
    what: 'This step does not lead on from where the record stands now.',
    safe: 'Nothing was changed.',
    next: 'Look at the record again: somebody may have taken a step meanwhile.',
  }),
  'records/stage-needs-reason': () => ({
    what: 'This step needs a reason.',
    safe: 'Nothing was changed.',
  }),
  'records/stage-gate': () => ({
    what: 'Something has to be filled in before this step.',
    safe: 'The draft is saved; the record stays where it is.',
    next: 'Work through the list of what is missing, then take the step.',
  }),
  'records/not-signable-yet': () => ({
    what: 'The work on this record is not far enough to sign it.',
    safe: 'Nothing was frozen.',
    next: 'Take the steps that lead to its last stage first.',
  }),
  'records/not-author': () => ({
    what: 'Only the author of this draft can do this.',
    safe: 'Nothing was changed.',
  }),
};

import type { Explain } from './messages-kit.ts';

/** Settings under control, and the enrolment of those who sign. */
export const settingMessages: Readonly<Record<string, Explain>> = {
  'settings/pending': () => ({
    what: 'A change of this setting already waits for its decision.',
    safe: 'Nothing was changed.',
    next: 'Have it decided first, or withdrawn by whoever proposed it.',
  }),
  'settings/day-later': () => ({
    what: 'A day lies in the future.',
    safe: 'Nothing was proposed.',
    next: 'Signing is opened by what is in effect, sent and completed: propose it from that day on.',
  }),
  'settings/no-change': () => ({
    what: 'This is the value that holds now.',
    next: 'Propose another one, or cancel.',
  }),
  'settings/not-found': () => ({
    what: 'There is no such change.',
    next: 'Reload the settings and choose it there.',
  }),
  'settings/decided': () => ({
    what: 'This change was decided meanwhile.',
    safe: 'That decision stands; nothing was changed.',
    next: 'Reload the settings to see it.',
  }),
  'settings/own-proposal': () => ({
    what: 'Nobody approves a change that they proposed themselves.',
    safe: 'Nothing was changed.',
    next: 'Ask somebody else in Quality Assurance.',
  }),
  'settings/not-own-proposal': () => ({
    what: 'Only who proposed a change withdraws it.',
    safe: 'Nothing was changed.',
    next: 'Somebody in Quality Assurance can reject it.',
  }),
  'settings/reason-missing': () => ({
    what: 'A rejection needs its reason.',
    safe: 'Nothing was changed.',
    next: 'Say why the change is rejected.',
  }),
  'enrolment/signs-nothing': () => ({
    what: 'This account signs nothing: it is deactivated, or has no role that signs.',
    safe: 'Nothing was recorded.',
    next: 'Give it a role that signs first.',
  }),
  'enrolment/reason-missing': () => ({
    what: 'Something is on record of this person already: a change needs its reason.',
    safe: 'Nothing was recorded.',
    next: 'Say why it changes.',
  }),
  'enrolment/day-later': () => ({
    what: 'A day lies in the future.',
    safe: 'Nothing was recorded.',
    next: 'Enter the day on which it was done.',
  }),
  'enrolment/no-undertaking': () => ({
    what: 'This person has signed no undertaking.',
    next: 'They sign it under "My key".',
  }),
  'enrolment/approved': () => ({
    what: 'This enrolment is approved already.',
    safe: 'Nothing was changed.',
    next: 'Reload the list to see by whom.',
  }),
  'enrolment/changed-meanwhile': () => ({
    what: 'The enrolment was recorded anew while you were approving it.',
    safe: 'Nothing was approved.',
    next: 'Reload the list and read it as it is now.',
  }),
  'enrolment/own-enrolment': () => ({
    what: 'Nobody approves their own enrolment.',
    safe: 'Nothing was approved.',
    next: 'Somebody else in Quality Assurance, a System Owner or an administrator approves it.',
  }),
  'enrolment/own-record': () => ({
    what: 'You recorded this enrolment; a second person approves it.',
    safe: 'Nothing was approved.',
    next: 'Somebody in Quality Assurance, a System Owner or another administrator approves it.',
  }),
  'register/day-later': () => ({
    what: 'This day lies in the future.',
    next: 'Choose today or an earlier day.',
  }),
  'access/wrong-user': () => ({
    what: 'This is not the user name of whoever is logged in.',
    safe: 'Nothing was changed.',
    next: 'Type your own user name and pass phrase; somebody else logs in first.',
  }),
};

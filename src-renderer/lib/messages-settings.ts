import type { Explain } from './messages-kit.ts';

/** Settings under control. */
export const settingMessages: Readonly<Record<string, Explain>> = {
  'settings/pending': () => ({
    what: 'A change of this setting already waits for its decision.',
    safe: 'Nothing was changed.',
    next: 'Have it decided first, or withdrawn by whoever proposed it.',
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
  'access/wrong-user': () => ({
    what: 'This is not the user name of whoever is logged in.',
    safe: 'Nothing was changed.',
    next: 'Type your own user name and pass phrase; somebody else logs in first.',
  }),
};

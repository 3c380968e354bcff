import type { Explain } from './messages-kit.ts';

/** Backups and restore drills. */
export const backupMessages: Readonly<Record<string, Explain>> = {
  'backup/no-place': () => ({
    what: 'Nobody has chosen yet where backups are kept.',
    safe: 'The vault itself is as it was.',
    next: 'Choose a folder on another drive first.',
  }),
  'backup/same-volume': () => ({
    what: 'This folder is on the same volume as the vault: one broken disk would take both.',
    safe: 'Nothing was changed.',
    next: 'Choose a folder on another drive, or say why it has to be this one.',
  }),
  'backup/place-unreachable': () => ({
    what: 'The folder for backups cannot be reached.',
    safe: 'The vault and earlier backups are as they were.',
    next: 'Connect the drive, or choose another folder.',
  }),
  'backup/no-such-generation': () => ({
    what: 'This backup is no longer there.',
    next: 'Reload the list and choose another one.',
  }),
  'backup/wrong-pass-phrase': () => ({
    what: 'The pass phrase does not open this backup.',
    safe: 'The backup was not changed, and no drill was recorded.',
    next: 'A backup opens with the pass phrase you had when it was taken. Wrong ones count as failed logins.',
  }),
  'backup/drill-runs': () => ({
    what: 'A restore drill is running already.',
    safe: 'It goes on.',
    next: 'Wait until it ends.',
  }),
};

/**
 * What a vault needs before records are signed in it, in the order in which it is done; and a second administrator, so
 * that a lost pass phrase or a locked account of the first one locks nobody out (regulatory: offline lock-out).
 */
export const checklistItems = [
  'second-administrator',
  'policy',
  'letter',
  'validation',
  'enrolment',
  'backup',
  'recovery-kit',
] as const;
export type ChecklistItem = (typeof checklistItems)[number];

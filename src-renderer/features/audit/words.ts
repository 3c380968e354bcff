import { roleLabel, roles, type Role } from '../../../src-main/contract/index.ts';

const isRole = (word: string): word is Role => roles.some((role) => role === word);

/** Roles as people call them; an unknown word as it is. */
export const roleWords = (held: readonly string[]): string =>
  held.map((role) => (isRole(role) ? roleLabel[role] : role)).join(', ');

/** An action's name (`record.send-for-signature`) as words: the machine's name stays recognisable. */
export const actionWords = (action: string): string => {
  const words = action
    .replaceAll(/[-./_]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

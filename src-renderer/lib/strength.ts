/** A rough measure for the eye while typing; the vault's policy decides. */
export interface Strength {
  /** 1 too short, 2 weak, 3 good, 4 strong. */
  readonly level: 1 | 2 | 3 | 4;
  readonly label: string;
}

/** Length counts most; repeated characters count once, other kinds of characters a little. */
export const strengthOf = (value: string, minLength: number): Strength => {
  const length = Array.from(value).length;
  if (length < minLength)
    return {
      level: 1,
      label: `Too short: ${String(minLength - length)} more ${minLength - length === 1 ? 'character' : 'characters'}`,
    };
  const different = new Set(value.toLowerCase()).size;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(value)).length;
  const score = Math.min(length, different * 2) + kinds * 2;
  if (different < 6 || score < minLength + 4) return { level: 2, label: 'Easy to guess' };
  return score >= minLength + 14 ? { level: 4, label: 'Strong' } : { level: 3, label: 'Good' };
};

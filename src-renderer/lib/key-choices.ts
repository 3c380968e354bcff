import type { Failure } from '../../src-main/contract/index.ts';

/** A certificate of a file, as it is chosen from a list. */
export interface KeyChoice {
  /** Its fingerprint. */
  readonly value: string;
  readonly label: string;
}

/** The certificates that `key/several` names; none for any other failure. */
export const keyChoices = ({ code, details }: Failure): readonly KeyChoice[] => {
  const named = details?.['certificates'];
  if (code !== 'key/several' || !Array.isArray(named)) return [];
  return named.flatMap((one: unknown) => {
    const { subject, serial, notAfter, fingerprint } = one as Readonly<Record<string, unknown>>;
    return typeof fingerprint === 'string'
      ? [
          {
            value: fingerprint,
            label: `${String(subject)}, valid to ${String(notAfter).slice(0, 10)}, ${String(serial)}`,
          },
        ]
      : [];
  });
};

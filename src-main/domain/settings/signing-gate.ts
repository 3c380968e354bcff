import { z } from 'zod';
import { controlledSetting, type SettingLine } from './controlled-setting.ts';

const text = z.string().trim().min(1).max(300);

const value = z.object({
  /** The procedure by which the organisation uses electronic signatures (11.10(j)). */
  policy: z.object({ reference: text, effectiveOn: z.iso.date() }).nullable(),
  /**
   * The letter by which the organisation tells the FDA that its electronic signatures are meant as handwritten ones
   * (11.100(c)): once per organisation, before or when they are first used.
   */
  letter: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('sent'), reference: text, sentOn: z.iso.date() }),
      z.object({ kind: z.literal('not-applicable'), reason: z.string().trim().min(3).max(2_000) }),
    ])
    .nullable(),
  /** That this program was validated for its use here (11.10(a)), and which version of it. */
  validation: z.object({ version: text, reference: text, completedOn: z.iso.date() }).nullable(),
});

/** What has to be on record before anybody signs in a vault (FDA UCM446035: signatures that no procedure recognised). */
export type SigningGate = z.infer<typeof value>;
export type GateItem = keyof SigningGate;

/** What still keeps everybody from signing, in the order in which it is done. */
export const missingInGate = (gate: SigningGate): readonly GateItem[] =>
  (['policy', 'letter', 'validation'] as const).filter((item) => gate[item] === null);

/**
 * The version that was validated, where another one runs (11.10(a)): a program that was updated is one whose validation is
 * to be looked at again. It is said and stops nobody: whether a change matters is the organisation's to judge and record.
 */
export const otherVersionValidated = ({ validation }: SigningGate, running: string): string | null =>
  validation === null || validation.version.trim().replace(/^v/i, '') === running ? null : validation.version;

const missing = 'Not recorded';

const linesOf = ({ policy, letter, validation }: SigningGate): readonly SettingLine[] => [
  {
    label: 'E-signature policy',
    text: policy === null ? missing : `${policy.reference}, effective ${policy.effectiveOn}`,
  },
  {
    label: 'Letter to the FDA (11.100(c))',
    text:
      letter === null
        ? missing
        : letter.kind === 'sent'
          ? `${letter.reference}, sent ${letter.sentOn}`
          : `Not applicable: ${letter.reason}`,
  },
  {
    label: 'Validation of Countersign',
    text:
      validation === null
        ? missing
        : `${validation.reference}, completed ${validation.completedOn}, for version ${validation.version}`,
  },
];

export const signingGate = controlledSetting<SigningGate>({
  title: 'Before signing',
  about: 'Nobody signs anything in this vault until all three are on record.',
  clause: '21 CFR 11.10(a), 11.10(j), 11.100(c)',
  schema: value,
  initial: { policy: null, letter: null, validation: null },
  lines: linesOf,
});

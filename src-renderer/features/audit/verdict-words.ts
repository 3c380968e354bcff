import type { Output } from '../../../src-main/contract/index.ts';
import { fullTime } from '../../lib/time.ts';

type Verdict = Output<'audit.verify'>;

const defects: Readonly<Record<string, string>> = {
  gap: 'is missing, or its number is not its place',
  'hash-mismatch': 'does not have the hash it was entered with: it was altered',
  'wrong-previous': 'does not name the entry before it: one of the two was replaced or moved',
  truncated: 'is missing: entries were cut off the end of the trail',
  'contradicts-known-head': 'is another one than somebody outside knows: the history was rewritten or forked',
};

/** The first bad entry, in a sentence. */
export const defectWords = ({ seq, why }: { readonly seq: number; readonly why: string }): string =>
  `Entry ${String(seq)} ${defects[why] ?? why}. The entries before it are sound.`;

const refusals: Readonly<Record<string, string>> = {
  'evidence/unreadable': 'It is neither a PDF nor a checkpoint that can be read.',
  'evidence/no-head': 'It is a PDF that carries no entry of an audit trail: no record that Countersign sealed.',
  'evidence/altered': 'Its signature does not fit what it says: it was altered after it was signed.',
  'evidence/other-vault': 'It belongs to another vault.',
};

const standings = {
  'unknown-signer': 'Nobody whom this vault trusts signed it.',
  'revoked-signer': 'The certificate of its signer is revoked, and the time that it claims is no proof.',
  'unfit-signer': 'The certificate of its signer was not good for it at the time that it claims.',
} as const;

/** A file that the trail was held against: what it proves, in words. */
export const evidenceWords = ({
  refused,
  judged,
}: Verdict['evidence'][number]): {
  readonly state: 'good' | 'open' | 'bad';
  readonly title: string;
  readonly text: string;
} => {
  if (judged === null) {
    const code = refused?.code ?? '';
    const vault = refused?.vaultId == null ? '' : ` Its vault is ${refused.vaultId}.`;
    return { state: 'open', title: 'no evidence', text: `${refusals[code] ?? code}${vault}` };
  }
  const { seq, signer, at, standing, place, proof } = judged;
  const signed = `Signed by ${signer ?? 'somebody who is not named'}${at === null ? '' : `, ${fullTime(at)}`}.`;
  const found = {
    'on-chain': `Entry ${String(seq)} is the one it knows.`,
    forked: `It knows another entry ${String(seq)}: after some entry before it, two histories were written.`,
    'rolled-back': `It knows entry ${String(seq)}, and this trail ends before: an older vault stands in place of a newer one.`,
  }[place];
  const text = `${found} ${signed}${standing === 'known' ? '' : ` ${standings[standing]}`}`;
  switch (proof) {
    case 'agrees':
      return { state: 'good', title: 'agrees', text };
    case 'contradicts':
      return { state: 'bad', title: 'contradicts this trail', text };
    case 'proves-nothing':
      return { state: 'open', title: 'proves nothing', text };
    case 'doubtful':
      return {
        state: 'bad',
        title: 'contradicts, and its signer is not known here',
        text: `${text} Either the file is forged, or the trust anchors of this vault were replaced too: verify it on the command line with the true anchors (audit verify --trust).`,
      };
  }
};

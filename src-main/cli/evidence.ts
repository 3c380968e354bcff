import { readFile } from 'node:fs/promises';
import type { EvidenceFailure, JudgedEvidence } from '../services/audit/evidence.ts';
import type { EvidenceFile, TrailVerdict } from '../services/audit/verify.ts';
import { InputError } from './command.ts';

/** What `--against` named, held against the vault's trail. */
export interface FileEvidence extends JudgedEvidence {
  readonly file: string;
}

const words: Readonly<Record<EvidenceFailure, string>> = {
  'evidence/unreadable': 'it is neither a PDF nor a checkpoint that can be read',
  'evidence/no-head': 'it carries no head of an audit trail',
  'evidence/altered': 'its signature does not fit what it says: it proves nothing',
  'evidence/other-vault': 'it is of another vault',
};

/** The bytes of evidence, read before a vault is opened: what cannot be read is said first. @throws InputError */
export const readAgainst = (files: readonly string[]): Promise<readonly EvidenceFile[]> =>
  Promise.all(
    files.map(async (file) => ({
      name: file,
      bytes: await readFile(file).catch((error: unknown) => {
        throw new InputError('evidence/unreadable', error instanceof Error ? error.message : String(error));
      }),
    })),
  );

/** What was held against the trail. @throws InputError naming the file that is no evidence */
export const readEvidence = (evidence: TrailVerdict['evidence']): readonly FileEvidence[] =>
  evidence.map(({ name: file, judged }) => {
    if (!judged.ok) throw new InputError(judged.error.code, `${file}: ${words[judged.error.code]}`);
    return { file, ...judged.value };
  });

/** One line an item: what it says, and whether the vault agrees. */
export const evidenceLines = (evidence: readonly FileEvidence[]): readonly string[] =>
  evidence.map(({ file, head, signer, at, standing, place, proof }) => {
    const who = `${signer ?? 'nobody named'}${at === null ? '' : `, ${at}`}`;
    const doubt = standing === 'known' ? '' : `; but ${standingWords[standing]}: ${proofWords[proof]}`;
    return `  ${file} (${who}): ${placeWords[place](head.seq)}${doubt}`;
  });

const standingWords: Readonly<Record<Exclude<FileEvidence['standing'], 'known'>, string>> = {
  'unknown-signer': 'nobody whom the trust anchors know signed it',
  'revoked-signer': 'the certificate of its signer is revoked',
  'unfit-signer': 'the certificate of its signer was not good for it at the time that it claims',
};

const proofWords: Readonly<Record<FileEvidence['proof'], string>> = {
  agrees: 'it proves the history up to there',
  contradicts: 'the history is not what it was',
  'proves-nothing': 'it proves nothing',
  doubtful: 'either it is forged, or the trust anchors of the vault were replaced (give the true ones with --trust)',
};

const placeWords: Readonly<Record<FileEvidence['place'], (seq: number) => string>> = {
  'on-chain': (seq) => `agrees: entry ${seq} is the one it knows`,
  forked: (seq) => `CONTRADICTS: entry ${seq} is another one here; the history was rewritten or forked`,
  'rolled-back': (seq) =>
    `CONTRADICTS: it knows entry ${seq}, and the trail ends before; an older vault was put in place`,
};

import { readFile } from 'node:fs/promises';
import { judgeEvidence, type EvidenceFailure, type JudgedEvidence } from '../services/audit/evidence.ts';
import type { OpenVault } from '../vault/index.ts';
import { InputError } from './command.ts';
import { systemClock } from './runtime.ts';

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
export const readAgainst = (
  files: readonly string[],
): Promise<readonly { readonly file: string; readonly bytes: Uint8Array }[]> =>
  Promise.all(
    files.map(async (file) => ({
      file,
      bytes: await readFile(file).catch((error: unknown) => {
        throw new InputError('evidence/unreadable', error instanceof Error ? error.message : String(error));
      }),
    })),
  );

/** Holds each file against the trail. @throws InputError naming the file that is no evidence */
export const judgeAgainst = (
  vault: OpenVault,
  files: Awaited<ReturnType<typeof readAgainst>>,
): readonly FileEvidence[] =>
  files.map(({ file, bytes }) => {
    const judged = judgeEvidence(vault, bytes, systemClock.now());
    if (!judged.ok) throw new InputError(judged.error.code, `${file}: ${words[judged.error.code]}`);
    return { file, ...judged.value };
  });

/** One line an item: what it says, and whether the vault agrees. */
export const evidenceLines = (evidence: readonly FileEvidence[]): readonly string[] =>
  evidence.map(({ file, head, signer, at, trusted, place }) => {
    const who = `${signer ?? 'nobody named'}${at === null ? '' : `, ${at}`}${trusted ? '' : ', not trusted by this vault'}`;
    return `  ${file} (${who}): ${placeWords[place](head.seq)}`;
  });

const placeWords: Readonly<Record<FileEvidence['place'], (seq: number) => string>> = {
  'on-chain': (seq) => `agrees: entry ${seq} is the one it knows`,
  forked: (seq) => `CONTRADICTS: entry ${seq} is another one here; the history was rewritten or forked`,
  'rolled-back': (seq) =>
    `CONTRADICTS: it knows entry ${seq}, and the trail ends before; an older vault was put in place`,
};

import type { Failure, Result } from '../../domain/result.ts';
import {
  frozenHeads,
  missingGuards,
  verifyAuditChain,
  type Actor,
  type AuditHead,
  type AuditReport,
  type OpenVault,
} from '../../vault/index.ts';
import { judgeEvidence, type EvidenceFailure, type JudgedEvidence } from './evidence.ts';

/** A file that the trail is held against. */
export interface EvidenceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The trail, recomputed, and every file that was held against it. */
export interface TrailVerdict {
  readonly report: AuditReport;
  /** Parts of the schema that keep the history as it is, and were taken out, altered or added. */
  readonly guardsMissing: readonly string[];
  readonly evidence: readonly {
    readonly name: string;
    readonly judged: Result<JudgedEvidence, Failure<EvidenceFailure>>;
  }[];
  /** `failed`: the history is not what it was. `open`: it is sound, and some file proves nothing about it. */
  readonly outcome: 'passed' | 'failed' | 'open';
}

/** Holds each file against the trail. */
export const judgeFiles = (
  vault: OpenVault,
  files: readonly EvidenceFile[],
  now: Date,
  anchors: readonly Uint8Array[] | null = null,
): TrailVerdict['evidence'] =>
  files.map(({ name, bytes }) => ({ name, judged: judgeEvidence(vault, bytes, now, anchors) }));

/** The heads that somebody known stands for. */
export const knownHeads = (evidence: TrailVerdict['evidence']): readonly AuditHead[] =>
  evidence.flatMap(({ judged }) => (judged.ok && judged.value.standing === 'known' ? [judged.value.head] : []));

/**
 * Recomputes the whole trail and holds it against what the signers of its own records saw and against files from outside.
 * That it was verified, with which outcome, is an entry of its own.
 */
export const verifyTrail = (
  vault: OpenVault,
  actor: Actor,
  files: readonly EvidenceFile[],
  { now, anchors = null }: { readonly now: Date; readonly anchors?: readonly Uint8Array[] | null },
): TrailVerdict => {
  const evidence = judgeFiles(vault, files, now, anchors);
  const heads = knownHeads(evidence);
  const { report, guardsMissing } = vault.read((db) => ({
    report: verifyAuditChain(db, [...frozenHeads(db), ...heads]),
    guardsMissing: missingGuards(db),
  }));
  const proved = evidence.every(({ judged }) => judged.ok && judged.value.proof === 'agrees');
  const outcome = !report.intact || guardsMissing.length > 0 ? 'failed' : proved ? 'passed' : 'open';
  vault.write(actor, (_, audit) =>
    audit.record({
      action: 'audit.verify',
      subject: { type: 'vault', id: vault.identity.id },
      details: {
        outcome,
        head: { ...report.head },
        firstBad: report.firstBad && { ...report.firstBad },
        guardsMissing: [...guardsMissing],
        against: evidence.map(({ name, judged }) => ({
          name,
          proof: judged.ok ? judged.value.proof : judged.error.code,
        })),
      },
    }),
  );
  return { report, guardsMissing, evidence, outcome };
};

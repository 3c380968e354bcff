import type { RevisionComparison } from './compare/comparison.ts';
import type { Content, Form } from './form.ts';
import type { MetricValue } from './record-type.ts';
import type { AssignedRequirement, SignerIdentity } from './signing.ts';
import type { TrendValue } from './trends/trend.ts';

/** The name under which a sealed PDF carries its own canonical JSON (an associated file, ISO 32000-2 14.13). */
export const embeddedRecordName = 'record.json';

/** Something the content of a revision was drawn from, as it stood when the revision was frozen. */
export interface Source {
  /** `record`, `file`, `action` ... */
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  /** Of a record its revision; null for anything without revisions. */
  readonly revision: number | null;
  readonly state: string;
  /** SHA-256 of its canonical JSON or its bytes, lower-case hex. */
  readonly sha256: string;
}

/**
 * What is signed: a revision as it was frozen when it was sent for signature. Its canonical JSON (RFC 8785, NFC) is
 * embedded in the sealed PDF, and the PDF's pages are drawn from nothing else, so human copy and machine copy are one.
 */
export interface RevisionDocument {
  readonly format: 'countersign/record';
  readonly formatVersion: 1;
  readonly record: {
    readonly id: string;
    readonly type: string;
    readonly typeTitle: string;
    readonly title: string;
    /** From 1. */
    readonly revision: number;
    readonly reasonForRevision: string | null;
    /** How far the work was, in the words of the type's stages; absent where it has none. */
    readonly stage?: string;
    readonly period: { readonly start: string; readonly end: string } | null;
    readonly author: SignerIdentity;
    /** UTC, ISO 8601. */
    readonly createdAt: string;
    readonly frozenAt: string;
    /** IANA zone in which it was frozen. */
    readonly zone: string;
  };
  readonly system: {
    readonly id: string;
    readonly version: number;
    readonly name: string;
    readonly regulated: boolean;
    readonly riskClass: string;
    readonly gampCategory: string;
    readonly softwareVersion: string;
  };
  readonly vault: { readonly id: string; readonly organisation: string };
  /** Head of the audit trail when the revision was frozen: an outside copy that the history up to here is unchanged. */
  readonly auditHead: { readonly seq: number; readonly hash: string };
  /** The form as it was then: a reader in ten years needs no other source for the labels. */
  readonly form: Form;
  readonly content: Content;
  /** What changed since the last revision in force; absent in a record that never was in force before. */
  readonly changes?: RevisionComparison;
  readonly metrics: readonly MetricValue[];
  /** Figures over the records of the system in the record's period; absent where there are none. */
  readonly trends?: readonly TrendValue[];
  /** What the content was drawn from: frozen with its hashes, so that later edits do not change what was signed. */
  readonly sources?: readonly Source[];
  readonly requirements: readonly AssignedRequirement[];
  readonly application: { readonly name: 'Countersign'; readonly version: string };
}

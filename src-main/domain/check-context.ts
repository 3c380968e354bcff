import type { Content, Scalar } from './form.ts';

/** Short answers about a record, by name. */
export type Facts = { readonly [name: string]: Scalar };

/** A step that somebody took. */
export interface StageEntry {
  readonly step: string;
  readonly from: string;
  readonly to: string;
  readonly accountId: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly reason: string | null;
}

/** What a record type's rules may ask beyond the content. */
export interface CheckContext {
  readonly recordId: string;
  /** Who began the revision. */
  readonly author: { readonly userName: string; readonly fullName: string };
  /** The other records of this type and system that are in force, with their facts. */
  readonly inForce: () => readonly { readonly id: string; readonly facts: Facts }[];
  readonly today: string;
  /** This moment: UTC, ISO 8601. */
  readonly now: string;
  /** The account that asks. */
  readonly accountId: string;
  /** Full names of the people who have an account: a narrative that is written by role names none of them. */
  readonly people: readonly string[];
  readonly previousEnd: string | null;
  readonly system: Content;
  /** Null where the type has no stages. */
  readonly stage: string | null;
  /** The steps taken in this revision so far, oldest first. */
  readonly steps: readonly StageEntry[];
  /** What the vault counts beside the content, e.g. accounts that nobody has decided about. */
  readonly figures: Facts;
  /** What this record is linked with, in either direction. */
  readonly links: readonly LinkedRecord[];
}

/** The other end of a link, as far as rules ask. */
export interface LinkedRecord {
  readonly relation: string;
  /** `out` where the link leads from the record that is checked. */
  readonly direction: 'out' | 'in';
  /** `record`, `reference`, `action` ... */
  readonly kind: string;
  readonly id: string;
  /** The record's type; of anything else its kind. */
  readonly type: string;
  readonly title: string;
  readonly state: string | null;
  readonly stage: string | null;
  readonly facts: Facts;
}

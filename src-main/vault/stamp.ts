/** Who changes something, and when: what rows keep beside their values. An `AuditWriter` is one. */
export interface Stamp {
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly account: { readonly id: string };
}

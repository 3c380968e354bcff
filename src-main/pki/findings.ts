import { type Conclusion, Indication, type SubIndication, worst } from '../domain/indication.ts';

/** One fault found: what it makes of the verdict, and a sentence that names it. */
export interface Finding {
  readonly indication: typeof Indication.Failed | typeof Indication.Indeterminate;
  readonly subIndication: SubIndication;
  readonly reason: string;
}

export const failed = (subIndication: SubIndication, reason: string): Finding => ({
  indication: Indication.Failed,
  subIndication,
  reason,
});

export const indeterminate = (subIndication: SubIndication, reason: string): Finding => ({
  indication: Indication.Indeterminate,
  subIndication,
  reason,
});

/** No finding: TOTAL-PASSED. Otherwise the worst one decides (of equals the first), and every reason is told. */
export const conclude = (findings: readonly Finding[]): Conclusion => {
  if (findings.length === 0) return { indication: Indication.Passed, subIndication: null, reasons: [] };
  const indication = worst(findings.map((finding) => finding.indication));
  const decisive = findings.find((finding) => finding.indication === indication);
  return {
    indication,
    subIndication: decisive?.subIndication ?? null,
    reasons: findings.map(({ reason }) => reason),
  };
};

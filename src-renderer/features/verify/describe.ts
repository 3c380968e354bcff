import { headline, summarise, timeSourceWords } from '../../lib/verdict.ts';
import type { Verification } from '../../stores/verify.ts';

/** A report as plain text, for a mail or a ticket. */
export const describe = (report: Verification): string => {
  const { title, text } = summarise(report);
  const signatures = report.signatures.map((signature) =>
    [
      '',
      `${signature.field}: ${headline(signature)}`,
      `  signer: ${signature.signer ?? 'unknown'}`,
      `  time: ${signature.signedAt ?? 'not stated'} (${timeSourceWords(signature)})`,
      `  indication: ${[signature.indication, signature.subIndication].filter((word) => word !== null).join(' / ')}`,
      `  level: ${signature.level}, algorithm: ${signature.algorithm ?? 'unknown'}`,
      `  covers the whole file: ${signature.coversWholeFile ? 'yes' : 'no'}, changes after: ${signature.changesAfter}`,
      ...signature.reasons.map((reason) => `  - ${reason}`),
    ].join('\n'),
  );
  return [
    report.file,
    `SHA-256: ${report.sha256}`,
    ...(report.record === null ? [] : [`Record: ${report.record.id}, revision ${String(report.record.revision)}`]),
    `${title}. ${text}`,
    ...report.warnings.map((warning) => `Note: ${warning}`),
    ...signatures,
    '',
  ].join('\n');
};

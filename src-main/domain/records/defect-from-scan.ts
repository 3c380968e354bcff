import type { Content } from '../form.ts';
import { severityOf, type ScanFinding } from '../sarif.ts';
import { withValues } from './operations/prefilled.ts';

/** The longest title that lists show well. */
const longestTitle = 140;

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).trimEnd()}…`;
};

export interface ScanImport {
  /** Name of the file that was read. */
  readonly file: string;
  /** Full name of the person who imports it. */
  readonly by: string;
  /** This moment as a form keeps it. */
  readonly at: string;
  /** SHA-256 of the finding's identity, lower-case hex. */
  readonly fingerprint: string;
}

/** A defect's content out of a finding of a scanner: what it says, and that a person has still to assess it. */
export const defectFromScan = (
  prefilled: Content,
  finding: ScanFinding,
  { file, by, at, fingerprint }: ScanImport,
): Content =>
  withValues(prefilled, {
    identity: {
      title: shortened(`${finding.ruleTitle ?? finding.rule}: ${finding.message}`),
      detectedAt: at,
      reportedAt: at,
      reportedBy: `${by}, from ${finding.tool}`,
      security: finding.security,
    },
    description: {
      occurred: [
        finding.message,
        `Reported by ${[finding.tool, finding.toolVersion].filter((part) => part !== null).join(' ')}, rule ${finding.rule}, level ${finding.level}${finding.score === null ? '' : `, score ${finding.score}`}, in ${file}.`,
      ].join('\n\n'),
      expected: `No finding of ${finding.rule}.`,
      actual: finding.location === null ? finding.message : `${finding.message}\n\n${finding.location}`,
    },
    assessment: { severity: severityOf(finding) },
    scan: {
      tool: [finding.tool, finding.toolVersion].filter((part) => part !== null).join(' '),
      rule: finding.rule,
      location: finding.location,
      fingerprint,
    },
  });

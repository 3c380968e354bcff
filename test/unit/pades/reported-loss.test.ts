import { beforeAll, describe, expect, test } from 'vitest';
import { type SignatureReport, signPdf, type ValidationOptions } from '../../../src-main/pades/index.ts';
import { CrlReason, issueCrl, parseCertificate, type ReportedLoss } from '../../../src-main/pki/index.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import {
  createTestPki,
  expectOk,
  makePdf,
  planFor,
  signingTime,
  type TestPki,
  validateWith,
} from '../../support/pades-files.ts';

const day = 86_400_000;
/** Days after the first signature. */
const days = (count: number): Date => new Date(signingTime.getTime() + count * day);

describe('one person’s two signatures, and the loss of their key between them, that no list tells yet', () => {
  let pki: TestPki;
  let lost: Signer;
  let pdf: Uint8Array;
  let fingerprint: string;
  const times: Readonly<Record<string, Date>> = { Before: days(0), After: days(4) };

  beforeAll(async () => {
    pki = await createTestPki();
    lost = await pki.signerFor('Lotte Lost');
    fingerprint = parseCertificate(lost.certificate).fingerprint;
    pdf = await makePdf({ pages: 1 });
    for (const [name, signedAt] of Object.entries(times))
      pdf = expectOk(await signPdf(pdf, planFor(name, { field: { kind: 'new', name }, signedAt }), lost));
  });

  /** Lost on the second day, reported on the third. */
  const loss = (more: Partial<ReportedLoss> = {}): Partial<ValidationOptions> => ({
    reported: [{ fingerprint, revokedAt: days(3), since: days(2), reason: CrlReason.KeyCompromise, ...more }],
  });
  const knownSince = (field: string): Date | null => times[field] ?? null;
  const judge = (more: Partial<ValidationOptions> = {}): readonly SignatureReport[] =>
    validateWith(pdf, pki, { at: days(30), ...more }).signatures;

  test('pass as long as nobody knows of it', () => {
    expect(judge().map(({ indication, signedAfterLoss }) => [indication, signedAfterLoss])).toEqual([
      ['TOTAL-PASSED', null],
      ['TOTAL-PASSED', null],
    ]);
  });

  test('where it is proven when they were made, the first stays good and the second is certain to be bad [11.300(c)]', () => {
    const report = validateWith(pdf, pki, { at: days(30), knownSince, ...loss() });
    expect(report.signatures).toMatchObject([
      {
        indication: 'TOTAL-PASSED',
        signedAfterLoss: false,
        revocation: { status: 'good', source: 'crl', invalidSince: days(2).toISOString() },
        moments: {
          signing: { proven: true, indication: 'TOTAL-PASSED' },
          now: { proven: false, indication: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' },
        },
      },
      {
        indication: 'TOTAL-FAILED',
        subIndication: 'REVOKED',
        signedAfterLoss: true,
        revocation: {
          status: 'revoked',
          source: 'report',
          knownUpTo: null,
          revokedAt: days(3).toISOString(),
          invalidSince: days(2).toISOString(),
          reason: 'key compromise',
        },
        moments: { signing: { subIndication: 'REVOKED' }, now: { subIndication: 'REVOKED_NO_POE' } },
      },
    ]);
    expect(report.warnings).toEqual(['After: Lotte Lost signed after the reported loss of the key']);
  });

  test('without proof of their time neither passes, and their own word tells which is which [11.300(c)]', () => {
    const [before, after] = judge(loss());
    const open = { indication: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' };
    expect([before, after]).toMatchObject([
      { ...open, signedAfterLoss: false },
      { ...open, signedAfterLoss: true },
    ]);
    expect(before?.moments?.signing).toMatchObject({ proven: false, indication: 'TOTAL-PASSED' });
    expect(after?.moments?.signing).toMatchObject(open);
    expect(after?.warnings.join()).toContain('(by its claimed time)');
  });

  test('a report that knows of no earlier loss counts from its own time', () => {
    expect(judge({ knownSince, ...loss({ since: null, revokedAt: days(5) }) })).toMatchObject([
      { indication: 'TOTAL-PASSED', signedAfterLoss: false },
      { indication: 'TOTAL-PASSED', signedAfterLoss: false },
    ]);
  });

  test('once the list tells it, the earlier loss counts and the verdicts stay', async () => {
    const listed = await issueCrl(pki.authority.issuing, {
      entries: [{ serial: parseCertificate(lost.certificate).serial, revokedAt: days(9) }],
      thisUpdate: days(9),
      nextUpdate: days(60),
      number: 2,
    });
    const crls = [...pki.crls, listed];
    expect(judge({ knownSince, crls })).toMatchObject([
      { indication: 'TOTAL-PASSED' },
      { indication: 'TOTAL-PASSED', signedAfterLoss: false },
    ]);
    expect(judge({ knownSince, crls, ...loss() })).toMatchObject([
      { indication: 'TOTAL-PASSED', signedAfterLoss: false },
      { subIndication: 'REVOKED', signedAfterLoss: true, revocation: { source: 'report' } },
    ]);
    expect(judge({ crls, ...loss() })[1]?.revocation).toMatchObject({
      source: 'crl',
      revokedAt: days(9).toISOString(),
      invalidSince: days(2).toISOString(),
    });
  });
});

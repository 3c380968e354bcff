import { describe, expect, test } from 'vitest';
import {
  advice,
  headline,
  revocationSourceWords,
  stateOf,
  summarise,
  timeSourceWords,
} from '../../../src-renderer/lib/verdict.ts';
import type { SignatureVerdict } from '../../../src-renderer/stores/verify.ts';

const passed = { indication: 'TOTAL-PASSED', subIndication: null, reasons: [] } as const;
const unknown = { indication: 'INDETERMINATE', subIndication: null, reasons: [] } as const;
const failed = { indication: 'TOTAL-FAILED', subIndication: null, reasons: [] } as const;

const signature = (change: Partial<SignatureVerdict> = {}): SignatureVerdict => ({
  kind: 'signature',
  field: 'evaluator',
  signer: 'CN=Lena Vogt',
  signedAt: '2026-11-23T08:49:12.000Z',
  timeSource: 'claimed',
  level: 'B-B',
  indication: 'TOTAL-PASSED',
  subIndication: null,
  coversWholeFile: true,
  changesAfter: 'none',
  docMDP: 2,
  reasons: [],
  reason: 'Authorship',
  revision: 2,
  page: 8,
  algorithm: 'ECDSA with SHA-256',
  answers: {
    bytes: { ...passed, reasons: [] },
    signer: { ...passed, reasons: [] },
    coverage: { ...passed, reasons: [] },
    changes: { ...passed, reasons: [] },
  },
  chain: [],
  revocation: null,
  signedAfterLoss: null,
  changes: [],
  ...change,
});

const untrusted = signature({
  indication: 'INDETERMINATE',
  subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
  answers: { ...signature().answers, signer: { ...unknown, reasons: [] } },
});
const tampered = signature({
  indication: 'TOTAL-FAILED',
  subIndication: 'HASH_FAILURE',
  answers: { ...signature().answers, bytes: { ...failed, reasons: [] } },
});

describe('the four states of a signature', () => {
  test('are kept apart', () => {
    expect(stateOf(signature())).toBe('valid');
    expect(stateOf(signature({ changesAfter: 'permitted' }))).toBe('changed');
    expect(stateOf(untrusted)).toBe('unverified');
    expect(stateOf(tampered)).toBe('invalid');
  });

  test('an untrusted signer is never called invalid, and the reader is told what to do', () => {
    expect(headline(untrusted)).toBe('Signed, signer not trusted here');
    expect(headline(untrusted)).not.toMatch(/invalid/i);
    expect(advice(untrusted)).toMatch(/fingerprint/);
    expect(summarise({ indication: 'INDETERMINATE', signatures: [untrusted] }).text).toContain('unchanged');
  });

  test('changed bytes are named as the reason', () => {
    expect(headline(tampered)).toMatch(/bytes were changed/);
    expect(headline(signature({ indication: 'TOTAL-FAILED', changesAfter: 'forbidden' }))).toMatch(/not allowed/);
  });
});

describe('the banner over a file', () => {
  test('shows the worst signature', () => {
    const { state } = summarise({ indication: 'TOTAL-FAILED', signatures: [signature(), untrusted, tampered] });
    expect(state).toBe('invalid');
  });

  test('is not green when the document fails although each signature holds', () => {
    expect(summarise({ indication: 'TOTAL-FAILED', signatures: [signature()] }).state).toBe('invalid');
    expect(summarise({ indication: 'INDETERMINATE', signatures: [signature()] }).state).toBe('unverified');
  });

  test('later signatures after the first do not make a complete record look changed', () => {
    const first = signature({ changesAfter: 'permitted', coversWholeFile: false });
    const { state, title } = summarise({ indication: 'TOTAL-PASSED', signatures: [signature({ revision: 3 }), first] });
    expect(state).toBe('valid');
    expect(title).toBe('All 2 signatures are valid');
  });

  test('a change after the last signature is said', () => {
    const last = signature({ changesAfter: 'permitted', coversWholeFile: false });
    expect(summarise({ indication: 'TOTAL-PASSED', signatures: [last] }).state).toBe('changed');
  });

  test('a file without signatures is neither valid nor invalid', () => {
    expect(summarise({ indication: 'INDETERMINATE', signatures: [] }).state).toBe('unsigned');
  });
});

test('the source of what is known of revocation is told in words: a report is no list', () => {
  const words = ['crl', 'ocsp', 'report', 'none'].map(revocationSourceWords);
  expect(new Set(words).size).toBe(4);
  expect(words[0]).toBe('a revocation list');
  expect(words[2]).toContain('no revocation list says so yet');
  expect(revocationSourceWords('another')).toBe('another');
});

test('the source of the time is told in three wordings', () => {
  const words = [
    timeSourceWords({ timeSource: 'claimed', level: 'B-B' }),
    timeSourceWords({ timeSource: 'timestamp', level: 'B-T' }),
    timeSourceWords({ timeSource: 'claimed', level: 'B-T' }),
  ];
  expect(new Set(words).size).toBe(3);
  expect(words[0]).toContain('clock on the signer’s computer');
});

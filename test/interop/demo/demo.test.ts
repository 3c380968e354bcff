import { spawnSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../../../src-main/cli/demo/case.ts';
import { exitCodeOf } from '../../../src-main/cli/exit-code.ts';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import { displayValue } from '../../../src-main/domain/display.ts';
import type { Row } from '../../../src-main/domain/form.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { readTrust } from '../../../src-main/cli/verify/trust.ts';
import { validatePdf } from '../../../src-main/pades/index.ts';
import { frozenJson, openVault, sealedPdf } from '../../../src-main/vault/index.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const countersign = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 << 20,
  });
const run = (tool: string, args: readonly string[]) => spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 << 20 });

let out: string;
let pdf: string;
let answer: {
  readonly vault: string;
  readonly records: readonly {
    readonly id: string;
    readonly type: string;
    readonly pdf: string;
    readonly signatures: number;
  }[];
  readonly verify: { readonly indication: string };
  readonly package: string;
  readonly trust: string;
};

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  const played = countersign(['demo', '--out', out, '--json']);
  expect(played.stderr).not.toContain('error');
  expect(played.status).toBe(0);
  answer = JSON.parse(played.stdout) as typeof answer;
  pdf = answer.records[0]?.pdf ?? '';
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const record = (of = pdf): RevisionDocument => {
  const file = join(out, `record-${randomInt(1e9)}.json`);
  const detached = run('pdfdetach', ['-save', '1', '-o', file, of]);
  expect(detached.status).toBe(0);
  return JSON.parse(readFileSync(file, 'utf8')) as RevisionDocument;
};

/** How many values the record has; each of them was found in the text of its pages. */
const valuesInText = (of: string): number => {
  const text = run('pdftotext', ['-layout', of, '-']).stdout;
  const plain = squeeze(run('pdftotext', ['-raw', of, '-']).stdout);
  const { form, content } = record(of);
  let values = 0;
  for (const section of form.sections) {
    expect(squeeze(text)).toContain(squeeze(section.title));
    const part = content[section.id];
    if (part?.notApplicable !== undefined) {
      expect(plain).toContain(squeeze(part.notApplicable));
      continue;
    }
    for (const field of section.fields) {
      const value = part?.values[field.id];
      const texts =
        field.kind === 'table'
          ? (value as readonly Row[]).flatMap((row) =>
              field.columns.map((column) => displayValue(column, row[column.id])),
            )
          : displayValue(field, value as string)
              .split('\n')
              .map((line) => line.replace(/^- /, ''));
      for (const one of texts) {
        values += 1;
        expect(plain, `${section.title}, ${field.label}`).toContain(squeeze(one));
      }
    }
  }
  return values;
};

describe('the main job', () => {
  test('answers what it made', () => {
    expect(answer.records[0]).toMatchObject({ type: 'periodic-evaluation', signatures: 3 });
    expect(answer.verify.indication).toBe('TOTAL-PASSED');
    expect(new Set(answer.records.map(({ type }) => type))).toEqual(
      new Set([
        'periodic-evaluation',
        'operation-plan',
        'access-review',
        'incident',
        'defect',
        'post-mortem',
        'audit-trail-review',
      ]),
    );
  });

  test('pdfsig finds every signature valid and the last one over the whole file [A11 14]', () => {
    const { stdout } = run('pdfsig', ['-nocert', pdf]);
    expect(stdout.match(/Signature Validation: Signature is Valid\./g)).toHaveLength(3);
    expect(stdout.match(/Total document signed/g)).toHaveLength(1);
    expect(stdout.slice(stdout.lastIndexOf('Signature #'))).toContain('Total document signed');
    expect(stdout.match(/Signature Type: ETSI\.CAdES\.detached/g)).toHaveLength(3);
  });

  test('pdfsig reads the names of the signers from their certificates', () => {
    const { stdout } = run('pdfsig', ['-nocert', pdf]);
    for (const person of [people.evaluator, people.systemOwner, people.qualityAssurance])
      expect(stdout).toContain(`Signer Certificate Common Name: ${person.fullName}`);
  });

  test('qpdf and mutool find a sound file', () => {
    const checked = run('qpdf', ['--check', pdf]);
    expect(checked.stdout).toContain('No syntax or stream encoding errors found');
    expect(checked.status).toBe(0);
    expect(run('mutool', ['info', pdf]).stderr).not.toMatch(/error|warning/i);
  });

  test('openssl verifies each CMS over the bytes it covers, up to the trust anchor', () => {
    const bytes = readFileSync(pdf);
    const ranges = [...bytes.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
    expect(ranges).toHaveLength(3);
    ranges.forEach((range, index) => {
      const [a = 0, b = 0, c = 0, d = 0] = range.slice(1).map(Number);
      const content = join(out, `signed-${index}.bin`);
      const cms = join(out, `signature-${index}.der`);
      writeFileSync(content, Buffer.concat([bytes.subarray(a, a + b), bytes.subarray(c, c + d)]));
      writeFileSync(cms, Buffer.from(bytes.subarray(b + 1, c - 1).toString('latin1'), 'hex'));
      const verified = run('openssl', [
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', cms, '-content', content, '-out', join(out, 'null')],
        ...['-CAfile', join(out, 'trust-anchor.pem'), '-purpose', 'any'],
      ]);
      expect(verified.stderr).toContain('successful');
    });
  });

  test('the embedded JSON is canonical and is the record of the vault, byte for byte [11.10(b), ALCOA original]', async () => {
    const vault = await openVault({
      folder: answer.vault,
      userName: people.evaluator.userName,
      passPhrase: people.evaluator.passPhrase,
      clock: { now: () => new Date(), zone: () => 'UTC', steady: () => performance.now() },
      appVersion: 'test',
    });
    expect(vault.ok).toBe(true);
    if (!vault.ok) return;
    try {
      const id = answer.records[0]?.id ?? '';
      const stored = vault.value.read((db) => frozenJson(db, id, 1));
      expect(canonicalize(record() as never)).toBe(Buffer.from(stored ?? []).toString('utf8'));
      const sealed = vault.value.read((db) => sealedPdf(db, id, 1));
      expect(sealed?.sha256).toBe(createHash('sha256').update(readFileSync(pdf)).digest('hex'));
    } finally {
      vault.value.close();
    }
  });

  test('pdftotext gives every section, and every value of the JSON stands in the text, field by field [ALCOA legible]', () => {
    expect(answer.records.reduce((values, one) => values + valuesInText(one.pdf), 0)).toBeGreaterThan(2000);
  });

  test('signers, meanings and times stand on the signature page [11.50(a)]', () => {
    const plain = squeeze(run('pdftotext', ['-raw', pdf, '-']).stdout);
    for (const person of [people.evaluator, people.systemOwner, people.qualityAssurance])
      expect(plain).toContain(squeeze(person.fullName));
    for (const meaning of ['Authorship', 'Responsibility', 'Approval']) expect(plain).toContain(meaning);
  });
});

/** Text without white space, so that line breaks within a cell do not matter. */
const squeeze = (text: string): string => text.normalize('NFC').replace(/\s+/g, '');

describe('the year of operations', () => {
  test('pdfsig, qpdf and the validator agree on every sealed record', () => {
    for (const { pdf: file, signatures, id } of answer.records) {
      const { stdout } = run('pdfsig', ['-nocert', file]);
      expect(stdout.match(/Signature Validation: Signature is Valid\./g), id).toHaveLength(signatures);
      expect(stdout.slice(stdout.lastIndexOf('Signature #')), id).toContain('Total document signed');
      expect(run('qpdf', ['--check', file]).status, id).toBe(0);
    }
    const verified = countersign([
      'verify',
      ...answer.records.map(({ pdf: file }) => file),
      '--trust',
      answer.trust,
      '--json',
    ]);
    expect(verified.status).toBe(0);
  });

  test('the evaluation was drawn from the records of its period, and names each with its hash [A11 11, ALCOA traceable]', () => {
    const { content, sources = [] } = record();
    const incidents = content['incidents']?.values['incidents'] as readonly Row[];
    const pulled = answer.records.filter(({ id }) => incidents.some((row) => row['id'] === id));
    expect(pulled).toHaveLength(3);
    for (const one of pulled) {
      const stated = sources.find(({ id }) => id === one.id);
      expect(stated?.sha256).toBe(
        createHash('sha256')
          .update(canonicalize(record(one.pdf) as never))
          .digest('hex'),
      );
    }
  });

  test('the audit package is a sound zip and passes as a whole', () => {
    expect(run('python3', ['-m', 'zipfile', '-t', answer.package]).stdout).toContain('Done testing');
    const verified = countersign(['verify', answer.package, '--trust', answer.trust]);
    expect(verified.stderr).not.toContain('error');
    expect(verified.status).toBe(0);
  });
});

describe('verifying it', () => {
  const trust = (): string[] => ['--trust', join(out, 'trust-anchor.pem')];

  test('exits 0 with the trust anchor, 2 without it', () => {
    const passed = countersign(['verify', pdf, ...trust(), '--json']);
    expect(passed.status).toBe(0);
    const verdict = JSON.parse(passed.stdout) as Record<string, unknown>;
    expect(verdict).toMatchObject({ file: pdf, indication: 'TOTAL-PASSED', warnings: [] });
    expect((verdict['signatures'] as object[])[2]).toMatchObject({
      field: 'quality-assurance',
      signer: people.qualityAssurance.fullName,
      timeSource: 'claimed',
      level: 'B-B',
      indication: 'TOTAL-PASSED',
      subIndication: null,
      coversWholeFile: true,
      changesAfter: 'none',
    });
    const unknown = countersign(['verify', pdf, '--json']);
    expect(unknown.status).toBe(2);
    expect(unknown.stdout).toContain('NO_CERTIFICATE_CHAIN_FOUND');
  });

  test('exits 1 for a changed file, 64 for bad usage, 65 for what is no PDF', () => {
    const changed = readFileSync(pdf);
    const at = changed.indexOf('stream\n') + 40;
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(join(out, 'changed.pdf'), changed);
    expect(countersign(['verify', join(out, 'changed.pdf'), ...trust()]).status).toBe(1);
    expect(countersign(['verify']).status).toBe(64);
    expect(countersign(['verify', pdf, '--nonsense']).status).toBe(64);
    expect(countersign(['verify', join(out, 'absent.pdf')]).status).toBe(65);
    writeFileSync(join(out, 'text.pdf'), 'no PDF at all');
    expect(countersign(['verify', join(out, 'text.pdf')]).status).toBe(65);
    expect(countersign(['nonsense']).status).toBe(64);
  });

  test('any single byte flipped inside a signed range ends in 1 or 65, never in 0 or 2 [11.70, 11.30]', async () => {
    const original = readFileSync(pdf);
    const { anchors, crls } = await readTrust([join(out, 'trust-anchor.pem')], [join(out, 'revocation.pem')]);
    const ranges = [...original.toString('latin1').matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map(
      ([, b, c, d]) => [Number(b), Number(c), Number(c) + Number(d)] as const,
    );
    const [, , end = 0] = ranges.at(-1) ?? [];
    const [gapStart = 0, gapEnd = 0] = ranges.at(-1) ?? [];
    const seen: number[] = [];
    for (let sample = 0; sample < 1500; sample += 1) {
      const at = randomInt(end);
      if (at >= gapStart && at < gapEnd) continue;
      const mutant = Buffer.from(original);
      mutant[at] = (mutant[at] ?? 0) ^ (1 << randomInt(8));
      const report = validatePdf(mutant, { anchors, crls, at: new Date() });
      const code = exitCodeOf([report.ok ? report.value.indication : null]);
      expect([1, 65], `byte ${at} of ${original.length}`).toContain(code);
      seen.push(code);
    }
    expect(seen.length).toBeGreaterThan(1000);
  });
});

describe('the audit trail of the demo', () => {
  const credentials = {
    COUNTERSIGN_USER: people.administrator.userName,
    COUNTERSIGN_PASSPHRASE: people.administrator.passPhrase,
  };

  test('verifies from the command line and exports', () => {
    const verified = countersign(['audit', 'verify', answer.vault, '--json'], credentials);
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ intact: true, firstBad: null });
    const lines = countersign(['audit', 'export', answer.vault], credentials).stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toContain('record.sign');
    const csv = countersign(['audit', 'export', answer.vault, '--format', 'csv'], credentials).stdout;
    expect(csv.split('\r\n')[0] ?? csv).toContain('seq,at,zone');
  });

  test('asks for credentials and tells wrong ones apart from a damaged vault', () => {
    expect(
      countersign(['audit', 'verify', answer.vault], { COUNTERSIGN_USER: 'm.keller', COUNTERSIGN_PASSPHRASE: 'x' })
        .status,
    ).toBe(65);
    const refused = countersign(['audit', 'verify', join(out, 'absent.vault')], credentials);
    expect(refused.stderr).toContain('vault/not-found');
  });
});

describe('inspecting it', () => {
  test('lists revisions, fields and the embedded record, and extracts it', () => {
    const shown = countersign(['inspect', pdf]);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('revision 4');
    expect(shown.stdout).toContain('embedded file "record.json"');
    const file = join(out, 'extracted.json');
    expect(countersign(['inspect', pdf, '--extract', 'record.json', '--out', file]).status).toBe(0);
    expect(canonicalize(JSON.parse(readFileSync(file, 'utf8')) as never)).toBe(readFileSync(file, 'utf8'));
  });
});

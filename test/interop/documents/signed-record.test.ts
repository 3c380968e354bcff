import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTime } from '../../../src-main/domain/local-time.ts';
import { renderManifestation, renderRecord } from '../../../src-main/documents/index.ts';
import { signPdf } from '../../../src-main/pades/index.ts';
import { sampleDocument, sampleManifestation } from '../../support/documents-sample.ts';
import { shippedFonts, squeezed } from '../../support/documents-text.ts';
import { createTestPki, expectOk, signingTime } from '../../support/pades-files.ts';

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

/** The fields and the manifestations are made here and filled by the signature layer: they have to fit each other. */
describe.skipIf(!has('pdfsig') || !has('qpdf'))('a record signed by all its requirements', () => {
  let folder: string;
  let path: string;
  const document = sampleDocument();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
    path = join(folder, 'signed.pdf');
    const fonts = await shippedFonts();
    const pki = await createTestPki();
    const rendered = await renderRecord(document, fonts);
    let { pdf } = rendered;
    for (const [index, { id, meaning, signer }] of document.requirements.entries()) {
      const field = rendered.fields[index];
      if (!field) throw new Error('every requirement has its field');
      const [left, bottom, right, top] = field.rect;
      const signedAt = new Date(signingTime.getTime() + index * 60_000);
      const manifestation = sampleManifestation({
        ...signer,
        meaning,
        requirement: id,
        signedAt: signedAt.toISOString(),
        comment: index === 1 ? 'Talked through with the laboratory heads.' : null,
      });
      const size = { width: right - left, height: top - bottom };
      const plan = {
        field: { kind: 'existing', name: field.name },
        signedAt,
        zoneOffsetMinutes: localTime(manifestation.signedAt, manifestation.zone).offsetMinutes,
        name: signer.fullName,
        reason: meaning,
        appearance: await renderManifestation({ manifestation, ...size }, fonts),
        ...(index === 0 ? { certify: 2 as const } : {}),
      } as const;
      pdf = expectOk(await signPdf(pdf, plan, await pki.signerFor(signer.fullName)));
    }
    writeFileSync(path, pdf);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' });

  test('is valid for pdfsig, in its own fields, to the last byte', () => {
    const report = run('pdfsig', '-nocert', path);
    expect(report.match(/Signature is Valid/g)).toHaveLength(3);
    expect(report.match(/Field Name: (.*)/g)).toEqual([
      'Field Name: evaluator',
      'Field Name: system-owner',
      'Field Name: quality-assurance',
    ]);
    expect(report.trim().split('Signature #3')[1]).toContain('- Total document signed');
  });

  test('has no fault for qpdf, and all its fonts embedded', () => {
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    const fonts = run('pdffonts', path).trim().split('\n').slice(2);
    for (const font of fonts) expect(font).toMatch(/yes yes yes/);
  });

  test('shows every manifestation on the page, and no box that is still unsigned [11.50(b)]', () => {
    const text = squeezed(run('pdftotext', path, '-'));
    for (const { meaning, signer } of document.requirements) {
      expect(text).toContain(squeezed(`${meaning} · digitally signed${signer.fullName}`));
    }
    expect(text).toContain(squeezed('2026-03-01 12:15:00 +02:00 (Europe/Athens)'));
    expect(text).toContain(squeezed('Comment: Talked through with the laboratory heads.'));
    expect(text).not.toContain('Notsigned');
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { loadFonts, renderManifestation, signatureFieldSize } from '../../documents/index.ts';
import { Meaning } from '../../domain/signing.ts';
import { inspectPdf, revisionBytes, signPdf, validatePdf } from '../../pades/index.ts';
import { play } from '../demo/play.ts';
import { fontsFolder } from '../runtime.ts';
import { compare, measure, type Comparison } from './measure.ts';
import { benchSigner } from './signer.ts';

/** Signing and verifying the demo's record: some ten pages, three signatures. */
export const pdfBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const played = await play(folder, () => undefined);
    const bytes = played.records[0]?.pdf.bytes ?? new Uint8Array();
    const unsigned = revisionBytes(bytes, 1);
    const inspected = inspectPdf(bytes);
    if (!unsigned.ok || !inspected.ok) throw new Error('the demo record cannot be read');
    const about = `${inspected.value.pages} pages, ${Math.round(bytes.length / 1024)} KB`;
    return [await signing(unsigned.value, about), await verifying(bytes, played.trust, folder, about)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const signing = async (pdf: Uint8Array, about: string): Promise<Comparison> => {
  const now = new Date();
  const { signer } = await benchSigner();
  const fonts = await loadFonts(fontsFolder);
  const manifestation = {
    accountId: 'bench',
    userName: 'b.ench',
    fullName: 'Ελένη Παπαδάκη',
    role: 'quality-assurance',
    requirement: 'Quality Assurance',
    meaning: Meaning.Approval,
    signedAt: now.toISOString(),
    zone: 'Europe/Berlin',
    comment: null,
    certificateSerial: randomBytes(16).toString('hex'),
  } as const;
  const ours = await measure('draw the manifestation and sign, P-256', 60, async () => {
    const appearance = await renderManifestation({ manifestation, ...signatureFieldSize }, fonts);
    const signed = await signPdf(
      pdf,
      { field: { kind: 'existing', name: 'evaluator' }, signedAt: now, appearance, certify: 2 },
      signer,
    );
    if (!signed.ok) throw new Error(signed.error.code);
  });
  const data = randomBytes(200);
  const peer = await measure('the raw key operation alone', 200, () => signer.sign(data));
  return compare(
    `sign a record (${about})`,
    ours,
    peer,
    `over the raw operation: ${(ours.median - peer.median).toFixed(2)} ms (bar: under 15 ms)`,
  );
};

const verifying = async (
  bytes: Uint8Array,
  trust: { readonly anchors: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] },
  folder: string,
  about: string,
): Promise<Comparison> => {
  const at = new Date();
  const ours = await measure('integrity, path, later changes of 3 signatures', 60, () => {
    const report = validatePdf(bytes, { anchors: trust.anchors, crls: trust.crls, at });
    if (!report.ok || report.value.indication !== 'TOTAL-PASSED') throw new Error('the demo record must pass');
  });
  const file = join(folder, 'record.pdf');
  await writeFile(file, bytes);
  const installed = spawnSync('pdfsig', ['-v']).error === undefined;
  const peer = installed
    ? await measure('pdfsig -nocert, a process of its own', 15, () => spawnSync('pdfsig', ['-nocert', file]))
    : null;
  return compare(
    `verify a record (${about})`,
    ours,
    peer,
    installed ? 'bar: under 10 ms; pdfsig judges integrity alone' : 'pdfsig is not installed: no peer in this run',
  );
};

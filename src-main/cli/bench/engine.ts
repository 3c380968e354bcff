import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signPdf, validatePdf } from '../../pades/index.ts';
import type { Signer } from '../../pki/index.ts';
import type { Trust } from '../verify/trust.ts';
import { compare, measure, type Comparison } from './measure.ts';
import { samplePdf } from './sample-pdf.ts';
import { benchSigner } from './signer.ts';

const megabyte = 1024 * 1024;

/** The signature engine alone: how signing and judging grow with bytes and with revisions. */
export const engineBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const { signer, trust } = await benchSigner();
    const results: Comparison[] = [];
    for (const size of [megabyte / 4, megabyte, 4 * megabyte, 16 * megabyte]) results.push(await signing(signer, size));
    for (const count of [1, 6, 12, 24]) results.push(await judging(signer, trust, count, folder));
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const sign = async (pdf: Uint8Array, signer: Signer, name: string): Promise<Uint8Array> => {
  const signed = await signPdf(pdf, { field: { kind: 'new', name }, signedAt: new Date() }, signer);
  if (!signed.ok) throw new Error(signed.error.code);
  return signed.value;
};

const signing = async (signer: Signer, size: number): Promise<Comparison> => {
  const pdf = samplePdf(size);
  const ours = await measure(`sign ${size / megabyte} MiB, P-256`, 40, () => sign(pdf, signer, 'Sig'));
  const data = randomBytes(200);
  const peer = await measure('the raw key operation alone', 100, () => signer.sign(data));
  return compare(
    `sign a file of ${size / megabyte} MiB`,
    ours,
    peer,
    `over the raw operation: ${(ours.median - peer.median).toFixed(2)} ms, ${((ours.median / size) * megabyte).toFixed(2)} ms a MiB`,
  );
};

const judging = async (signer: Signer, trust: Trust, count: number, folder: string): Promise<Comparison> => {
  let pdf = samplePdf(megabyte - count * 12_000);
  for (let index = 1; index <= count; index += 1) pdf = await sign(pdf, signer, `Sig${index}`);
  const at = new Date();
  const ours = await measure(`integrity, path, later changes of ${count}`, 15, () => {
    const report = validatePdf(pdf, { ...trust, at });
    if (!report.ok || report.value.indication !== 'TOTAL-PASSED') throw new Error('the sample must pass');
  });
  const file = join(folder, `${count}.pdf`);
  await writeFile(file, pdf);
  const installed = spawnSync('pdfsig', ['-v']).error === undefined;
  const peer = installed
    ? await measure('pdfsig -nocert, a process of its own', 7, () => spawnSync('pdfsig', ['-nocert', file]))
    : null;
  return compare(
    `judge ${count} signature(s) in ${(pdf.length / megabyte).toFixed(2)} MiB`,
    ours,
    peer,
    `${(ours.median / count).toFixed(2)} ms a revision`,
  );
};

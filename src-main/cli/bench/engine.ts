import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signPdf, signPdfAtLevel, validatePdf } from '../../pades/index.ts';
import type { Signer, Timestamper } from '../../pki/index.ts';
import type { Trust } from '../verify/trust.ts';
import { compare, measure, type Comparison, type Timing } from './measure.ts';
import { pdfsigTime, pyHankoTime } from './peers.ts';
import { samplePdf } from './sample-pdf.ts';
import { benchSigner } from './signer.ts';

const megabyte = 1024 * 1024;

/** The signature engine alone: a file of level B-LTA, and how signing and judging grow with bytes and with revisions. */
export const engineBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const { signer, tsa, trust } = await benchSigner();
    const judging = { folder, trust };
    const results: Comparison[] = [];
    for (const size of [1, 4, 16]) results.push(await signing(signer, size));
    const lta = await longTerm(signer, tsa, trust);
    results.push(
      await judge(
        `judge a file of level B-LTA, ${Math.round(lta.length / 1024)} KiB`,
        lta,
        judging,
        'bar: under 10 ms',
      ),
    );
    for (const size of [1, 4, 16]) {
      const pdf = await sign(samplePdf(size * megabyte), signer, 'Sig');
      const judged = await judge(`judge 1 signature in ${size} MiB`, pdf, judging, '');
      results.push({ ...judged, series: 'bytes to judge, in MiB', at: size });
    }
    for (const count of [3, 6, 12, 24]) {
      let pdf = samplePdf(megabyte - count * 12_000);
      for (let index = 1; index <= count; index += 1) pdf = await sign(pdf, signer, `Sig${index}`);
      const note = count === 24 ? 'bar: under 300 ms' : '';
      const judged = await judge(`judge ${count} signatures in 1 MiB`, pdf, judging, note);
      results.push({ ...judged, series: 'revisions', at: count });
    }
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

/** A file of level B-LTA, as large as such files are. */
export const longTerm = async (signer: Signer, tsa: Timestamper, trust: Trust): Promise<Uint8Array> => {
  const plan = { field: { kind: 'new', name: 'Sig' }, signedAt: new Date() } as const;
  const options = { level: 'B-LTA', tsa, anchors: trust.anchors, crls: trust.crls, now: () => new Date() } as const;
  const extended = await signPdfAtLevel(samplePdf(8 * 1024), plan, signer, options);
  if (!extended.ok || !extended.value.reached) throw new Error('the sample did not reach B-LTA');
  return extended.value.pdf;
};

const signing = async (signer: Signer, size: number): Promise<Comparison> => {
  const pdf = samplePdf(size * megabyte);
  const ours = await measure(`sign ${size} MiB, P-256`, 60, () => sign(pdf, signer, 'Sig'));
  const hash = () => createHash('sha256').update(pdf).digest();
  const raw = await measure('the raw operation: hash it, sign the hash', 60, () => signer.sign(hash()));
  const data = randomBytes(32);
  const key = await measure('the operation of the key alone', 100, () => signer.sign(data));
  const over = ({ median }: Timing): string => `${(ours.median - median).toFixed(2)} ms`;
  const bar = size === 1 ? ' (bar: under 2 ms)' : '';
  const note = `over the raw operation: ${over(raw)}${bar}; over the key's alone: ${over(key)}`;
  const compared = compare(`sign a file of ${size} MiB`, ours, raw, note);
  return { ...compared, also: key, series: 'bytes to sign, in MiB', at: size };
};

const judge = async (
  name: string,
  pdf: Uint8Array,
  { folder, trust }: { readonly folder: string; readonly trust: Trust },
  note: string,
): Promise<Comparison> => {
  const at = new Date();
  const ours = await measure('in process, warm: bytes, path, later changes', 25, () => {
    const report = validatePdf(pdf, { ...trust, at });
    if (!report.ok || report.value.indication !== 'TOTAL-PASSED') throw new Error('the sample must pass');
  });
  const file = join(folder, 'judged.pdf');
  await writeFile(file, pdf);
  const pyHanko = pyHankoTime(folder, file, trust, 5);
  const compared = compare(name, ours, await pdfsigTime(file), note === '' ? 'ratio: ours by pdfsig' : note);
  return pyHanko ? { ...compared, also: pyHanko } : compared;
};

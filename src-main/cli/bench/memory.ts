import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Timing } from './measure.ts';
import { samplePdf } from './sample-pdf.ts';

const large = 200;
const small = 1;
const passPhrase = 'bench-pass-phrase';

/** Peak memory of `countersign sign` and `verify`, each a process of its own, for a large file and for a small one. */
export const memoryBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const key = keyFile(folder);
    if (key === null) return [];
    const signing: Timing[] = [];
    const judging: Timing[] = [];
    for (const size of [large, small]) {
      const pdf = join(folder, `${size}.pdf`);
      const out = join(folder, `${size}-signed.pdf`);
      await writeFile(pdf, samplePdf(size * 1024 * 1024));
      signing.push(peak(`sign a file of ${size} MiB`, ['sign', pdf, ...key, '--out', out]));
      judging.push(peak(`verify it, signed: ${size} MiB`, ['verify', out, '--trust', join(folder, 'certificate.pem')]));
    }
    return [comparison('sign', signing), comparison('verify', judging)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const comparison = (verb: string, [ours, also]: readonly Timing[]): Comparison => {
  const peer: Timing = { name: 'the file itself', runs: 1, min: large, median: large };
  if (!ours || !also) throw new Error('two sizes are measured');
  const over = (ours.median - also.median) / (large - small);
  return {
    bench: `peak memory to ${verb} a file of ${large} MiB`,
    unit: 'MiB',
    ours,
    peer,
    also,
    ratio: ours.median / peer.median,
    note: `${over.toFixed(2)} bytes for each byte of the file (bar: the file once, and the program)`,
  };
};

/** Makes a self-signed certificate and its key; answers what `sign` is told of it. Null: there is no openssl that does. */
const keyFile = (folder: string): readonly string[] | null => {
  const openssl = (args: string) => spawnSync('openssl', args.split(' '), { cwd: folder }).status === 0;
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  const made =
    openssl(`req -x509 ${curve} -keyout key.pem -out certificate.pem -subj /CN=Bench`) &&
    openssl(`pkcs12 -export -inkey key.pem -in certificate.pem -out key.p12 -passout pass:${passPhrase}`);
  return made ? ['--p12', join(folder, 'key.p12'), '--passphrase-fd', '0'] : null;
};

/** Linux lets a process's own peak begin with its parent's size, but for the peak of its address space. */
const report = `
import { readFileSync } from 'node:fs';
const own = () => /^VmHWM:\\s*(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
const peak = process.platform === 'linux' ? own : () => process.resourceUsage().maxRSS;
process.on('exit', () => console.error('peak', peak()));
`;

/** Runs the command and asks its process, at its end, for the most memory that it held (MiB). */
const peak = (name: string, command: readonly string[]): Timing => {
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const args = ['--import', hook, process.argv[1] ?? '', ...command];
  const { status, stderr } = spawnSync(process.execPath, args, { input: passPhrase, encoding: 'utf8' });
  const kibibytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
  if (status !== 0 || !Number.isFinite(kibibytes)) throw new Error(`${name}: ${stderr}`);
  return { name, runs: 1, min: kibibytes / 1024, median: kibibytes / 1024 };
};

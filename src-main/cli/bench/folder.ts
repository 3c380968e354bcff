import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePem } from '../../pki/index.ts';
import { longTerm } from './engine.ts';
import { compare, type Comparison, type Timing } from './measure.ts';
import { pdfsigFolder } from './peers.ts';
import { benchSigner } from './signer.ts';

const count = 5_000;
/** Files that are really made; the others repeat them. */
const made = 50;
/** One process a file for all of them would take minutes. */
const sample = 500;

/** `countersign verify FOLDER`, as it is started from a shell, beside one `pdfsig` a file on as many cores. */
export const folderBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const { signer, tsa, trust } = await benchSigner();
    const files = join(folder, 'files');
    await mkdir(files);
    const paths: string[] = [];
    for (let original = 0; original < made; original += 1) {
      const pdf = await longTerm(signer, tsa, trust);
      for (let index = original; index < count; index += made) {
        const path = join(files, `${String(index).padStart(5, '0')}.pdf`);
        await writeFile(path, pdf);
        paths.push(path);
      }
    }
    const anchor = join(folder, 'anchor.pem');
    await writeFile(anchor, trust.anchors.map((der) => writePem('CERTIFICATE', der)).join(''));
    const jobs = availableParallelism();
    const ours = perFile(
      `countersign verify of ${count} files, ${jobs} threads, start included`,
      count,
      await judgeAll(files, anchor),
    );
    const installed = spawnSync('pdfsig', ['-v']).error === undefined;
    const chosen = paths.filter((_, index) => index % (count / sample) === 0);
    const peer = installed
      ? perFile(`pdfsig -nocert of ${sample} of them, ${jobs} at once`, sample, await pdfsigFolder(chosen, jobs))
      : null;
    const times = peer === null ? '' : `${(peer.median / ours.median).toFixed(1)} times as fast a file (bar: 5)`;
    return [compare(`a folder of ${count} files, milliseconds a file`, ours, peer, times)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const perFile = (name: string, files: number, total: number): Timing => ({
  name,
  runs: files,
  min: total / files,
  median: total / files,
});

/** Milliseconds that the command takes, itself in another process. */
const judgeAll = async (folder: string, anchor: string): Promise<number> => {
  const start = performance.now();
  const command = [process.argv[1] ?? '', 'verify', folder, '--trust', anchor, '--json'];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'ignore'] });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error('the sample files must pass');
  return performance.now() - start;
};

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { judgePackage } from '../../src-main/cli/verify/package/index.ts';
import type { PoolTrust } from '../../src-main/cli/verify/judge.ts';
import { Pool } from '../../src-main/cli/verify/pool.ts';
import type { FileVerdict } from '../../src-main/cli/verify/verdict.ts';
import { manifestText, place, sumsText, type Manifest } from '../../src-main/package/manifest.ts';

/** The files of a package by path, to be changed by a test. */
export type Unpacked = Record<string, Uint8Array>;

export const unpack = (zip: Uint8Array): Unpacked => unzipSync(zip);
export const pack = (files: Unpacked): Uint8Array => zipSync(files, { level: 1 });
export const text = (bytes: Uint8Array | undefined): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
export const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words);
export const manifestOf = (files: Unpacked): Manifest => JSON.parse(text(files[place.manifest])) as Manifest;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A package as somebody would forge it: manifest and SHA256SUMS say again what is there. */
export const resealed = (files: Unpacked, change: (manifest: Manifest) => Manifest = (same) => same): Unpacked => {
  const { [place.manifest]: _, [place.sums]: __, ...rest } = files;
  const old = manifestOf(files);
  const listed = old.files
    .filter(({ path }) => path in rest)
    .map((file) => {
      const bytes = rest[file.path] ?? new Uint8Array();
      return { ...file, size: bytes.length, sha256: sha256(bytes) };
    });
  const manifest = utf8(manifestText(change({ ...old, files: listed })));
  const sums = sumsText([...listed, { path: place.manifest, sha256: sha256(manifest) }]);
  return { ...rest, [place.manifest]: manifest, [place.sums]: utf8(sums) };
};

/** Threads are slow to start: one pool for each trust, until `stopJudging`. */
const pools = new Map<string, Pool>();

const poolOf = (trust: PoolTrust): Pool => {
  const key = JSON.stringify(trust, (_, value: unknown) => (value instanceof Uint8Array ? sha256(value) : value));
  const known = pools.get(key);
  if (known !== undefined) return known;
  const worker = new URL('../../src-main/cli/verify/verify.worker.ts', import.meta.url);
  const data = { ...trust, at: new Date('2026-11-25T00:00:00Z'), pictures: false };
  const pool = new Pool({ worker, data, jobs: 1, handful: 1, timeLimit: 30_000 });
  pools.set(key, pool);
  return pool;
};

/** Judges a package in this process, by threads as the command does; the verdict on the whole comes last. */
export const judge = async (
  file: string,
  zip: Uint8Array,
  anchors: readonly Uint8Array[] = [],
): Promise<readonly FileVerdict[]> => {
  writeFileSync(file, zip);
  const verdicts: FileVerdict[] = [];
  const { signal } = new AbortController();
  for await (const { verdict } of judgePackage(file, { anchors, crls: [], jobs: 1, signal, poolOf }))
    verdicts.push(verdict);
  return verdicts;
};

export const stopJudging = async (): Promise<void> => {
  await Promise.all([...pools.values()].map((pool) => pool.stop()));
  pools.clear();
};

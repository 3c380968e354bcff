import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTokens } from '../../src-main/pki/index.ts';
import { utilityTokenProcess } from '../../src-main/shell/token-process.ts';
import { built, projectRoot } from '../support/built.ts';
import { fakeUtilityHost } from '../support/utility-process.ts';

/** What @electron/fuses looks for in Electron's program: a sentinel, version 1, the number of fuses, their states. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const stubProgram = Buffer.concat([Buffer.from(`stub ${sentinel}`), Buffer.from([1, 8]), Buffer.from('10110001')]);

/** All that a build reads. */
const sources = [
  ...['src-main', 'src-renderer', 'assets', '.config', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['electron-builder.yml', 'LICENSE'],
];

/** What was compiled of the optional package for tokens; where it could not be, the application is packed without. */
const tokenModule = join('node_modules', 'pkcs11js', 'build', 'Release', 'pkcs11.node');
const noTokenModule = !existsSync(join(projectRoot, tokenModule));
if (noTokenModule) console.warn('Tests of the packed pkcs11js are skipped: it is not installed');

let folder = '';
let asar = '';
let files: string[] = [];

const run = (cwd: string, program: string, ...args: readonly string[]): void => {
  const command = [process.execPath, join('node_modules', program), ...args];
  // Elsewhere everything is otherwise that a machine could leave in what it builds: folder, rights of new files, zone, language.
  const elsewhere = cwd === projectRoot ? {} : { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
  const umask = cwd === projectRoot ? '022' : '077';
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `umask ${umask} && exec "$@"`, 'sh', ...command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...elsewhere },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
};

/** Packs the build in `project`; the path of the archive. */
const pack = (project: string, output: string): string => {
  run(
    project,
    'electron-builder/cli.js',
    ...['--linux', 'dir', '--x64', '--publish', 'never'],
    `-c.electronDist=${join(folder, 'electron')}`,
    `-c.directories.output=${output}`,
  );
  return join(output, 'linux-unpacked', 'resources', 'app.asar');
};

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const text = (path: string): string => extractFile(asar, path).toString('utf8');

describe('the packed application (Linux, around a stub in place of Electron)', () => {
  beforeAll(() => {
    built('main/index.js');
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const electron = join(folder, 'electron');
    mkdirSync(join(electron, 'resources'), { recursive: true });
    writeFileSync(join(electron, 'electron'), stubProgram, { mode: 0o755 });
    writeFileSync(join(electron, 'LICENSE'), '');
    writeFileSync(join(electron, 'LICENSES.chromium.html'), '');
    asar = pack(projectRoot, join(folder, 'dist'));
    files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has everything that the program loads', () => {
    for (const path of [
      '/package.json',
      '/LICENSE',
      '/out/main/index.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/assets/fonts/Inter-Regular.ttf',
      '/assets/icons/icon.png',
      '/node_modules/better-sqlite3/lib/index.js',
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]) {
      expect(files).toContain(path);
    }
  });

  it('has nothing else: no source, no map, no development package, no other system', () => {
    const known = [
      /^\/(package\.json|LICENSE)$/,
      /^\/assets(\/(fonts|icons|icc|pdf)(\/[\w.-]+\.(ttf|txt|icc|png|ico|icns|svg))?)?$/,
      /^\/out(\/(main|preload|renderer|reports))?$/,
      /^\/out\/reports\/(sbom\.cdx\.json|licences\.txt|compliance\.json)$/,
      /^\/out\/main\/[\w.-]+\.js$/,
      /^\/out\/preload\/index\.cjs$/,
      /^\/out\/renderer\/(?!.*\.map$)/,
      /^\/node_modules(\/better-sqlite3(\/(package\.json|LICENSE|lib(\/methods)?|lib\/(methods\/)?[\w-]+\.js|prebuilds))?)?$/,
      /^\/node_modules\/better-sqlite3\/prebuilds\/linux-x64\.node$/,
      /^\/node_modules\/pkcs11js(\/(package\.json|LICENSE|index\.js|build(\/Release(\/pkcs11\.node)?)?))?$/,
    ];
    expect(files.filter((path) => !known.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(files.filter((path) => /\.(ts|tsx|map)$/.test(path))).toEqual([]);
    const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(Object.keys(manifest['dependencies'] as object)).toEqual(['better-sqlite3']);
  });

  it('keeps the native modules outside the archive, where the system can load them, as they came', () => {
    const sqlite = join('node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node');
    for (const module of [sqlite, ...(noTokenModule ? [] : [tokenModule])]) {
      const unpacked = join(`${asar}.unpacked`, module);
      expect([module, existsSync(unpacked)]).toEqual([module, true]);
      expect(sha256(unpacked)).toBe(sha256(join(projectRoot, module)));
    }
    expect(files.filter((path) => path.endsWith('.node'))).toHaveLength(noTokenModule ? 1 : 2);
  });

  it.skipIf(noTokenModule)('has of the package for tokens what runs, and none of its sources and by-products', () => {
    expect(files.filter((path) => path.startsWith('/node_modules/pkcs11js/')).toSorted()).toEqual(
      ['LICENSE', 'build', 'build/Release', 'build/Release/pkcs11.node', 'index.js', 'package.json'].map(
        (name) => `/node_modules/pkcs11js/${name}`,
      ),
    );
  });

  it('reaches tokens from what is packed, and says so where the package for them is not there', async () => {
    // Electron reads the archive and what lies beside it as one folder; Node wants it to be one.
    const unpacked = join(folder, 'as-one-folder');
    extractAll(asar, unpacked);
    const body = pathToFileURL(join(unpacked, 'out', 'main', 'pkcs11.worker.js'));
    const list = () =>
      listTokens('/nonexistent/module.so', { start: () => utilityTokenProcess(fakeUtilityHost())(body) });
    // The system looked for the module of the token: that of pkcs11js was loaded.
    if (!noTokenModule) expect(await list()).toMatchObject({ ok: false, error: { code: 'token/no-module' } });
    rmSync(join(unpacked, 'node_modules', 'pkcs11js'), { recursive: true, force: true });
    expect(await list()).toMatchObject({ ok: false, error: { code: 'token/not-installed' } });
  });

  it('starts at the entry that is packed', () => {
    expect(JSON.parse(text('package.json'))).toMatchObject({ main: 'out/main/index.js', type: 'module' });
    expect(text('out/main/index.js')).toMatch(/from "electron"/);
  });

  it('comes out the same, byte for byte, when it is built again elsewhere, under another umask, zone and language; with the evidence of the last test run, where there was one', () => {
    const other = join(folder, 'elsewhere', 'clone');
    for (const part of sources) cpSync(join(projectRoot, part), join(other, part), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(other, 'node_modules'));
    run(other, 'electron-vite/bin/electron-vite.js', 'build', '--config', '.config/electron.vite.config.ts');
    const evidence = join('out', 'reports', 'compliance.json');
    if (existsSync(join(projectRoot, evidence))) cpSync(join(projectRoot, evidence), join(other, evidence));
    const again = pack(other, join(folder, 'dist-again'));
    expect(statSync(again).size).toBeGreaterThan(1_000_000);
    expect(sha256(again)).toBe(sha256(asar));

    // The evidence of the last test run travels along where there was one: the dossier attaches it.
    const matrix = JSON.stringify({ run: { version: '0.1.0' } });
    writeFileSync(join(other, evidence), matrix);
    const withEvidence = pack(other, join(folder, 'dist-evidence'));
    expect(extractFile(withEvidence, evidence).toString('utf8')).toBe(matrix);
    rmSync(join(other, evidence));
    const without = pack(other, join(folder, 'dist-without'));
    expect(listPackage(without, { isPack: false }).filter((path) => path.includes('compliance'))).toEqual([]);
  });

  it('stays small', () => {
    expect(statSync(asar).size).toBeLessThan(24 * 1024 * 1024);
    expect(files.length).toBeLessThan(500);
  });

  it('has the fuses set: no Node switches, encrypted cookies, only the checked archive, no file privileges', () => {
    const program = readFileSync(join(folder, 'dist', 'linux-unpacked', 'countersign'));
    const wire = program.indexOf(sentinel) + sentinel.length + 2;
    // runAsNode, cookieEncryption, NODE_OPTIONS, inspect arguments, asar integrity, only asar, V8 snapshot (left), file privileges
    expect(program.subarray(wire, wire + 8).toString('latin1')).toBe('01001100');
  });
});

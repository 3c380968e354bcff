import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName, Input, Output } from '../../src-main/contract/index.ts';
import type { Result } from '../../src-main/domain/result.ts';
import { boot } from '../../src-main/shell/boot.ts';
import { codesOf } from '../support/recovery.ts';
import { built, projectRoot } from '../support/built.ts';

/**
 * Secrets are planted in a run of the real program (real key derivation, real log, real files), then looked for in every byte
 * it left: as typed, in UTF-16, in base64 and in hexadecimal.
 */
const planted = {
  administrator: 'planted steward harbour 7741',
  given: 'planted given lantern 3305',
  chosen: 'planted chosen orchard 9182',
  signing: 'planted signing granite 5567',
  wrong: 'planted wrong pebble 2048',
  witness: 'planted witness thistle 6617',
  recovered: 'planted recovered beacon 1199',
} as const;

/** The program makes these itself: both parts of a recovery kit, as they are typed and as they count. */
const parts: Record<string, string> = {};

const spellings = (): [string, Buffer][] =>
  Object.entries({ ...planted, ...parts }).flatMap(([name, secret]) => {
    const bytes = Buffer.from(secret);
    return [
      [name, bytes],
      [`${name} in UTF-16`, Buffer.from(secret, 'utf16le')],
      [`${name} in hexadecimal`, Buffer.from(bytes.toString('hex'))],
      // Base64 of the middle, whatever stands before it: three starts.
      ...[0, 1, 2].map((skip) => [
        `${name} in base64`,
        Buffer.from(bytes.subarray(skip, skip + 24).toString('base64')),
      ]),
    ] as [string, Buffer][];
  });

const found = (bytes: Buffer, where: string): string[] =>
  spellings()
    .filter(([, spelling]) => bytes.includes(spelling))
    .map(([name]) => `${name} in ${where}`);

const searchFolder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => found(readFileSync(path), path.slice(folder.length)));

let folder = '';
let vault = '';

describe('secrets', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    const data = join(folder, 'data');
    const application = await boot({
      kind: 'browser',
      version: '0.0.1',
      assets: join(projectRoot, 'assets'),
      reports: join(projectRoot, 'out', 'reports'),
      dataFolder: data,
      chooseFolder: () => Promise.resolve(null),
      choosePlace: (name) => Promise.resolve(join(folder, name)),
    });
    const send = async <N extends CallName>(name: N, input: Input<N>): Promise<Result<Output<N>>> =>
      (await application.router({ name, input })) as Result<Output<N>>;
    const ask = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
      const reply = await send(name, input);
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code}`);
      return reply.value;
    };
    const { vault: made } = await ask('vaults.create', {
      name: 'Laboratory',
      organisation: 'Meridian Biologics',
      administrator: { userName: 'admin.one', fullName: 'Monika Keller', passPhrase: planted.administrator },
    });
    const vaultId = made.id;
    const { accountId } = await ask('accounts.create', {
      userName: 'evaluator',
      fullName: 'Tobias Okafor',
      email: null,
      roles: ['validation-lead'],
      passPhrase: planted.given,
      ownPassPhrase: planted.administrator,
    });
    await ask('session.login', { vaultId, userName: 'evaluator', passPhrase: planted.given });
    await ask('session.changePassPhrase', { current: planted.given, next: planted.chosen });
    await ask('keys.request', {
      signingPassPhrase: planted.signing,
      algorithm: 'ecdsa-p256',
      ownPassPhrase: planted.chosen,
    });
    // A pass phrase in the wrong field of a call, in a failed login, and in a message that is no call at all.
    expect((await send('session.login', { vaultId, userName: 'evaluator', passPhrase: planted.wrong })).ok).toBe(false);
    expect((await application.router({ name: 'session.login', input: { passPhrase: planted.wrong } })).ok).toBe(false);
    expect((await application.router({ name: planted.wrong, input: planted.wrong })).ok).toBe(false);
    await ask('session.login', { vaultId, userName: 'admin.one', passPhrase: planted.administrator });
    await ask('keys.approve', {
      accountId,
      identityProof: 'Identity card seen',
      ownPassPhrase: planted.administrator,
    });
    // A recovery kit: made by two, used once.
    const quality = { userName: 'quality', fullName: 'Jana Novak' };
    await ask('accounts.create', {
      ...quality,
      email: null,
      roles: ['quality-assurance'],
      passPhrase: planted.given,
      ownPassPhrase: planted.administrator,
    });
    await ask('session.login', { vaultId, userName: quality.userName, passPhrase: planted.given });
    await ask('session.changePassPhrase', { current: planted.given, next: planted.witness });
    await ask('session.login', { vaultId, userName: 'admin.one', passPhrase: planted.administrator });
    const kit = await ask('recovery.make', {
      userName: 'admin.one',
      passPhrase: planted.administrator,
      second: { userName: quality.userName, passPhrase: planted.witness, code: null },
      holders: { a: 'One', b: 'Other' },
      reason: 'The first kit',
    });
    const [partA, partB] = await codesOf(kit);
    for (const [name, code] of Object.entries({ 'part A': partA, 'part B': partB })) {
      parts[name] = code;
      parts[`${name} with hyphens`] = code.replaceAll(' ', '-');
      parts[`${name} in one piece`] = code.replaceAll(' ', '');
      parts[`what ${name} carries`] = code.replaceAll(/.( |$)/g, '');
    }
    await ask('session.logout', {});
    application.log.error('a line, so that there is a log');
    application.dispose();
    const name = readdirSync(data, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('.vault')) ?? '';
    vault = join(data, name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are found by this search where they do lie', () => {
    expect(found(Buffer.from(`x${planted.signing}y`), 'here')).toEqual(['signing in here']);
    expect(found(Buffer.from(Buffer.from(planted.given).toString('base64')), 'here')).not.toEqual([]);
    expect(Object.keys(parts)).toHaveLength(8);
    expect(parts['what part A carries']).toMatch(/^[0-9A-Z]{32}$/);
    expect(found(Buffer.from(`x${parts['part A'] ?? ''}y`), 'here')).toEqual(['part A in here']);
  });

  it('stand in no file that the program left: vault, slots, journal, log, settings', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.some((name) => name.endsWith('vault.db'))).toBe(true);
    expect(files.some((name) => name.endsWith('.log'))).toBe(true);
    expect(searchFolder(folder)).toEqual([]);
  });

  describe.skipIf(process.platform !== 'linux')('of the command line (looked for in /proc: Linux only)', () => {
    /** Runs the program with secrets in its environment; what it said, left, and was called while it ran. */
    const run = async (
      args: readonly string[],
      passPhrase: string,
      more: Record<string, string> = {},
      whileOpen: (pid: number) => void = () => undefined,
    ) => {
      const temporary = join(
        folder,
        `temp-${args
          .filter((one) => one !== vault)
          .join('-')
          .replace(/\W/g, '')}`.slice(0, 80),
      );
      mkdirSync(temporary);
      const child = spawn(process.execPath, [built('main/cli.js'), ...args], {
        cwd: temporary,
        env: {
          ...process.env,
          COUNTERSIGN_USER: 'admin.one',
          COUNTERSIGN_PASSPHRASE: passPhrase,
          TMPDIR: temporary,
          ...more,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
      const names: Buffer[] = [];
      let seenOpen = false;
      const watch = setInterval(() => {
        try {
          const fds = `/proc/${child.pid}/fd`;
          if (!seenOpen && readdirSync(fds).some((fd) => readlinkSync(join(fds, fd)).endsWith('vault.lock'))) {
            seenOpen = true;
            whileOpen(child.pid ?? 0);
          }
          names.push(readFileSync(`/proc/${child.pid}/cmdline`), readFileSync(`/proc/${child.pid}/comm`));
        } catch {
          // It has ended.
        }
      }, 10);
      const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
      clearInterval(watch);
      expect(names.length).toBeGreaterThan(2);
      return {
        status,
        text: Buffer.concat(said).toString(),
        leaks: [
          ...found(Buffer.concat(said), 'what it said'),
          ...found(Buffer.concat(names), 'its command line or title'),
          ...searchFolder(temporary),
        ],
      };
    };

    it.each([
      [['audit', 'verify']],
      [['audit', 'export', '--format', 'jsonl']],
      [['vault', 'check']],
      [['export', '--out', 'everything']],
    ] as const)('are in nothing that %j says, leaves or is called', async (words) => {
      const [first, ...others] = words;
      const head = first === 'export' ? [first, vault] : [first, words[1] ?? '', vault];
      const args = [...head, ...(first === 'export' ? others : others.slice(1))];
      const { status, leaks, text } = await run(args, planted.administrator);
      expect([status, text.slice(-300)]).toEqual([0, expect.any(String)]);
      expect(leaks).toEqual([]);
    });

    it('are in nothing that a recovery says, leaves or is called, mistyped parts or right ones', async () => {
      const recovery = [
        '--new-administrator',
        'admin.two',
        '--full-name',
        'Nora Lindqvist',
        '--reason',
        'All have left',
      ];
      const typed = (partA = '', partB = '') => ({
        COUNTERSIGN_RECOVERY_PART_A: partA,
        COUNTERSIGN_RECOVERY_PART_B: partB,
        COUNTERSIGN_NEW_PASSPHRASE: planted.recovered,
      });
      const { 'part A': a, 'part B': b = '' } = parts;
      const mistyped = typed(a, `${b.slice(0, -1)}${b.endsWith('0') ? '1' : '0'}`);
      const wrong = await run(['vault', 'recover', vault, ...recovery], '', mistyped);
      expect([wrong.status, wrong.text, wrong.leaks]).toEqual([
        65,
        expect.stringContaining('part B has a typing error in group 8'),
        [],
      ]);
      const right = await run(['vault', 'recover', vault, ...recovery, '--json'], '', typed(a, b));
      expect([right.status, JSON.parse(right.text), right.leaks]).toEqual([
        0,
        { recovered: { userName: 'admin.two', fullName: 'Nora Lindqvist' } },
        [],
      ]);
      const again = await run(['vault', 'recover', vault, '--as', 'admin.two', '--reason', 'Twice'], '', typed(a, b));
      expect([again.status, again.text]).toEqual([65, expect.stringContaining('vault/no-recovery-kit')]);
      expect(searchFolder(folder)).toEqual([]);
    });

    it('are in no message about a wrong one', async () => {
      const { status, leaks } = await run(['audit', 'verify', vault, '--json'], planted.wrong);
      expect(status).not.toBe(0);
      expect(leaks).toEqual([]);
    });

    it('are in no report of a crash that Node was told to write: it leaves the environment out', async () => {
      const options = { NODE_OPTIONS: '--report-on-signal' };
      const { status, leaks } = await run(
        ['audit', 'export', vault, '--format', 'pdf', '--out', 'trail.pdf'],
        planted.administrator,
        options,
        (pid) => {
          process.kill(pid, 'SIGUSR2');
        },
      );
      expect(status).toBe(0);
      const reports = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /report\..*\.json$/.test(name),
      );
      expect(reports).toHaveLength(1);
      expect(readFileSync(join(folder, reports[0] ?? ''), 'utf8')).toContain('"javascriptStack"');
      expect(leaks).toEqual([]);
    });

    it('are refused as an argument: the shell would keep them', async () => {
      const { status, text } = await run(['audit', 'verify', vault, '--passphrase', 'abc'], planted.administrator);
      expect(status).toBe(64);
      expect(text).toMatch(/passphrase/);
    });
  });
});

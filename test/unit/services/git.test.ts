import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCommit, openRepository } from '../../../src-main/services/references/git.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
const now = new Date('2026-11-23T09:00:00.000Z');

let folder = '';
const git = (at: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: at,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_AUTHOR_NAME: 'Ана Ковач',
      GIT_AUTHOR_EMAIL: 'ana@example.org',
      GIT_AUTHOR_DATE: '2026-10-05T17:30:00+0530',
      GIT_COMMITTER_NAME: 'Build',
      GIT_COMMITTER_EMAIL: 'build@example.org',
      GIT_COMMITTER_DATE: '2026-10-06T08:00:00-0230',
    },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};
const code = async (found: ReturnType<typeof findCommit>) => {
  const result = await found;
  return result.ok ? 'ok' : result.error.code;
};

// Where there is no git, no repository can be made to look into: counted as skipped.
describe.skipIf(!hasGit)('commits of a local git repository', () => {
  let work = '';
  let commit = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-git-'));
    work = join(folder, 'lims');
    mkdirSync(join(work, 'src'), { recursive: true });
    git(work, 'init', '-q', '-b', 'main');
    writeFileSync(join(work, 'src', 'a.txt'), 'one');
    git(work, 'add', '.');
    git(work, 'commit', '-q', '-m', 'fix: round half up\n\nBecause of IN-2026-0003.');
    commit = git(work, 'rev-parse', 'HEAD');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a commit is seen with its author, times in their own zone and subject', async () => {
    const found = await findCommit(work, commit, now);
    expect(found).toEqual({
      ok: true,
      value: {
        hash: commit,
        facts: {
          repository: 'lims',
          author: 'Ана Ковач',
          email: 'ana@example.org',
          authoredAt: '2026-10-05T17:30:00+05:30',
          committedAt: '2026-10-06T08:00:00-02:30',
          subject: 'fix: round half up',
          checkedAt: '2026-11-23T09:00:00.000Z',
        },
      },
    });
  });

  test('a shortened hash finds it too, from a folder inside the work tree, packed or not', async () => {
    const short = await findCommit(join(work, 'src'), commit.slice(0, 9), now);
    expect(short.ok && short.value.hash).toBe(commit);
    git(work, 'repack', '-adq');
    const packed = await findCommit(work, commit.slice(0, 9), now);
    expect(packed.ok && packed.value.hash).toBe(commit);
  });

  test('a bare clone and a linked work tree are repositories', async () => {
    const bare = join(folder, 'lims.git');
    git(folder, 'clone', '-q', '--bare', work, bare);
    expect(await code(findCommit(bare, commit, now))).toBe('ok');
    const linked = join(folder, 'linked');
    git(work, 'worktree', 'add', '-q', '--detach', linked);
    expect(await code(findCommit(linked, commit, now))).toBe('ok');
  });

  test('what is not there is refused by name', async () => {
    expect(await code(findCommit(work, 'f'.repeat(40), now))).toBe('references/commit-missing');
    expect(await code(findCommit(work, 'fffffff', now))).toBe('references/commit-missing');
    expect(await code(findCommit(join(folder, 'gone'), commit, now))).toBe('references/repository-missing');
    const plain = mkdtempSync(join(tmpdir(), 'countersign-plain-'));
    expect(await code(findCommit(plain, commit, now))).toBe('references/not-a-repository');
    rmSync(plain, { recursive: true });
  });

  test('a tree, and digits that begin two objects, are refused by name', async () => {
    const tree = git(work, 'rev-parse', `${commit}^{tree}`);
    expect(await code(findCommit(work, tree, now))).toBe('references/not-a-commit');
    const repository = await openRepository(work);
    if (!repository.ok) throw new Error(repository.error.code);
    // Two loose objects of the same beginning: the second is made by its name alone, for it is not read.
    const twin = join(folder, 'twin');
    git(folder, 'clone', '-q', '--no-hardlinks', work, twin);
    const start = join(twin, '.git', 'objects', commit.slice(0, 2));
    mkdirSync(start, { recursive: true });
    for (const end of ['0', '1']) writeFileSync(join(start, `${commit.slice(2, 12)}${end.repeat(28)}`), '');
    expect(readdirSync(start).length).toBeGreaterThanOrEqual(2);
    expect(await code(findCommit(twin, commit.slice(0, 12), now))).toBe('references/hash-ambiguous');
  });

  test('a damaged object is said to be unreadable, not missing', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    git(broken, 'init', '-q');
    const name = 'ab'.repeat(20);
    mkdirSync(join(broken, '.git', 'objects', 'ab'), { recursive: true });
    writeFileSync(join(broken, '.git', 'objects', 'ab', name.slice(2)), 'not zlib');
    expect(await code(findCommit(broken, name, now))).toBe('references/repository-unreadable');
  });
});

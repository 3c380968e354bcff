import fs from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import git from 'isomorphic-git';
import type { CommitFacts } from '../../domain/references.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';

/** Why a commit could not be seen. */
export type CommitFailure =
  | 'references/repository-missing'
  | 'references/not-a-repository'
  | 'references/repository-unreadable'
  | 'references/commit-missing'
  | 'references/hash-ambiguous'
  | 'references/not-a-commit';

/** A commit as its repository holds it. */
export interface FoundCommit {
  /** Full object name, lower-case hexadecimal. */
  readonly hash: string;
  readonly facts: CommitFacts;
}

/** A repository on this machine. */
export interface LocalRepository {
  /** Its work tree, or the folder itself where it is bare. */
  readonly root: string;
  /** The folder with its objects. */
  readonly objects: string;
}

/**
 * The repository that a folder belongs to: the folder's own, or that of a folder above. A linked work tree's `.git` file
 * is followed to the objects it shares.
 */
export const openRepository = async (
  folder: string,
): Promise<Result<LocalRepository, Failure<'references/repository-missing' | 'references/not-a-repository'>>> => {
  if (!fs.existsSync(folder)) return fail('references/repository-missing', { folder });
  if (isGitFolder(folder)) return ok({ root: folder, objects: folder });
  try {
    const root = await git.findRoot({ fs, filepath: folder });
    const objects = common(join(root, '.git'));
    return objects !== null && isGitFolder(objects)
      ? ok({ root, objects })
      : fail('references/not-a-repository', { folder });
  } catch (error) {
    if (causeOf(error) === 'references/commit-missing') return fail('references/not-a-repository', { folder });
    throw error;
  }
};

const isGitFolder = (path: string): boolean =>
  fs.existsSync(join(path, 'HEAD')) && fs.existsSync(join(path, 'objects'));

/** Follows the `.git` file of a linked work tree or submodule to the folder that holds the objects. */
const common = (path: string): string | null => {
  if (fs.statSync(path).isDirectory()) return path;
  const named = /^gitdir: (.+)$/m.exec(readStart(path))?.[1]?.trim();
  if (named === undefined) return null;
  const own = isAbsolute(named) ? named : resolve(path, '..', named);
  const shared = join(own, 'commondir');
  return fs.existsSync(shared) ? resolve(own, readStart(shared).trim()) : own;
};

const readStart = (path: string): string => fs.readFileSync(path, 'utf8').slice(0, 4_096);

/**
 * Looks a commit up in a local repository. `hash` may be shortened to 7 digits where that names one object alone. Reads
 * the object store only: no network, no hooks, no settings of the repository are used.
 */
export const findCommit = async (
  folder: string,
  hash: string,
  now: Date,
): Promise<Result<FoundCommit, Failure<CommitFailure>>> => {
  const opened = await openRepository(folder);
  if (!opened.ok) return opened;
  const at = { fs, gitdir: opened.value.objects, cache: {} };
  try {
    const oid = hash.length === 40 ? hash : await git.expandOid({ ...at, oid: hash });
    const { commit } = await git.readCommit({ ...at, oid });
    return ok({
      hash: oid,
      facts: {
        repository: basename(opened.value.root),
        author: commit.author.name,
        email: commit.author.email,
        authoredAt: withOffset(commit.author),
        committedAt: withOffset(commit.committer),
        subject: commit.message.split('\n', 1)[0]?.trim().slice(0, 300) ?? '',
        checkedAt: now.toISOString(),
      },
    });
  } catch (error) {
    return fail(causeOf(error), { folder, hash });
  }
};

const causes: Readonly<Record<string, CommitFailure>> = {
  NotFoundError: 'references/commit-missing',
  AmbiguousError: 'references/hash-ambiguous',
  ObjectTypeError: 'references/not-a-commit',
};

/** The library says by an error's `code` what it met; anything else (a damaged pack, no permission) is named as such. */
const causeOf = (error: unknown): CommitFailure =>
  causes[String((error as { readonly code?: unknown }).code)] ?? 'references/repository-unreadable';

/** Git's seconds and offset (minutes behind UTC) as ISO 8601: `2026-11-20T10:15:00+01:00`. */
const withOffset = ({
  timestamp,
  timezoneOffset,
}: {
  readonly timestamp: number;
  readonly timezoneOffset: number;
}): string => {
  const minutes = -timezoneOffset;
  const local = new Date((timestamp + minutes * 60) * 1000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

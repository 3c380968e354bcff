import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';
import { faulting, VaultFault, type VaultFailure } from './failures.ts';

/** What SQLite stores. Booleans are 0 and 1, times are text. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** The cipher build of better-sqlite3 has these beside what its types declare. */
interface Encrypted {
  key(key: Buffer): void;
  rekey(key: Buffer): void;
}

/**
 * The one place that knows better-sqlite3 (through the fork with ciphers): prepared statements by their text, pragmas,
 * and SQLite's error codes as ours. The file is encrypted page by page in SQLCipher 4's format.
 */
export class Connection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * Opens `file` under a raw 256-bit key. Reads nothing yet: a wrong key or a damaged file shows with the first
   * statement. `create` makes the file, `existing` refuses to.
   */
  static open(file: string, key: Uint8Array, mode: 'create' | 'existing'): Connection {
    return translated(() => {
      if (mode === 'create') ownFile(file);
      const database = new Database(file, { fileMustExist: mode === 'existing', timeout: 0 });
      try {
        // Order matters: the cipher before the key, the key before anything that reads.
        database.pragma("cipher='sqlcipher'");
        database.pragma('legacy=4');
        withKeyLiteral(key, (literal) => (database as unknown as Encrypted).key(literal));
        // Exclusive before WAL: no shared-memory file, and a second process is refused.
        database.pragma('locking_mode=EXCLUSIVE');
        database.pragma('temp_store=MEMORY');
        database.pragma('trusted_schema=OFF');
        database.pragma('cell_size_check=ON');
        database.pragma('foreign_keys=ON');
        // Without it, REPLACE deletes rows behind the back of the triggers that forbid it.
        database.pragma('recursive_triggers=ON');
        database.pragma('journal_mode=WAL');
        database.pragma('synchronous=FULL');
        database.pragma('secure_delete=ON');
        return new Connection(database);
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /** Writes a copy without free pages into a file that is not there yet. */
  copyInto(file: string): void {
    translated(() => {
      ownFile(file);
      this.run('VACUUM INTO ?', [file]);
    });
  }

  /** An empty database in memory, for looking at a schema. */
  static scratch(): Connection {
    return translated(() => new Connection(new Database(':memory:')));
  }

  /** Encrypts every page anew under another raw 256-bit key, in place. Only for a copy: a crash in the middle ruins it. */
  rekey(key: Uint8Array): void {
    translated(() => {
      this.#database.pragma('journal_mode=DELETE');
      withKeyLiteral(key, (literal) => (this.#database as unknown as Encrypted).rekey(literal));
    });
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** One value of a pragma, e.g. `pragma('user_version')`. */
  pragma(text: string): unknown {
    return translated(() => this.#database.pragma(text, { simple: true }));
  }

  /** Runs statements that answer nothing and take no values. */
  exec(sql: string): void {
    translated(() => this.#database.exec(sql));
  }

  run(sql: string, values: readonly SqlValue[]): number {
    return translated(() => this.#statement(sql).run(...values).changes);
  }

  get(sql: string, values: readonly SqlValue[]): unknown {
    return translated(() => this.#query(sql).get(...values));
  }

  all(sql: string, values: readonly SqlValue[]): unknown[] {
    return translated(() => this.#query(sql).all(...values));
  }

  /** Rows one by one, each as an array in the order of the columns: for walks over a whole table. */
  *walk(sql: string, values: readonly SqlValue[]): Generator<readonly unknown[], void, undefined> {
    // Its own statement: a statement is busy while it is walked.
    const rows = translated(() =>
      queryOnly(this.#database.prepare(sql))
        .raw()
        .iterate(...values),
    );
    try {
      for (;;) {
        const step = translated(() => rows.next());
        if (step.done === true) return;
        yield step.value as readonly unknown[];
      }
    } finally {
      rows.return?.();
    }
  }

  /** One IMMEDIATE transaction: all of `work`, or nothing of it when it throws. */
  transaction<T>(work: () => T): T {
    if (this.#database.inTransaction) throw new Error('a write inside a write');
    this.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.exec('COMMIT');
      return value;
    } catch (error) {
      // SQLite has rolled back by itself after some errors (disk full, I/O).
      if (this.#database.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #query(sql: string): Database.Statement {
    return queryOnly(this.#statement(sql));
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The right to read is kept here too, not by types alone. */
const queryOnly = (statement: Database.Statement): Database.Statement => {
  if (!statement.readonly) throw new Error('a query that writes');
  return statement;
};

/** An empty file that nobody but this account reads: SQLite fills what is empty, and makes files that all may read. */
const ownFile = (file: string): void => {
  faulting(() => closeSync(openSync(file, 'wx', 0o600)));
};

const hexDigits = Buffer.from('0123456789abcdef', 'ascii');

/** SQLCipher's literal for a raw key, x'<64 hex digits>', made and wiped without ever becoming a string. */
const withKeyLiteral = (key: Uint8Array, work: (literal: Buffer) => void): void => {
  const literal = Buffer.alloc(2 * key.length + 3);
  try {
    literal.write("x'", 0, 'ascii');
    key.forEach((byte, index) => {
      literal[2 + 2 * index] = hexDigits[byte >> 4] ?? 0;
      literal[3 + 2 * index] = hexDigits[byte & 15] ?? 0;
    });
    literal.write("'", literal.length - 1, 'ascii');
    work(literal);
  } finally {
    literal.fill(0);
  }
};

const faults: readonly (readonly [RegExp, VaultFailure])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'vault/database-damaged'],
  [/^SQLITE_(BUSY|LOCKED)/, 'vault/in-use'],
  [/^SQLITE_FULL/, 'vault/disk-full'],
  [/^SQLITE_READONLY/, 'vault/read-only'],
  [/^SQLITE_(IOERR|CANTOPEN|PROTOCOL)/, 'vault/io-error'],
];

/** SQLite's own errors about the file as {@link VaultFault}; everything else (a constraint, bad SQL) is a bug and stays. */
const translated = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const { code, message } = error;
    const fault = faults.find(([pattern]) => pattern.test(code));
    throw fault === undefined ? error : new VaultFault(fault[1], `${code} ${message}`);
  }
};

/**
 * How long a file that seems to be held is tried for. Two that try at the same moment stand in each other's way while they
 * look, and both would be told that somebody has it.
 */
const collisionMs = 250;

/**
 * Holds a file for this process alone until released, or until the process ends however it ends: an exclusive lock of
 * the operating system, taken through SQLite because Node offers none. Null when somebody else holds it. The file stays
 * empty. (On POSIX systems closing any descriptor of a file drops the process's locks on it: nothing else may open it.)
 *
 * @throws VaultFault `vault/lock-damaged` where something is in it
 */
export const holdFile = (file: string): { release(): void } | null =>
  translated(() => {
    const database = new Database(file, { timeout: collisionMs });
    try {
      database.pragma('journal_mode=MEMORY');
      database.exec('BEGIN EXCLUSIVE');
      return { release: () => database.close() };
    } catch (error) {
      database.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_NOTADB'))
        throw new VaultFault('vault/lock-damaged', file);
      throw error;
    }
  });

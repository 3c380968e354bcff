import { createInterface } from 'node:readline/promises';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { inertText } from './inert.ts';

/** Where a command writes and asks: answers on stdout, everything else on stderr. */
export interface Terminal {
  /** One line of the answer. */
  out(line: string): void;
  /** A message for the person at the keyboard. */
  say(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * A secret: from the environment variable, else from the file descriptor, else typed without echo. Null where none of
   * the three is to be had. Never from an argument, which other users of the machine can see.
   */
  secret(what: string, variable: string, descriptor: string | undefined): Promise<string | null>;
}

export const processTerminal = (): Terminal => ({
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  say: (line) => {
    process.stderr.write(`${inertText(line)}\n`);
  },
  env: process.env,
  secret: async (what, variable, descriptor) => {
    const given = process.env[variable];
    if (given !== undefined) return given;
    if (descriptor !== undefined) return readFileSync(Number(descriptor), 'utf8').replace(/\r?\n$/, '');
    if (!process.stdin.isTTY) return null;
    process.stderr.write(`${what}: `);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
    try {
      return await prompt.question('');
    } finally {
      prompt.close();
      process.stderr.write('\n');
    }
  },
});

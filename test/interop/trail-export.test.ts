import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluator, quality, staffed, testServices, type Staffed } from '../support/services.ts';

const script = fileURLToPath(new URL('../../docs/verify-trail.py', import.meta.url));
const formula = '=HYPERLINK("https://example.invalid/","open me")';
let team: Staffed;
let files: Readonly<Record<'jsonl' | 'csv', string>>;

/** Exports the trail and waits for the file. */
const exported = async (format: 'jsonl' | 'csv'): Promise<string> => {
  const { services } = team;
  const { job } = await services.ask('exports.start', { what: { kind: 'trail', format } });
  if (job === null) throw new Error('no place');
  for (;;) {
    const { state } = await services.ask('exports.look', { id: job.id });
    if (state.kind === 'failed') throw new Error(state.code);
    if (state.kind === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const file = join(services.folder, job.name);
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  return file;
};

beforeAll(async () => {
  team = await staffed(await testServices());
  const recordId = await team.draft();
  await team.services.ask('records.withdraw', { recordId, reason: formula });
  await team.login(evaluator);
  await team.draft();
  await team.login(quality);
  files = { jsonl: await exported('jsonl'), csv: await exported('csv') };
});
afterAll(() => team.services.dispose());

const python = (file: string) => {
  const { status, stdout, stderr } = spawnSync('python3', [script, file], { encoding: 'utf8' });
  return { status, said: stdout.trim() || stderr.trim() };
};

describe('the trail as JSON lines', () => {
  test('is recomputed by twenty lines of Python, from the first entry to the head that the vault names [draft 12.9, 11.10(e)]', async () => {
    const lines = readFileSync(files.jsonl, 'utf8').trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as { readonly seq: number; readonly hash: string };
    expect(lines).toHaveLength(last.seq);
    expect(python(files.jsonl)).toEqual({ status: 0, said: `${last.seq} entries, last ${last.seq} ${last.hash}` });
    const { entries } = await team.services.ask('audit.list', { before: last.seq + 1, subject: null });
    expect(entries[0]?.hash).toBe(last.hash);
  });

  test.each([
    [
      'a changed word',
      (lines: string[]) => lines.map((line, at) => (at === 6 ? line.replace('"at":"2026', '"at":"2025') : line)),
      'line 7: its text does not have its hash',
    ],
    [
      'a line that is gone',
      (lines: string[]) => lines.filter((_, at) => at !== 6),
      'line 7: it does not follow the line before it',
    ],
    [
      'two lines that changed places',
      (lines: string[]) => [...lines.slice(0, 6), lines[7] ?? '', lines[6] ?? '', ...lines.slice(8)],
      'line 7: it does not follow the line before it',
    ],
  ])('shows %s', (_, change, said) => {
    const altered = join(team.services.folder, 'altered.jsonl');
    writeFileSync(altered, `${change(readFileSync(files.jsonl, 'utf8').trimEnd().split('\n')).join('\n')}\n`);
    expect(python(altered)).toEqual({ status: 1, said });
  });
});

test('the trail as CSV is in the order of its numbers, complete, and starts no formula in a spreadsheet [draft 12.9]', () => {
  const rows = spawnSync(
    'python3',
    [
      '-c',
      'import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))',
      files.csv,
    ],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  const entries = JSON.parse(rows.stdout) as readonly Readonly<Record<string, string>>[];
  expect(entries.map(({ seq }) => Number(seq))).toEqual(entries.map((_, index) => index + 1));
  const withdrawn = entries.find(({ action }) => action === 'record.withdraw');
  expect(withdrawn).toMatchObject({ reason: `'${formula}`, zone: 'Europe/Berlin', userName: evaluator.userName });
  for (const cell of entries.flatMap((entry) => Object.values(entry))) expect(cell).not.toMatch(/^[=@\t\r]/);
});

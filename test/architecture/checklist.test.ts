import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** The points of the validation checklist that the names of tests begin with: `C7: the gap is ...`, `C15, C16: ...`. */
const pointsIn = (source: string): readonly string[] =>
  [...source.matchAll(/(?<!describe)\(\s*['"`](C\d+(?:, C\d+)*): /g)].flatMap(([, points = '']) => points.split(', '));

test('each point of the validation checklist, C1 to C40, has a test that begins with its number', () => {
  const tested = new Set(
    ['unit', 'interop']
      .flatMap((kind) =>
        readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, kind, name)),
      )
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => pointsIn(readFileSync(file, 'utf8'))),
  );
  const points = Array.from({ length: 40 }, (_, index) => `C${index + 1}`);
  expect(points.filter((point) => !tested.has(point))).toEqual([]);
});

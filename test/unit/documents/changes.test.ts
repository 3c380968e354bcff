import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderRecord, type Fonts } from '../../../src-main/documents/index.ts';
import { compareForms } from '../../../src-main/domain/compare/comparison.ts';
import { rowsOf, type Content, type Row } from '../../../src-main/domain/form.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { sampleDocument } from '../../support/documents-sample.ts';
import { bodyText, readPages, shippedFonts, squeezed } from '../../support/documents-text.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

const comparedWith = (before: (content: Content) => Content, document = sampleDocument()): RevisionDocument => ({
  ...document,
  changes: {
    against: { revision: 1, frozenAt: '2026-01-02T10:00:00.000Z' },
    sections: compareForms({ form: document.form, content: before(document.content) }, document),
  },
});

const withValue = (content: Content, section: string, field: string, value: string | readonly Row[]): Content => ({
  ...content,
  [section]: { values: { ...content[section]?.values, [field]: value } },
});

const drawn = async (document: RevisionDocument): Promise<string> =>
  bodyText(await readPages((await renderRecord(document, fonts)).pdf));

/** Change bars as the content streams draw them: filled rectangles left of the text. */
const barsIn = (pdf: Uint8Array): string[] => {
  const file = Buffer.from(pdf).toString('latin1');
  return [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, data]) => {
    try {
      const text = inflateSync(Buffer.from(data ?? '', 'latin1')).toString('latin1');
      return [...text.matchAll(/^46 [\d.]+ 2\.2 [\d.]+ re f$/gm)].map(([bar]) => bar);
    } catch {
      return [];
    }
  });
};

describe('the annex of changes', () => {
  test('names each change with what it was and what it is [A11 8.1-8.2]', async () => {
    const text = await drawn(
      comparedWith((content) =>
        withValue(
          withValue(content, 'identity', 'previousEvaluation', 'PE-2024-0009'),
          'people',
          'training',
          'Nobody was trained.',
        ),
      ),
    );
    expect(text).toContain(squeezed('Changes since revision 1'));
    expect(text).toContain(squeezed('Compared with revision 1, frozen 2026-01-02 12:00:00 +02:00 (Europe/Athens).'));
    expect(text).toContain(squeezed('Field Before Now Previous evaluation PE-2024-0009 PE-2025-0002'));
    expect(text).toContain(squeezed('− Nobody was trained. +'));
    expect(text).toContain(squeezed('2 fields since revision 1: marked by a bar in the margin'));
  });

  test('lists rows that came, went and changed, and of these the cells that did', async () => {
    const text = await drawn(
      comparedWith((content) => {
        const [first, second, third, ...rest] = rowsOf(content, 'incidents', 'incidents') as Row[];
        const gone = { ...first, id: 'INC-2024-0900' };
        return withValue(content, 'incidents', 'incidents', [
          first ?? {},
          { ...second, priority: 'P1' },
          gone,
          ...rest.slice(1),
          third ?? {},
        ]);
      }),
    );
    expect(text).toContain(squeezed('2 Changed Id: INC-2025-0002 Priority: P1 Id: INC-2025-0002 Priority: P2'));
    expect(text).toContain(squeezed('3 Removed Id: INC-2024-0900'));
    expect(text).toContain(squeezed('4 Added Id: INC-2025-0004'));
    expect(text).toContain(squeezed('The order of the rows changed.'));
  });

  test('is there when nothing changed, and says so; a first revision has none', async () => {
    const same = await drawn(comparedWith((content) => content));
    expect(same).toContain(squeezed('Nothing changed in the content of the record.'));
    expect(same).toContain(squeezed('Changes None since revision 1'));
    expect(await drawn(sampleDocument())).not.toContain(squeezed('Changes since revision'));
  });

  test('marks by a bar in the margin what changed, over the ends of pages, and nothing else [A11 8.1-8.2]', async () => {
    const bars = async (document: RevisionDocument) => barsIn((await renderRecord(document, fonts)).pdf);
    expect(await bars(sampleDocument())).toEqual([]);
    expect(await bars(comparedWith((content) => content))).toEqual([]);
    const one = comparedWith((content) => withValue(content, 'identity', 'previousEvaluation', 'PE-2024-0009'));
    expect(await bars(one)).toHaveLength(1);
    const long = comparedWith(
      (content) => withValue(content, 'identity', 'scope', 'Short.'),
      sampleDocument({ verbosity: 12 }),
    );
    expect((await bars(long)).length).toBeGreaterThan(1);
  });
});

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { displayValue } from '../../../src-main/domain/display.ts';
import { rowsOf, scalarOf } from '../../../src-main/domain/form.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { renderRecord, type Fonts, type RenderedRecord } from '../../../src-main/documents/index.ts';
import { sampleDocument } from '../../support/documents-sample.ts';
import {
  bodyText,
  isFurniture,
  readPages,
  shippedFonts,
  squeezed,
  type TextItem,
} from '../../support/documents-text.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await shippedFonts();
});

const withScope = (scope: string): RevisionDocument => {
  const document = sampleDocument();
  const { identity } = document.content;
  const values = { ...identity?.values, scope };
  return { ...document, content: { ...document.content, identity: { values } } };
};

/** Everything that a record says, in the order of its form. */
const said = (document: RevisionDocument): string[] =>
  document.form.sections.flatMap((section): string[] => {
    const reason = document.content[section.id]?.notApplicable;
    const head = [section.title, ...section.clauses];
    if (reason !== undefined) return [...head, `Not applicable: ${reason}`];
    return [
      ...head,
      ...section.fields.flatMap((field): string[] => {
        if (field.kind !== 'table') {
          const value = displayValue(field, scalarOf(document.content, section.id, field.id));
          return [field.label, ...value.split('\n').map((line) => line.replace(/^- /, ''))];
        }
        const rows = rowsOf(document.content, section.id, field.id);
        const cells = rows.flatMap((row) => field.columns.map((column) => displayValue(column, row[column.id])));
        return [
          field.label,
          ...(rows.length === 0 ? [field.emptyText] : [...field.columns.map(({ label }) => label), ...cells]),
        ];
      }),
    ];
  });

/** The first of these that the text does not hold at or after the place of the one before it. */
const firstMissing = (text: string, wanted: readonly string[]): string | null => {
  let at = 0;
  for (const one of wanted) {
    const found = text.indexOf(squeezed(one), at);
    if (found === -1) return one;
    at = found + squeezed(one).length;
  }
  return null;
};

describe('the pages of a record', () => {
  let document: RevisionDocument;
  let rendered: RenderedRecord;
  let pages: TextItem[][];
  beforeAll(async () => {
    document = sampleDocument();
    rendered = await renderRecord(document, fonts);
    pages = await readPages(rendered.pdf);
  });

  test('say every label and value of the content, in the order of the form', () => {
    const text = bodyText(pages.slice(1));
    expect(firstMissing(text, said(document))).toBeNull();
    expect(firstMissing(text, [...said(document), 'something that the record does not say'])).not.toBeNull();
  });

  test('open with what the record is, of which system, and what it can be compared with', () => {
    const text = bodyText(pages.slice(0, 1));
    const { record, system, vault, auditHead } = document;
    for (const one of [
      record.id,
      record.typeTitle,
      record.title,
      `Revision ${record.revision}`,
      record.reasonForRevision ?? '',
      record.author.fullName,
      '2026-01-19 15:42:51 +02:00 (Europe/Athens)',
      '2025-01-01 to 2025-12-31',
      system.name,
      system.id,
      system.softwareVersion,
      vault.organisation,
      vault.id,
      String(auditHead.seq),
      auditHead.hash,
      auditHead.hash.slice(0, 16),
    ])
      expect(text).toContain(squeezed(one));
  });

  test('list the metrics with value, formula and version', () => {
    const rows = document.metrics.flatMap((metric) => [
      metric.label,
      String(metric.value),
      metric.formula,
      String(metric.version),
    ]);
    expect(firstMissing(bodyText(pages.slice(1)), ['Metrics', ...rows])).toBeNull();
  });

  test('each carry record, revision and page number, and all but the first organisation and title', () => {
    pages.forEach((items, index) => {
      const text = squeezed(
        items
          .filter(isFurniture)
          .map(({ text }) => text)
          .join(''),
      );
      expect(text).toContain(squeezed(`${document.record.id} · Revision 2`));
      expect(text).toContain(squeezed(`Page ${index + 1} of ${pages.length}`));
      expect(text).toContain('record.jsonSHA-256');
      if (index > 0) expect(text).toContain(squeezed(document.vault.organisation));
    });
  });

  test('name in the contents the page on which each section begins', () => {
    const first = squeezed(pages[0]?.map(({ text }) => text).join('') ?? '');
    document.form.sections.forEach(({ title }, index) => {
      const page = pages.findIndex(
        (items, number) => number > 0 && items.some((item) => item.size === 14 && item.text.startsWith(title)),
      );
      const heading = pages[0]?.find((item) => item.text.startsWith(title.slice(0, 20)) && item.size === 9.5);
      expect(heading, title).toBeDefined();
      const right = pages[0]?.filter(
        (item) => Math.abs(item.y - (heading?.y ?? 0)) < 0.1 && item.x > (heading?.x ?? 0),
      );
      right?.sort((a, b) => a.x - b.x);
      expect(right?.find(({ text }) => /^\d+$/.test(text.trim()))?.text, `${index + 1} ${title}`).toBe(
        String(page + 1),
      );
    });
    expect(first).toContain('Contents');
  });

  test('keep their text inside the margins', () => {
    for (const item of pages.flat()) {
      expect(item.x, item.text).toBeGreaterThanOrEqual(56.9);
      expect(item.x + item.width, item.text).toBeLessThanOrEqual(538.4);
    }
  });

  test('end with a signature field for every requirement, in order, beside who it is for', () => {
    expect(rendered.fields.map(({ name }) => name)).toEqual(['evaluator', 'system-owner', 'quality-assurance']);
    for (const [index, { page, rect }] of rendered.fields.entries()) {
      const requirement = document.requirements[index];
      const [left, bottom, right, top] = rect;
      expect(right - left).toBeGreaterThanOrEqual(300);
      expect(top - bottom).toBeGreaterThanOrEqual(90);
      const beside = (pages[page] ?? [])
        .filter(({ x, y }) => x < left && y > bottom && y < top)
        .map(({ text }) => text);
      expect(
        firstMissing(squeezed(beside.join('')), [
          requirement?.title ?? '',
          requirement?.meaning ?? '',
          requirement?.signer.fullName ?? '',
          requirement?.signer.userName ?? '',
        ]),
      ).toBeNull();
      const inside = (pages[page] ?? []).filter(({ x, y }) => x >= left && x < right && y > bottom && y < top);
      expect(inside).toEqual([]);
    }
  });

  test('do not call certificates of the vault’s own authority qualified', () => {
    expect(bodyText(pages)).toContain(squeezed('are not qualified certificates'));
  });
});

describe('rendering', () => {
  test('gives the same bytes for the same revision, and others for another', async () => {
    const hash = async (document: RevisionDocument) =>
      createHash('sha256')
        .update((await renderRecord(document, fonts)).pdf)
        .digest('hex');
    const first = await hash(sampleDocument());
    expect(await hash(sampleDocument())).toBe(first);
    expect(await hash(withScope('Something else.'))).not.toBe(first);
  });

  test('does not depend on what was rendered before', async () => {
    const first = await renderRecord(sampleDocument(), fonts);
    await renderRecord(withScope('日本語 😀 ЉЊЏ ѫ'), fonts);
    expect(Buffer.from((await renderRecord(sampleDocument(), fonts)).pdf).equals(first.pdf)).toBe(true);
  });

  test('a table of 300 rows says all its rows and repeats its head on every page', async () => {
    const document = sampleDocument({ incidents: 300 });
    const pages = await readPages((await renderRecord(document, fonts)).pdf);
    const withRows = pages.filter((items) => items.some(({ text }) => /^INC-2025-\d{4}$/.test(text)));
    expect(withRows.length).toBeGreaterThan(8);
    for (const items of withRows.slice(1, -1)) {
      const top = items
        .filter((item) => !isFurniture(item))
        .slice(0, 9)
        .map(({ text }) => text);
      expect(top[0]).toBe('Incidents and deviations, continued');
      expect(top).toContain('What happened');
    }
    const ids = pages
      .flat()
      .map(({ text }) => text)
      .filter((text) => /^INC-2025-\d{4}$/.test(text));
    expect(ids).toEqual(Array.from({ length: 300 }, (_, index) => `INC-2025-${String(index + 1).padStart(4, '0')}`));
  });

  test('no row of a table is parted, no heading stands alone at the foot of a page', async () => {
    for (const verbosity of [1, 2, 3, 5]) {
      const document = sampleDocument({ incidents: 60 + verbosity, verbosity });
      const pages = await readPages((await renderRecord(document, fonts)).pdf);
      for (const items of pages.slice(1)) {
        const body = items.filter((item) => !isFurniture(item));
        const last = body.reduce((lowest, item) => (item.y < lowest.y ? item : lowest), body[0] as TextItem);
        expect(last.size, last.text).not.toBe(14);
        expect(last.size === 7.5 && last.text.startsWith('Annex'), last.text).toBe(false);
        expect(
          document.form.sections
            .flatMap(({ fields }) => fields)
            .some(({ label }) => label === last.text && last.size === 9.5),
        ).toBe(false);
      }
    }
  });

  test('a record of more than forty pages comes out whole', async () => {
    const document = sampleDocument({ verbosity: 26, incidents: 120, changes: 120 });
    const pages = await readPages((await renderRecord(document, fonts)).pdf);
    expect(pages.length).toBeGreaterThan(40);
    const proseSaid = document.form.sections.flatMap((section) =>
      section.fields
        .filter(({ kind }) => kind === 'prose')
        .map(({ id }) => String(scalarOf(document.content, section.id, id) ?? '–')),
    );
    const text = bodyText(pages.slice(1));
    for (const prose of proseSaid)
      expect(
        firstMissing(
          text,
          prose.split('\n').map((line) => line.replace(/^- /, '')),
        ),
      ).toBeNull();
  });

  test('a row taller than a page is parted and loses nothing', async () => {
    const long = Array.from({ length: 2000 }, (_, index) => `word${index}`).join(' ');
    const document = sampleDocument();
    const { incidents } = document.content;
    const rows = rowsOf(document.content, 'incidents', 'incidents').map((row, index) =>
      index === 1 ? { ...row, title: long } : row,
    );
    const changed = { ...document.content, incidents: { values: { ...incidents?.values, incidents: rows } } };
    const pages = await readPages((await renderRecord({ ...document, content: changed }, fonts)).pdf);
    const words = pages.flat().flatMap(({ text }) => text.match(/word\d+/g) ?? []);
    expect(words).toEqual(long.split(' '));
  });

  test('what the fonts lack or a reader could not see is drawn, and extracts as itself [ALCOA legible]', async () => {
    const strange = '漢字 😀 \u1f000 e\u0301 x\u0302 за\u0301мок 𝅘𝅥𝅮';
    const text = bodyText(await readPages((await renderRecord(withScope(strange), fonts)).pdf));
    expect(text).toContain(squeezed(strange));
  });

  test('controls and the byte-order mark, which no ToUnicode map may hold, extract as a visible stand-in', async () => {
    const text = bodyText(
      await readPages((await renderRecord(withScope('nul\u0000 bell\u0007 bom\ufeffend'), fonts)).pdf),
    );
    expect(text).toContain('nul\u2400bell\u2407bom\ufffdend');
  });

  test('text that is no Unicode is refused before anything is drawn', async () => {
    await expect(renderRecord(withScope('half a pair: \ud83d'), fonts)).rejects.toThrow(TypeError);
  });

  test('a form of one section has no table of contents, a record without metrics no such section', async () => {
    const document = sampleDocument();
    const small = { ...document, form: { sections: document.form.sections.slice(0, 1) }, metrics: [] };
    const pages = await readPages((await renderRecord(small, fonts)).pdf);
    const text = bodyText(pages);
    expect(text).not.toContain('Contents');
    expect(text).not.toContain('Metrics');
    expect(text).toContain(squeezed('2 Signatures'));
    expect(pages).toHaveLength(2);
  });

  test('more requirements than one page holds go on to the next', async () => {
    const document = sampleDocument();
    const requirements = Array.from({ length: 12 }, (_, index) => ({
      id: `r${index}`,
      title: `Reviewer ${index}`,
      meaning: 'Review' as const,
      ordinal: index,
      signer: document.record.author,
    }));
    const { fields, pdf } = await renderRecord({ ...document, requirements }, fonts);
    const count = (await readPages(pdf)).length;
    expect(fields).toHaveLength(12);
    expect(new Set(fields.map(({ page }) => page)).size).toBe(2);
    for (const { page, rect } of fields) {
      expect(page).toBeLessThan(count);
      expect(rect[1]).toBeGreaterThanOrEqual(66);
    }
  });
});

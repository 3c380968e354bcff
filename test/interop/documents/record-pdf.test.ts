import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalize } from '../../../src-main/domain/canonical-json.ts';
import type { JsonValue } from '../../../src-main/domain/result.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import { renderManifestation, renderRecord, type Fonts } from '../../../src-main/documents/index.ts';
import { sampleDocument, sampleManifestation } from '../../support/documents-sample.ts';
import { shippedFonts, squeezed } from '../../support/documents-text.ts';

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const run = (tool: string, ...args: string[]): string => execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' });

let folder: string;
let fonts: Fonts;
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
/** Characters that pdf.js leaves out when it extracts text: format characters, which we draw as boxes. */
const strange = 'a\u200bb c\u202ed e\u00adf 漢字 😀 x\u0302 за\u0301мок µ μ';
const withScope = (scope: string): RevisionDocument => {
  const document = sampleDocument();
  const values = { ...document.content['identity']?.values, scope };
  return { ...document, content: { ...document.content, identity: { values } } };
};

let ordinary: string;
let unusual: string;
let long: string;
let appearance: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
  fonts = await shippedFonts();
  const render = async (name: string, document: RevisionDocument) =>
    file(name, (await renderRecord(document, fonts)).pdf);
  ordinary = await render('ordinary.pdf', sampleDocument());
  unusual = await render('unusual.pdf', withScope(strange));
  long = await render('long.pdf', sampleDocument({ verbosity: 26, incidents: 300 }));
  const manifestation = sampleManifestation({ comment: strange });
  appearance = file('appearance.pdf', await renderManifestation({ manifestation, width: 306, height: 92 }, fonts));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = (): string[] => [ordinary, unusual, long, appearance];

describe.skipIf(!has('qpdf'))('qpdf', () => {
  test('finds no fault in the files', () => {
    for (const path of all())
      expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
  });

  test('sees unsigned signature fields that print, the last one with a lock, and no scripts', () => {
    const { qpdf } = JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', ordinary)) as {
      qpdf: [unknown, Record<string, { value?: Record<string, unknown> }>];
    };
    const objects = Object.values(qpdf[1]).flatMap(({ value }) => (value && typeof value === 'object' ? [value] : []));
    const fields = objects.filter((value) => value['/FT'] === '/Sig');
    expect(fields.map((field) => field['/T'])).toEqual(['u:evaluator', 'u:system-owner', 'u:quality-assurance']);
    expect(fields.map((field) => '/V' in field)).toEqual([false, false, false]);
    expect(fields.map((field) => field['/F'])).toEqual([4, 4, 4]);
    expect(fields.map((field) => '/Lock' in field)).toEqual([false, false, true]);
    const form = objects.find((value) => '/Fields' in value);
    expect(Object.keys(form ?? {})).toEqual(['/Fields']);
    expect(JSON.stringify(qpdf)).not.toMatch(/"\/(JavaScript|JS|OpenAction|AA|NeedAppearances|SMask|ca|CA)"/);
    const catalog = objects.find((value) => value['/Type'] === '/Catalog');
    expect(catalog).toMatchObject({ '/Lang': 'u:en', '/ViewerPreferences': { '/DisplayDocTitle': true } });
    expect(catalog).toHaveProperty('/AF');
  });
});

describe.skipIf(!has('pdfinfo'))('poppler', () => {
  test('reads title, author, application and dates of the moment of freezing', () => {
    const info = run('pdfinfo', '-isodates', ordinary);
    expect(info).toMatch(/Title: +Periodic evaluation of LabCore LIMS, 2025-01-01 to 2025-12-31/);
    expect(info).toMatch(/Author: +Dr. Märta Lindqvist/);
    expect(info).toMatch(/Creator: +Countersign 0.1.0/);
    expect(info).toMatch(/CreationDate: +2026-01-19T13:42:51Z/);
    expect(info).toMatch(/PDF version: +1.7/);
    const xmp = run('pdfinfo', '-meta', ordinary);
    expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>U</pdfaid:conformance>');
    expect(xmp).toContain('<dc:identifier>PE-2026-0001</dc:identifier>');
  });

  test('finds every font embedded, as a subset, with a map to Unicode [ALCOA legible]', () => {
    for (const path of all()) {
      const rows = run('pdffonts', path).trim().split('\n').slice(2);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+Inter-\w+ +CID TrueType +Identity-H +yes yes yes /);
    }
  });

  test('extracts the words, and every odd character as itself [ALCOA legible]', () => {
    const text = squeezed(run('pdftotext', ordinary, '-'));
    for (const { title } of sampleDocument().form.sections) expect(text).toContain(squeezed(title));
    expect(text).toContain('ΕλένηΠαπαδοπούλου');
    expect(text).toContain('ДмитрийСоколов');
    // poppler sets marks around what runs from right to left; we want to know of ours only.
    const odd = squeezed(run('pdftotext', unusual, '-')).replace(/\u202b|\u202c|(?<=\u202e)\u202c/gu, '');
    for (const part of ['a\u200bb', 'e\u00adf', '漢字', '😀', 'x\u0302', 'за\u0301мок', 'µμ'])
      expect(odd).toContain(part);
    expect(odd).toContain('\u202e');
  });

  test('detaches record.json, byte for byte the canonical JSON', () => {
    expect(run('pdfdetach', '-list', ordinary)).toContain('record.json');
    run('pdfdetach', '-save', '1', '-o', join(folder, 'record.json'), ordinary);
    const expected = canonicalize(sampleDocument() as unknown as JsonValue);
    expect(readFileSync(join(folder, 'record.json'), 'utf8')).toBe(expected);
  });
});

describe.skipIf(!has('mutool'))('mutool', () => {
  test('reads the files without a warning', () => {
    for (const path of all()) {
      const { status, stderr } = spawnSync('mutool', ['draw', '-F', 'txt', '-o', join(folder, 'out.txt'), path], {
        encoding: 'utf8',
      });
      // Debian's mutool is built without colour management and says so of every file with a profile.
      expect(stderr.replace(/^(page .*|warning: ICC support is not available)$/gm, '').trim()).toBe('');
      expect(status).toBe(0);
    }
  });
});

const jars = [
  'preflight',
  'pdfbox2',
  'xmpbox',
  'fontbox2',
  'commons-io',
  'commons-logging',
  'javax.activation',
  'jaxb-api',
].map((name) => `/usr/share/java/${name}.jar`);
const judged = has('java') && jars.every((jar) => existsSync(jar));

/**
 * Apache PDFBox Preflight judges by PDF/A-1b. What PDF/A-3 (ISO 19005-3) adds to it and our files use comes as exactly
 * these errors; everything else (fonts, colours, metadata, annotations, structure) both parts ask alike.
 */
const allowedByPart3 = new Set([
  '1.4.7 : Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary',
  '1.2.9 : Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary',
  '7.11.1 : Error on MetaData, conformance level must be A or B',
  '7.11.2 : Error on MetaData, part must be 1',
]);

describe.skipIf(!judged)(`Apache PDFBox Preflight${judged ? '' : ' (not installed: libpdfbox2-java)'}`, () => {
  const errors = (path: string): string[] => {
    const { stdout } = spawnSync('java', ['-cp', jars.join(':'), 'org.apache.pdfbox.preflight.Validator_A1b', path], {
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((line) => /^\d+(\.\d+)* : /.test(line));
  };

  test('has nothing against the files but what PDF/A-3 permits', () => {
    for (const path of [ordinary, unusual, long]) {
      const found = errors(path);
      expect(found.filter((error) => !allowedByPart3.has(error))).toEqual([]);
      expect(found).toHaveLength(allowedByPart3.size);
    }
  });

  test('does see a font that is not embedded', async () => {
    const document = await PDFDocument.create();
    document.addPage().drawText('plain', { font: await document.embedFont(StandardFonts.Helvetica) });
    expect(
      errors(file('plain.pdf', await document.save({ useObjectStreams: false }))).some((error) =>
        error.startsWith('3.'),
      ),
    ).toBe(true);
  });
});

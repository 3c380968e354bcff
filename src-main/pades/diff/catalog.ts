import { PdfDict, type PdfObject, PdfStream } from '../pdf/objects.ts';
import type { PdfView } from '../pdf/document.ts';
import { ChangeRule } from './change.ts';
import type { Comparison } from './comparison.ts';
import { compareForm } from './form.ts';
import { comparePages } from './pages.ts';
import { compareStructure } from './structure.ts';

/** Entries that describe the cross-reference itself, not the document (ISO 32000-2, tables 15 and 17). */
const crossReferenceKeys = ['Size', 'Prev', 'XRefStm', 'Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length'];

/** Entries of the trailer that mean something to a reader (ISO 32000-2, table 15; ISO/TS 32004). */
const documentKeys = ['Root', 'Info', 'ID', 'Encrypt', 'AuthCode'];

/** Compares two revisions from their trailers down. */
export const compareTrailers = (c: Comparison): void => {
  const ignore = () => undefined;
  c.entries(c.old.trailer, c.new.trailer, 'trailer', {
    ...ownEntries(c),
    ...Object.fromEntries(crossReferenceKeys.map((key) => [key, ignore])),
    Root: (x, y) => compareCatalogs(c, x, y),
    Info: (x, y) => {
      c.allowAnything(x, y);
      c.report(ChangeRule.Information, 'trailer/Info', 'the document information has changed');
    },
    // Names the file and its version for other files (14.4); only an encrypted one leans on it.
    ID: (x, y, at) => {
      if (c.old.trailer.entries.has('Encrypt')) c.frozen(c.old.array(x)[0] ?? null, c.new.array(y)[0] ?? null, at);
      else c.enter(x, y);
    },
    // Each state of an encrypted file has its own MAC (ISO/TS 32004); the last one is checked by itself.
    AuthCode: (x, y, at) => {
      c.allowAnything(x, y);
      if (y === null) c.forbid(at, 'the MAC of the file was removed');
    },
    // LibreOffice's own; it means nothing to a reader.
    DocChecksum: ignore,
  });
};

/**
 * What a writer put into the trailer for itself means nothing to a reader. Other tools leave it out of their updates, or
 * gather it again from all revisions; it may not become something else.
 */
const ownEntries = (c: Comparison): Record<string, (before: PdfObject, after: PdfObject, path: string) => void> => {
  const earlier = c.old.document.revisions.slice(0, c.old.revision.number).toReversed();
  const keys = new Set([...c.old.trailer.entries.keys(), ...c.new.trailer.entries.keys()]);
  return Object.fromEntries(
    [...keys]
      .filter((key) => !documentKeys.includes(key))
      .map((key) => [
        key,
        (_, after, path) => {
          const known = earlier.find(({ trailer }) => trailer.entries.has(key))?.trailer.get(key) ?? null;
          if (after === null) c.allowAnything(known, null);
          else c.frozen(known, after, path);
        },
      ]),
  );
};

const compareCatalogs = (c: Comparison, before: PdfObject, after: PdfObject): void => {
  const [a, b] = c.enterDicts(before, after);
  if (!a || !b) {
    c.forbid('Root', 'the catalog is gone');
    return;
  }
  c.entries(a, b, 'Root', {
    AcroForm: (x, y, at) => compareForm(c, x, y, at),
    Pages: (x, y, at) => comparePages(c, x, y, at),
    DSS: (x, y, at) => compareDss(c, x, y, at),
    Extensions: (x, y, at) => compareExtensions(c, x, y, at),
    Version: (x, y, at) => {
      const [was, is] = [c.old.name(x) ?? '', c.new.name(y) ?? ''];
      c.enter(x, y);
      if (is === was) return;
      if (is < was) c.forbid(at, 'the version of PDF was lowered');
      else c.report(ChangeRule.Version, at, `the version of PDF was raised to ${is}`);
    },
    Metadata: (x, y, at) => {
      c.allowAnything(x, y);
      if (y === null) c.forbid(at, 'the metadata was removed');
      else c.report(ChangeRule.Metadata, at, 'the metadata has changed');
    },
    MarkInfo: (x, y, at) => compareMarkInfo(c, x, y, at),
    Perms: (x, y, at) => comparePermissions(c, x, y, at),
    StructTreeRoot: (x, y, at) => compareStructure(c, x, y, at),
    LastModified: (x, y) => c.enter(x, y),
    Names: (x, y, at) => compareNames(c, x, y, at),
  });
};

/** The name trees (7.7.4) stay as they are, but for the icons of annotations (/AP) that come with these. */
const compareNames = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  const [a, b] = c.enterDicts(before, after);
  c.entries(a ?? new PdfDict(), b ?? new PdfDict(), path, {
    AP: (x, y, at) => {
      c.allowAnything(x, y);
      c.report(ChangeRule.AnnotationAdded, at, 'icons of annotations were added');
    },
  });
};

/** /MarkInfo (14.7.1) shows nothing; signing tools state in it what they found. What it said before stays. */
const compareMarkInfo = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  if (c.same(before, after)) return;
  const [a, b] = c.enterDicts(before, after);
  for (const [key, value] of a?.entries ?? []) c.frozen(value, b?.get(key) ?? null, `${path}/${key}`);
  c.allowAnything(null, after);
  c.report(ChangeRule.Metadata, path, 'more is said about how the document is marked');
};

/** /Perms (12.8.6): what certifies stays, and nothing certifies after another signature (C34). */
const comparePermissions = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  const [a, b] = c.enterDicts(before, after);
  if (!b) {
    if (a) c.forbid(path, 'the permissions were removed');
    return;
  }
  c.entries(a ?? new PdfDict(), b, path, {
    DocMDP: (x, y, at) => {
      if (x === null) c.forbid(at, 'a certification was added after another signature');
      else c.frozen(x, y, at);
    },
  });
};

/**
 * The document security store may change in what it holds, which are streams of values (ETSI EN 319 142-1, 5.4.2; C31):
 * nothing of the document hangs on it, and a value that is missed is missed by the path validation.
 */
const compareDss = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  if (c.same(before, after)) return;
  const [a, b] = c.enterDicts(before, after);
  if (!b) {
    if (a) c.forbid(path, 'the document security store was removed');
    return;
  }
  const old = a ?? new PdfDict();
  const values = (x: PdfObject, y: PdfObject, at: string): void => {
    for (const item of c.new.array(y)) {
      if (!(c.new.resolve(item) instanceof PdfStream))
        c.forbid(at, 'the security store holds something else than values');
    }
    c.allowAnything(x, y);
  };
  c.entries(old, b, path, {
    Type: (x, y) => c.enter(x, y),
    Certs: values,
    CRLs: values,
    OCSPs: values,
    VRI: (x, y, at) => {
      const [was, is] = c.enterDicts(x, y);
      if (was && !is) c.forbid(at, 'validation-related information was removed');
      for (const [key, value] of is?.entries ?? []) {
        const [, entry] = c.enterDicts(was?.get(key) ?? null, value);
        for (const [part, list] of entry?.entries ?? []) {
          if (['Cert', 'CRL', 'OCSP'].includes(part)) c.allowAnything(null, list);
          else if (['Type', 'TU', 'TS'].includes(part)) c.allowAnything(null, list);
          else c.forbid(`${at}/${key}/${part}`, 'validation-related information holds an unknown entry');
        }
        c.allowAnything(was?.get(key) ?? null, null);
      }
    },
  });
  c.report(
    ChangeRule.DssUpdate,
    path,
    a ? 'the document security store was updated' : 'a document security store was added',
  );
};

/** Developer extensions (7.12) may be added or raised, never lowered or removed. */
const compareExtensions = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  if (c.same(before, after)) return;
  const [a, b] = c.enterDicts(before, after);
  if (!b) {
    if (a) c.forbid(path, 'the extensions were removed');
    return;
  }
  for (const [key, value] of a?.entries ?? []) {
    if (key === 'Type' || c.untouched(value, b.get(key))) continue;
    const at = `${path}/${key}`;
    const [was, is] = [extensionsOf(c.old, value), extensionsOf(c.new, b.get(key))];
    c.enter(value, b.get(key));
    if (was.some((old) => !is.some((now) => now.version >= old.version && now.level >= old.level))) {
      c.forbid(at, `the extension ${key} was lowered or removed`);
    }
  }
  c.allowAnything(before, after);
  c.report(ChangeRule.Extensions, path, 'the extensions were extended');
};

const extensionsOf = (view: PdfView, value: PdfObject): readonly { version: string; level: number }[] => {
  const found = view.resolve(value);
  const list: readonly PdfObject[] = Array.isArray(found) ? (found as readonly PdfObject[]) : [found];
  return list.flatMap((item) => {
    const extension = view.dict(item);
    if (!extension) return [];
    return [
      {
        version: view.name(extension.get('BaseVersion')) ?? '',
        level: view.number(extension.get('ExtensionLevel')) ?? 0,
      },
    ];
  });
};

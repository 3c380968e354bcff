import { PdfDict, type PdfObject, PdfRef } from '../pdf/objects.ts';
import { rectangle } from '../pdf/pages.ts';
import { ChangeRule } from './change.ts';
import type { Comparison } from './comparison.ts';
import { coversContent } from './covering.ts';

/** Compares the page tree (ISO 32000-2, 7.7.3): no page may come, go or look different (C33); annotations have their own rule. */
export const comparePages = (c: Comparison, before: PdfObject, after: PdfObject, path: string, depth = 0): void => {
  if (c.untouched(before, after) || depth > c.old.document.limits.depth) return;
  const [a, b] = c.enterDicts(before, after);
  if (!a || !b) {
    c.forbid(path, 'a page or a node of the page tree is gone');
    return;
  }
  if (a.entries.has('Kids') !== b.entries.has('Kids')) {
    c.forbid(path, 'a page became a node of the page tree, or the reverse');
  } else if (a.entries.has('Kids')) {
    const [olds, news] = [c.old.array(a.get('Kids')), c.new.array(b.get('Kids'))];
    if (olds.length !== news.length) c.forbid(`${path}/Kids`, 'pages were added or removed');
    else for (const [i, kid] of olds.entries()) comparePages(c, kid, news[i] ?? null, `${path}/Kids[${i}]`, depth + 1);
    c.entries(a, b, path, {
      Kids: (x, y) => c.enter(x, y),
      Resources: (x, y, at) => c.frozenContent(x, y, at),
    });
  } else comparePage(c, a, b, path);
};

const comparePage = (c: Comparison, a: PdfDict, b: PdfDict, path: string): void => {
  c.entries(a, b, path, {
    Contents: (x, y, at) => c.frozenContent(x, y, at),
    Resources: (x, y, at) => c.frozenContent(x, y, at),
    Annots: (x, y, at) => compareAnnotations(c, a, x, y, at),
    LastModified: (x, y) => c.enter(x, y),
  });
};

const isWidget = (view: Comparison['old'], annotation: PdfObject): boolean =>
  view.name(view.dict(annotation)?.get('Subtype') ?? null) === 'Widget';

const compareAnnotations = (c: Comparison, page: PdfDict, before: PdfObject, after: PdfObject, path: string): void => {
  c.enter(before, after);
  const [olds, news] = [c.old.array(before), c.new.array(after)];
  const unmatched = new Set(news);
  const byNumber = new Map(news.flatMap((item) => (item instanceof PdfRef ? [[item.num, item] as const] : [])));
  for (const [index, old] of olds.entries()) {
    const at = `${path}[${index}]`;
    const same =
      old instanceof PdfRef
        ? byNumber.get(old.num)
        : [...unmatched].find((item) => !(item instanceof PdfRef) && c.same(old, item));
    if (same === undefined) {
      if (isWidget(c.old, old)) c.forbid(at, 'a field was taken from its page');
      else if (c.old.dict(old)) c.report(ChangeRule.AnnotationRemoved, at, 'an annotation was removed');
      continue;
    }
    unmatched.delete(same);
    if (!c.untouched(old, same)) compareAnnotation(c, page, old, same, at);
  }
  for (const added of unmatched) {
    c.enter(null, added);
    if (!c.new.dict(added)) continue;
    // A widget belongs to a field: the form's rule says whether that field may be there.
    noteCovering(c, page, added, path);
    if (!isWidget(c.new, added)) c.report(ChangeRule.AnnotationAdded, path, 'an annotation was added');
    else if (!c.isFieldWidget(added)) c.forbid(path, 'a widget was added that belongs to no field');
  }
};

/** Annotations that hide what they lie on; others mark it or stand beside it, unless their inside is filled (/IC). */
const opaque: ReadonlySet<string> = new Set(['Widget', 'FreeText', 'Stamp', 'Redact', 'Watermark']);

const noteCovering = (c: Comparison, page: PdfDict, added: PdfObject, path: string): void => {
  const annotation = c.new.dict(added);
  const rect = annotation && rectangle(c.new, annotation.get('Rect'));
  if (!rect) return;
  const hides = opaque.has(c.new.name(annotation.get('Subtype')) ?? '') || c.new.array(annotation.get('IC')).length > 0;
  if (hides && coversContent(c.old, page, rect, added)) {
    c.report(ChangeRule.CoversContent, path, 'something was laid over what the page showed');
  }
};

const compareAnnotation = (c: Comparison, page: PdfDict, old: PdfObject, now: PdfObject, path: string): void => {
  if (isWidget(c.old, old)) {
    // Compared with its field; one that belongs to no field is frozen.
    if (!c.isFieldWidget(now)) c.frozenContent(old, now, path);
    return;
  }
  if (c.same(c.old.resolve(old), c.new.resolve(now))) return;
  c.allowAnything(old, now);
  c.report(ChangeRule.AnnotationChanged, path, 'an annotation was changed');
  const [was, is] = [c.old.dict(old), c.new.dict(now)];
  const looks = ['Rect', 'AP', 'AS', 'F', 'IC'].some((key) => !c.same(was?.get(key) ?? null, is?.get(key) ?? null));
  if (looks) noteCovering(c, page, now, path);
};

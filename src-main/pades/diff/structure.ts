import { PdfDict, type PdfObject, PdfRef } from '../pdf/objects.ts';
import { ChangeRule } from './change.ts';
import type { Comparison } from './comparison.ts';

/**
 * Compares the structure tree (ISO 32000-2, 14.7). A tool that adds a signature field or an annotation to a tagged document
 * hangs a structure element of it into the tree, and takes it out with the annotation: elements may come and go for
 * that, all else stays (C33).
 */
export const compareStructure = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  const [a, b] = c.enterDicts(before, after);
  if (!a || !b) {
    c.forbid(path, 'the structure tree was added or removed');
    return;
  }
  const forbidden = c.changes.length;
  c.entries(a, b, path, {
    K: (x, y, at) => compareElements(c, x, y, at, 0),
    ParentTree: (x, y, at) => checkParentTree(c, x, y, at),
    // Tools write one with nothing in it.
    RoleMap: (x, y, at) => {
      if (x !== null || c.enterDicts(x, y)[1]?.entries.size !== 0) c.frozen(x, y, at);
    },
    ParentTreeNextKey: (x, y, at) => {
      c.enter(x, y);
      if ((c.new.number(y) ?? 0) < (c.old.number(x) ?? 0)) c.forbid(at, 'the next key of the parent tree was lowered');
    },
  });
  if (c.changes.slice(forbidden).every((change) => change.rule !== ChangeRule.Forbidden)) {
    c.report(ChangeRule.Structure, path, 'the structure tree follows the fields and annotations');
  }
};

/** /K as a list: one element, or an array of them. */
const kidsOf = (view: Comparison['old'], value: PdfObject): readonly PdfObject[] => {
  const found = view.resolve(value);
  return Array.isArray(found) ? (found as readonly PdfObject[]) : found === null ? [] : [value];
};

const numbersOf = (items: readonly PdfObject[]): ReadonlySet<number> =>
  new Set(items.flatMap((item) => (item instanceof PdfRef ? [item.num] : [])));

/** Elements pair in their order, but for those that came or went: these are told by their object numbers. */
const compareElements = (c: Comparison, before: PdfObject, after: PdfObject, path: string, depth: number): void => {
  if (c.untouched(before, after) || depth > c.old.document.limits.depth) return;
  c.enter(before, after);
  const [olds, news] = [kidsOf(c.old, before), kidsOf(c.new, after)];
  const [oldNumbers, newNumbers] = [numbersOf(olds), numbersOf(news)];
  const stays = (item: PdfObject) => !(item instanceof PdfRef) || newNumbers.has(item.num);
  const isNew = (item: PdfObject) => item instanceof PdfRef && !oldNumbers.has(item.num);
  const kept = olds.filter(stays);
  const rest = news.filter((item) => !isNew(item));
  for (const [index, old] of kept.entries()) compareElement(c, old, rest[index] ?? null, `${path}[${index}]`, depth);
  for (const gone of olds.filter((item) => !stays(item))) {
    if (described(c, 'old', gone, 0) === 'annotation')
      c.report(ChangeRule.AnnotationRemoved, path, 'the structure of a removed annotation was removed');
    else c.forbid(path, 'structure was removed');
  }
  for (const added of [...news.filter(isNew), ...rest.slice(kept.length)]) {
    const what = described(c, 'new', added, 0);
    if (what === null) c.forbid(path, 'structure was added that describes neither field nor annotation');
    else if (what === 'annotation')
      c.report(ChangeRule.AnnotationAdded, path, 'the structure of an annotation was added');
  }
};

const compareElement = (c: Comparison, before: PdfObject, after: PdfObject, path: string, depth: number): void => {
  if (c.untouched(before, after)) return;
  const [a, b] = c.enterDicts(before, after);
  if (!a || !b || !a.entries.has('S')) {
    c.frozen(before, after, path);
    return;
  }
  c.entries(a, b, path, { K: (x, y, at) => compareElements(c, x, y, at, depth + 1) });
};

/**
 * What an element that came or went is about: nothing but widgets of fields, or annotations that came or went with it
 * (OBJR, 14.7.5.3); null: something else.
 */
const described = (
  c: Comparison,
  where: 'old' | 'new',
  value: PdfObject,
  depth: number,
): 'field' | 'annotation' | null => {
  const view = where === 'new' ? c.new : c.old;
  c.enter(where === 'old' ? value : null, where === 'new' ? value : null);
  const element = view.dict(value);
  if (!element || depth > view.document.limits.depth) return null;
  if (view.name(element.get('Type')) === 'OBJR') {
    const annotation = element.get('Obj');
    if (where === 'new' && c.isFieldWidget(annotation)) return 'field';
    return c.isAnnotationOnly(where, annotation) ? 'annotation' : null;
  }
  if (!element.entries.has('S')) return null;
  const kids = kidsOf(view, element.get('K')).map((kid) => described(c, where, kid, depth + 1));
  if (kids.includes(null)) return null;
  return kids.includes('annotation') ? 'annotation' : 'field';
};

/**
 * The parent tree is an index from content to the elements that hold it (14.7.5.4), which tools make anew from the tree:
 * each of its leaves still names elements.
 */
const checkParentTree = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  const [was, is] = [new Map<number, PdfObject>(), new Map<number, PdfObject>()];
  collect(c, c.old, before, was, 0);
  collect(c, c.new, after, is, 0);
  for (const value of was.values()) c.enter(value, null);
  if (was.size > 0 && is.size === 0) c.forbid(path, 'the parent tree was emptied');
  for (const [key, value] of is) {
    const [, leaf] = c.enter(null, value);
    for (const element of Array.isArray(leaf) ? (leaf as readonly PdfObject[]) : [value]) {
      if (element !== null && c.new.dict(element)?.entries.has('S') !== true)
        c.forbid(`${path}(${key})`, 'the parent tree names something else than an element');
    }
  }
};

const collect = (
  c: Comparison,
  view: Comparison['old'],
  value: PdfObject,
  out: Map<number, PdfObject>,
  depth: number,
): void => {
  if (depth > view.document.limits.depth) return;
  c.enter(value, value);
  const node = view.resolve(value);
  if (!(node instanceof PdfDict)) return;
  c.enter(node.get('Nums'), node.get('Nums'));
  const pairs = view.array(node.get('Nums'));
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const key = view.number(pairs[i] ?? null);
    if (key !== null) out.set(key, pairs[i + 1] ?? null);
  }
  c.enter(node.get('Kids'), node.get('Kids'));
  for (const kid of view.array(node.get('Kids'))) collect(c, view, kid, out, depth + 1);
};

import { PdfDict, type PdfObject, PdfRef } from '../pdf/objects.ts';
import { ChangeRule } from './change.ts';
import type { Comparison } from './comparison.ts';

/**
 * Compares the structure tree (ISO 32000-2, 14.7). A tool that adds a signature field to a tagged document hangs a
 * structure element of it into the tree: elements and entries may be added for that, all that was there stays (C33).
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
    ParentTree: (x, y, at) => compareNumberTree(c, x, y, at, 0),
    ParentTreeNextKey: (x, y, at) => {
      c.enter(x, y);
      if ((c.new.number(y) ?? 0) < (c.old.number(x) ?? 0)) c.forbid(at, 'the next key of the parent tree was lowered');
    },
  });
  if (c.changes.slice(forbidden).every((change) => change.rule !== ChangeRule.Forbidden)) {
    c.report(ChangeRule.Structure, path, 'the structure tree got entries for fields');
  }
};

/** /K as a list: one element, or an array of them. */
const kidsOf = (view: Comparison['old'], value: PdfObject): readonly PdfObject[] => {
  const found = view.resolve(value);
  return Array.isArray(found) ? (found as readonly PdfObject[]) : found === null ? [] : [value];
};

const compareElements = (c: Comparison, before: PdfObject, after: PdfObject, path: string, depth: number): void => {
  if (c.untouched(before, after) || depth > c.old.document.limits.depth) return;
  c.enter(before, after);
  const [olds, news] = [kidsOf(c.old, before), kidsOf(c.new, after)];
  for (const [index, old] of olds.entries()) compareElement(c, old, news[index] ?? null, `${path}[${index}]`, depth);
  for (const added of news.slice(olds.length)) {
    if (!describesField(c, added, 0)) c.forbid(path, 'structure was added that describes no field');
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

/** Does an added element hold nothing but references to widgets (OBJR, 14.7.5.3)? */
const describesField = (c: Comparison, value: PdfObject, depth: number): boolean => {
  c.enter(null, value);
  const element = c.new.dict(value);
  if (!element || depth > c.old.document.limits.depth) return false;
  if (c.new.name(element.get('Type')) === 'OBJR') return c.isFieldWidget(element.get('Obj'));
  return element.entries.has('S') && kidsOf(c.new, element.get('K')).every((kid) => describesField(c, kid, depth + 1));
};

/** A number tree (7.9.7) that may get entries: every old key still leads to the same value. */
const compareNumberTree = (c: Comparison, before: PdfObject, after: PdfObject, path: string, depth: number): void => {
  const [was, is] = [new Map<number, PdfObject>(), new Map<number, PdfObject>()];
  collect(c, c.old, before, was, depth);
  collect(c, c.new, after, is, depth);
  for (const [key, value] of was) {
    const now = is.get(key) ?? null;
    if (c.untouched(value, now)) continue;
    const [x, y] = c.enter(value, now);
    if (Array.isArray(x) && Array.isArray(y)) {
      for (const [i, item] of (x as readonly PdfObject[]).entries()) {
        if (!sameElement(item, (y as readonly PdfObject[])[i] ?? null))
          c.forbid(`${path}(${key})`, 'the parent tree has changed');
      }
    } else if (!sameElement(value, now)) c.forbid(`${path}(${key})`, 'the parent tree has changed');
  }
};

/** The tree's leaves name structure elements, which are compared from the root down. */
const sameElement = (x: PdfObject, y: PdfObject): boolean =>
  x instanceof PdfRef ? y instanceof PdfRef && x.num === y.num : x === null && y === null;

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

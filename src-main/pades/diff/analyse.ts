import type { PdfDocument } from '../pdf/document.ts';
import { type PdfObject, PdfStream } from '../pdf/objects.ts';
import { compareTrailers } from './catalog.ts';
import { type Change, ChangeRule } from './change.ts';
import { Comparison } from './comparison.ts';
import { ReferenceIndex, valueOf } from './references.ts';
import { unlistedContent } from './unlisted.ts';

/**
 * What each revision after `from` changed, compared with the one before it (C30). Costs what the revisions write, plus
 * one pass over the objects of the first.
 */
export const changesAfter = (document: PdfDocument, from: number): readonly Change[] => {
  const out: Change[] = [];
  if (from >= document.revisions.length) return out;
  const index = new ReferenceIndex(document);
  for (let number = from + 1; number <= document.revisions.length; number++) {
    index.extendTo(number);
    out.push(...compareRevision(document, number, index));
  }
  return out;
};

const compareRevision = (document: PdfDocument, number: number, index: ReferenceIndex): readonly Change[] => {
  const changed = document.changedIn(number);
  const comparison = new Comparison(document.at(number - 1), document.at(number), index.above(changed), index);
  compareTrailers(comparison);
  for (const num of changed) {
    const before = valueOf(document, num, number - 1);
    if (before === null || comparison.wasVisited(num) || isContainer(before)) continue;
    const path = `object ${num}`;
    if (index.isReachable(num, number - 1) || index.isReachable(num, number)) {
      comparison.forbid(path, `object ${num} was replaced, and no rule explains where it is used`);
    } else comparison.report(ChangeRule.Unreferenced, path, `object ${num}, which nothing uses, was replaced`);
  }
  for (const problem of unlistedContent(document, number)) comparison.forbid(problem.path, problem.description);
  return comparison.changes;
};

/** Object streams and cross-reference streams are no part of the document: their members are. */
const isContainer = (value: PdfObject): boolean => {
  if (!(value instanceof PdfStream)) return false;
  const type = value.dict.get('Type');
  return (
    typeof type === 'object' && type !== null && 'value' in type && (type.value === 'ObjStm' || type.value === 'XRef')
  );
};

import type { PdfView } from '../pdf/document.ts';
import { formFields } from '../pdf/form.ts';
import { PdfError } from '../pdf/limits.ts';
import { decodeText, PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from '../pdf/objects.ts';
import { pagesOf } from '../pdf/pages.ts';
import { type Change, ChangeRule } from './change.ts';
import { eachReference, type ReferenceIndex, upwardKeys, valueOf } from './references.ts';

/**
 * The walk through two neighbouring revisions side by side. Whatever no rule allows is compared as frozen: every path
 * from the trailer must either lead to the same values or pass through a rule, so an object that is also used elsewhere
 * cannot change under cover of a permitted use (C30).
 */
export class Comparison {
  readonly old: PdfView;
  readonly new: PdfView;
  readonly changes: Change[] = [];
  /** Object numbers from which something changed can be reached; all others are skipped. */
  readonly #dirty: ReadonlySet<number>;
  readonly #index: ReferenceIndex;
  /** Objects that some rule or comparison has looked at. */
  readonly #visited = new Set<number>();
  readonly #equal = new Set<string>();
  #anchored: ReadonlySet<number> | null = null;
  #fieldWidgets: ReadonlySet<number> | null = null;
  #trustAnchors = true;
  #steps: number;

  constructor(before: PdfView, after: PdfView, dirty: ReadonlySet<number>, index: ReferenceIndex) {
    this.old = before;
    this.new = after;
    this.#dirty = dirty;
    this.#index = index;
    this.#steps = before.document.limits.comparisons;
  }

  report(rule: ChangeRule, path: string, description: string, field?: string): void {
    const change = { revision: this.new.revision.number, rule, path: short(path), description };
    this.changes.push(field === undefined ? change : { ...change, field });
  }

  forbid(path: string, description: string): void {
    this.report(ChangeRule.Forbidden, path, description);
  }

  wasVisited(num: number): boolean {
    return this.#visited.has(num);
  }

  /** Nothing below the two values has changed: the same object on both sides, and nothing dirty under it. */
  untouched(before: PdfObject, after: PdfObject): boolean {
    if (before instanceof PdfRef && after instanceof PdfRef) {
      return before.num === after.num && before.gen === after.gen && !this.#dirty.has(before.num);
    }
    return before === after && (before === null || typeof before !== 'object');
  }

  /** Notes that a pair has been looked at by a rule, and resolves it. */
  enter(before: PdfObject, after: PdfObject): readonly [PdfObject, PdfObject] {
    if (before instanceof PdfRef) this.#visited.add(before.num);
    if (after instanceof PdfRef) this.#visited.add(after.num);
    return [this.old.resolve(before), this.new.resolve(after)];
  }

  /** The pair as dictionaries, a stream's dictionary too; null on a side that is none. */
  enterDicts(before: PdfObject, after: PdfObject): readonly [PdfDict | null, PdfDict | null] {
    const [a, b] = this.enter(before, after);
    return [a instanceof PdfDict ? a : null, b instanceof PdfDict ? b : null];
  }

  /** Notes everything below a value, on both sides, as looked at: the rule allows it to be anything. */
  allowAnything(before: PdfObject, after: PdfObject): void {
    for (const [view, start] of [
      [this.old, before],
      [this.new, after],
    ] as const) {
      const seen = new Set<number>();
      const stack: PdfObject[] = [start];
      while (stack.length > 0) {
        this.#step();
        const value = stack.pop() ?? null;
        if (value instanceof PdfRef) {
          if (seen.has(value.num) || !this.#dirty.has(value.num)) continue;
          seen.add(value.num);
          this.#visited.add(value.num);
          stack.push(view.resolve(value));
        } else if (value instanceof PdfDict || value instanceof PdfStream) {
          const { entries } = value instanceof PdfStream ? value.dict : value;
          for (const [key, entry] of entries) if (!upwardKeys.has(key)) stack.push(entry);
        } else if (Array.isArray(value)) stack.push(...(value as readonly PdfObject[]));
      }
    }
  }

  /** Demands that two values mean the same, through all that they refer to. */
  frozen(before: PdfObject, after: PdfObject, path: string): void {
    const where = this.#difference(before, after, path);
    if (where !== null) this.forbid(where, `${short(where)} has changed`);
  }

  /** As `frozen`, for what is drawn: a page or annotation that is used as a resource too gets no credit for its tree. */
  frozenContent(before: PdfObject, after: PdfObject, path: string): void {
    this.#trustAnchors = false;
    try {
      this.frozen(before, after, path);
    } finally {
      this.#trustAnchors = true;
    }
  }

  /** Do two values mean the same? */
  same(before: PdfObject, after: PdfObject): boolean {
    return this.#difference(before, after, '') === null;
  }

  /** Compares the entries of two dictionaries: by a rule where one is given for the key, else as frozen. */
  entries(
    before: PdfDict,
    after: PdfDict,
    path: string,
    rules: Readonly<Record<string, (before: PdfObject, after: PdfObject, path: string) => void>>,
  ): void {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
      const a = before.get(key);
      const b = after.get(key);
      if (this.untouched(a, b)) continue;
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (rule) rule(a, b, `${path}/${key}`);
      else if (upwardKeys.has(key) && a instanceof PdfRef && b instanceof PdfRef && a.num === b.num) continue;
      else this.frozen(a, b, `${path}/${key}`);
    }
  }

  /**
   * The path of the first difference, or null. Pairs that lead back to each other are taken as equal until something
   * differs; chains of any length (outlines, number trees) are walked without recursion.
   */
  #difference(start: PdfObject, other: PdfObject, startPath: string): string | null {
    const assumed = new Set<string>();
    const work: Pair[] = [{ before: start, after: other, path: startPath }];
    for (let pair = work.pop(); pair; pair = work.pop()) {
      this.#step();
      const { before, after, path } = pair;
      if (this.untouched(before, after)) continue;
      if (before instanceof PdfRef || after instanceof PdfRef) {
        if (before instanceof PdfRef && after instanceof PdfRef) {
          // Pages, fields and annotations that stand in their trees are compared there: a mention elsewhere names them.
          if (before.num === after.num && this.#trustAnchors && this.#isAnchored(before.num)) continue;
          const key = `${before.num} ${after.num} ${this.#trustAnchors}`;
          if (this.#equal.has(key) || assumed.has(key)) continue;
          assumed.add(key);
        }
        const [a, b] = this.enter(before, after);
        work.push({ before: a, after: b, path });
      } else if (!this.#sameValue(before, after, path, work)) return path;
    }
    for (const key of assumed) this.#equal.add(key);
    return null;
  }

  /** Compares two direct values; what they hold goes to `work`. */
  #sameValue(before: PdfObject, after: PdfObject, path: string, work: Pair[]): boolean {
    if (before instanceof PdfName) return after instanceof PdfName && before.value === after.value;
    if (before instanceof PdfString) return after instanceof PdfString && sameString(before.bytes, after.bytes);
    if (before instanceof PdfDict)
      return after instanceof PdfDict && this.#sameEntries(before, after, path, work, noKeys);
    if (before instanceof PdfStream) {
      return (
        after instanceof PdfStream &&
        this.#sameEntries(before.dict, after.dict, path, work, lengthOnly) &&
        Buffer.compare(this.old.raw(before), this.new.raw(after)) === 0
      );
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      const [items, others] = [before as readonly PdfObject[], after as readonly PdfObject[]];
      if (items.length !== others.length) return false;
      for (const [index, item] of items.entries()) {
        work.push({ before: item, after: others[index] ?? null, path: `${path}[${index}]` });
      }
      return true;
    }
    return before === after;
  }

  #sameEntries(before: PdfDict, after: PdfDict, path: string, work: Pair[], ignored: ReadonlySet<string>): boolean {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
      if (ignored.has(key)) continue;
      const a = before.get(key);
      const b = after.get(key);
      if (upwardKeys.has(key) && a instanceof PdfRef && b instanceof PdfRef && a.num === b.num) continue;
      work.push({ before: a, after: b, path: `${path}/${key}` });
    }
    return true;
  }

  /** Is the object, in both revisions, the catalog, or a page, field or annotation that its tree reaches? */
  #isAnchored(num: number): boolean {
    this.#anchored ??= intersection(anchorsOf(this.old), anchorsOf(this.new));
    return this.#anchored.has(num);
  }

  /** Does a page of the new revision (or of the old one only) show the annotation, and the other revision's pages not? */
  isAnnotationOnly(where: 'new' | 'old', annotation: PdfObject): boolean {
    const [here, there] = where === 'new' ? [this.new, this.old] : [this.old, this.new];
    if (!(annotation instanceof PdfRef)) return false;
    return annotationsOf(here).has(annotation.num) && !annotationsOf(there).has(annotation.num);
  }

  /** Is the annotation, in the new revision, the place of a field of the form? */
  isFieldWidget(annotation: PdfObject): boolean {
    if (!(annotation instanceof PdfRef)) return false;
    this.#fieldWidgets ??= new Set(
      formFields(this.new).flatMap((field) => field.widgets.flatMap((widget) => widget.ref?.num ?? [])),
    );
    return this.#fieldWidgets.has(annotation.num);
  }

  /**
   * Is something under an appearance dictionary, as it was, also used by what is no annotation? Such an object is more
   * than an appearance, and replacing the appearance would only hide what it is.
   */
  appearanceIsShared(appearance: PdfObject): boolean {
    const own = new Set<number>();
    const collect = (value: PdfObject, depth: number) => {
      if (value instanceof PdfRef) own.add(value.num);
      const found = this.old.resolve(value);
      if (found instanceof PdfDict && depth < 3) for (const entry of found.entries.values()) collect(entry, depth + 1);
    };
    collect(appearance, 0);
    const inTrailer = new Set<number>();
    eachReference(this.old.trailer, (num) => inTrailer.add(num));
    const revision = this.old.revision.number;
    const document = this.old.document;
    return [...own].some((num) => {
      if (inTrailer.has(num)) return true;
      return [...this.#index.referrersOf(num)].some((referrer) => {
        if (own.has(referrer)) return false;
        const value = valueOf(document, referrer, revision);
        let refers = false;
        eachReference(value, (target) => {
          refers ||= target === num;
        });
        return refers && !(value instanceof PdfDict && value.entries.has('AP'));
      });
    });
  }

  #step(): void {
    if (--this.#steps < 0) throw new PdfError('limit', 'the revisions differ in too many places');
  }
}

/** Long chains make long paths; both ends say enough. */
const short = (path: string): string => (path.length <= 160 ? path : `${path.slice(0, 80)}...${path.slice(-70)}`);

interface Pair {
  readonly before: PdfObject;
  readonly after: PdfObject;
  readonly path: string;
}

/**
 * The same bytes, or the same text where one of the two is marked as UTF-16 or UTF-8 (7.9.2.2): what writes a dictionary
 * again for an update of its own often writes its texts in another encoding.
 */
const sameString = (before: Uint8Array, after: Uint8Array): boolean =>
  Buffer.compare(before, after) === 0 ||
  ([before, after].some((bytes) => decodeText(bytes).length < bytes.length) &&
    decodeText(before) === decodeText(after));

const noKeys: ReadonlySet<string> = new Set();
const lengthOnly: ReadonlySet<string> = new Set(['Length']);

const annotationCache = new WeakMap<PdfView, ReadonlySet<number>>();

/** Numbers of the annotations that pages list. */
const annotationsOf = (view: PdfView): ReadonlySet<number> => {
  const known = annotationCache.get(view);
  if (known) return known;
  const listed = pagesOf(view).flatMap((page) => view.array(page.dict.get('Annots')));
  const out = new Set(listed.flatMap((item) => (item instanceof PdfRef ? [item.num] : [])));
  annotationCache.set(view, out);
  return out;
};

const anchorCache = new WeakMap<PdfView, ReadonlySet<number>>();

const anchorsOf = (view: PdfView): ReadonlySet<number> => {
  const known = anchorCache.get(view);
  if (known) return known;
  const out = new Set<number>();
  const add = (value: PdfObject) => {
    if (value instanceof PdfRef) out.add(value.num);
  };
  // The catalog is the comparison's own root; a signature's /Data names it.
  add(view.trailer.get('Root'));
  for (const page of pagesOf(view)) add(page.ref);
  for (const num of annotationsOf(view)) out.add(num);
  for (const field of formFields(view)) {
    add(field.ref);
    for (const widget of field.widgets) add(widget.ref);
  }
  anchorCache.set(view, out);
  return out;
};

const intersection = (a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...a].filter((num) => b.has(num)));

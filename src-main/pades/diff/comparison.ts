import type { PdfView } from '../pdf/document.ts';
import { formFields } from '../pdf/form.ts';
import { PdfError } from '../pdf/limits.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from '../pdf/objects.ts';
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
  readonly #equal = new Map<string, boolean>();
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
    const change = { revision: this.new.revision.number, rule, path, description };
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
    const where = this.#difference(before, after, path, 0);
    if (where !== null) this.forbid(where, `${where} has changed`);
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
    return this.#difference(before, after, '', 0) === null;
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

  /** The path of the first difference, or null. */
  #difference(before: PdfObject, after: PdfObject, path: string, depth: number): string | null {
    this.#step();
    if (this.untouched(before, after)) return null;
    if (depth > 4 * this.old.document.limits.depth) throw new PdfError('limit', 'objects are nested too deeply');
    if (before instanceof PdfRef && after instanceof PdfRef && before.num === after.num) {
      // Pages, fields and annotations that stand in their trees are compared there: a mention elsewhere names them only.
      if (this.#trustAnchors && this.#isAnchored(before.num)) return null;
    }
    if (before instanceof PdfRef || after instanceof PdfRef) {
      const both = before instanceof PdfRef && after instanceof PdfRef;
      const key = both ? `${before.num} ${after.num} ${this.#trustAnchors}` : '';
      const known = both ? this.#equal.get(key) : undefined;
      if (known !== undefined) return known ? null : path;
      if (both) this.#equal.set(key, true);
      const [a, b] = this.enter(before, after);
      const where = this.#difference(a, b, path, depth + 1);
      if (both && where !== null) this.#equal.set(key, false);
      return where;
    }
    return this.#valueDifference(before, after, path, depth);
  }

  #valueDifference(before: PdfObject, after: PdfObject, path: string, depth: number): string | null {
    if (before === after) {
      // The very same parsed value: only what it refers to may differ.
      if (before === null || typeof before !== 'object' || before instanceof PdfName || before instanceof PdfString) {
        return null;
      }
    }
    if (before instanceof PdfName) return after instanceof PdfName && before.value === after.value ? null : path;
    if (before instanceof PdfString) {
      return after instanceof PdfString && Buffer.compare(before.bytes, after.bytes) === 0 ? null : path;
    }
    if (before instanceof PdfDict) {
      return after instanceof PdfDict ? this.#dictDifference(before, after, path, depth, noKeys) : path;
    }
    if (before instanceof PdfStream) {
      if (!(after instanceof PdfStream)) return path;
      const where = this.#dictDifference(before.dict, after.dict, path, depth, lengthOnly);
      if (where !== null) return where;
      return Buffer.compare(this.old.raw(before), this.new.raw(after)) === 0 ? null : path;
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      if (before.length !== after.length) return path;
      const others = after as readonly PdfObject[];
      for (const [index, item] of (before as readonly PdfObject[]).entries()) {
        const where = this.#difference(item, others[index] ?? null, `${path}[${index}]`, depth + 1);
        if (where !== null) return where;
      }
      return null;
    }
    return before === after ? null : path;
  }

  #dictDifference(
    before: PdfDict,
    after: PdfDict,
    path: string,
    depth: number,
    ignored: ReadonlySet<string>,
  ): string | null {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
      if (ignored.has(key)) continue;
      const a = before.get(key);
      const b = after.get(key);
      if (upwardKeys.has(key) && a instanceof PdfRef && b instanceof PdfRef && a.num === b.num) continue;
      const where = this.#difference(a, b, `${path}/${key}`, depth + 1);
      if (where !== null) return where;
    }
    return null;
  }

  /** Is the object, in both revisions, the catalog, or a page, field or annotation that its tree reaches? */
  #isAnchored(num: number): boolean {
    this.#anchored ??= intersection(anchorsOf(this.old), anchorsOf(this.new));
    return this.#anchored.has(num);
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

const noKeys: ReadonlySet<string> = new Set();
const lengthOnly: ReadonlySet<string> = new Set(['Length']);

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
  for (const page of pagesOf(view)) {
    add(page.ref);
    for (const annotation of view.array(page.dict.get('Annots'))) add(annotation);
  }
  for (const field of formFields(view)) {
    add(field.ref);
    for (const widget of field.widgets) add(widget.ref);
  }
  anchorCache.set(view, out);
  return out;
};

const intersection = (a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...a].filter((num) => b.has(num)));

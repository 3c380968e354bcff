import type { PdfDocument } from '../pdf/document.ts';
import { PdfDict, type PdfObject, PdfRef, PdfStream } from '../pdf/objects.ts';

/** Keys whose references lead back up the document: compared by number, never followed down. */
export const upwardKeys: ReadonlySet<string> = new Set(['Parent', 'P', 'Pg']);

/** Calls back for every reference inside one object, not through other objects. */
export const eachReference = (value: PdfObject, visit: (num: number, upward: boolean) => void): void => {
  const stack: { readonly value: PdfObject; readonly upward: boolean }[] = [{ value, upward: false }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value: current, upward } = item;
    if (current instanceof PdfRef) visit(current.num, upward);
    else if (current instanceof PdfDict || current instanceof PdfStream) {
      const { entries } = current instanceof PdfStream ? current.dict : current;
      for (const [key, entry] of entries) {
        if (typeof entry === 'object')
          stack.push({ value: entry, upward: upwardKeys.has(key) && entry instanceof PdfRef });
      }
    } else if (Array.isArray(current)) {
      for (const entry of current as readonly PdfObject[])
        if (typeof entry === 'object') stack.push({ value: entry, upward: false });
    }
  }
};

interface Referrers {
  readonly down: Set<number>;
  readonly up: Set<number>;
}

/**
 * Who refers to whom, over all revisions up to the one last added. Edges are only ever added: what it answers is never
 * too little, so a comparison that follows it misses nothing, and each revision costs no more than what it writes.
 */
export class ReferenceIndex {
  readonly #document: PdfDocument;
  readonly #referrers = new Map<number, Referrers>();
  #upTo = 0;

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  /** Takes in everything up to and with a revision. */
  extendTo(revision: number): void {
    if (this.#upTo === 0 && revision >= 1) {
      for (const num of this.#document.numbers()) this.#add(num, 1);
      this.#upTo = 1;
    }
    while (this.#upTo < revision) {
      this.#upTo++;
      for (const num of this.#document.changedIn(this.#upTo)) this.#add(num, this.#upTo);
    }
  }

  /** All objects from which one of `changed` can be reached downwards, these themselves among them. */
  above(changed: ReadonlySet<number>): ReadonlySet<number> {
    const out = new Set(changed);
    const queue = [...changed];
    for (let num = queue.pop(); num !== undefined; num = queue.pop()) {
      for (const referrer of this.#referrers.get(num)?.down ?? []) {
        if (!out.has(referrer)) {
          out.add(referrer);
          queue.push(referrer);
        }
      }
    }
    return out;
  }

  /** Objects that refer to this one in some revision so far. */
  referrersOf(num: number): ReadonlySet<number> {
    return this.#referrers.get(num)?.down ?? new Set();
  }

  /** Can the object be reached from the trailer, in any direction, as the file stood at `revision`? */
  isReachable(target: number, revision: number): boolean {
    const roots = new Set<number>();
    eachReference(this.#document.at(revision).trailer, (num) => roots.add(num));
    const seen = new Set([target]);
    const queue = [target];
    for (let num = queue.pop(); num !== undefined; num = queue.pop()) {
      if (roots.has(num)) return true;
      const referrers = this.#referrers.get(num);
      for (const referrer of [...(referrers?.down ?? []), ...(referrers?.up ?? [])]) {
        if (!seen.has(referrer) && this.#refers(referrer, num, revision)) {
          seen.add(referrer);
          queue.push(referrer);
        }
      }
    }
    return false;
  }

  #refers(from: number, to: number, revision: number): boolean {
    let found = false;
    eachReference(valueOf(this.#document, from, revision), (num) => {
      found ||= num === to;
    });
    return found;
  }

  #add(from: number, revision: number): void {
    eachReference(valueOf(this.#document, from, revision), (num, upward) => {
      let referrers = this.#referrers.get(num);
      if (!referrers) {
        referrers = { down: new Set(), up: new Set() };
        this.#referrers.set(num, referrers);
      }
      (upward ? referrers.up : referrers.down).add(from);
    });
  }
}

/** An object's value at a revision whatever its generation. */
export const valueOf = (document: PdfDocument, num: number, revision: number): PdfObject => {
  const entry = document.entryAt(num, revision);
  if (!entry || entry.kind === 'free') return null;
  return document.valueAt(num, entry.kind === 'offset' ? entry.gen : 0, revision);
};

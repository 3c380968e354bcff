import { docMdpOf } from '../mdp.ts';
import { textOf } from '../pdf/form.ts';
import { PdfDict, type PdfObject, PdfRef } from '../pdf/objects.ts';
import type { PdfView } from '../pdf/document.ts';
import { ChangeRule } from './change.ts';
import { shownBy } from './appearance-text.ts';
import type { Comparison } from './comparison.ts';

/** What a field has from its ancestors, in both revisions alike. */
interface Context {
  readonly name: string;
  readonly type: string | null;
  /** The value of the field above the widgets has changed. */
  readonly valueChanged: boolean;
  /** How deep in the field tree. */
  readonly depth: number;
}

const READ_ONLY = 1;
/** Annotation flags that say less can be done, not more: ReadOnly, Locked, LockedContents (ISO 32000-2, table 167). */
const LOCKING_FLAGS = 64 | 128 | 512;

/** Compares the interactive form (12.7.3): fields may be filled and signed, signature fields added, nothing else (C32, C33). */
export const compareForm = (c: Comparison, before: PdfObject, after: PdfObject, path: string): void => {
  const [a, b] = c.enterDicts(before, after);
  if (!b) {
    if (a) c.forbid(path, 'the form was removed');
    return;
  }
  const old = a ?? new PdfDict();
  c.entries(old, b, path, {
    Fields: (x, y, at) => {
      const [olds, news] = arrays(c, x, y);
      compareFields(c, olds, news, at, { name: '', type: null, valueChanged: false, depth: 0 });
    },
    SigFlags: (x, y, at) => {
      const [was, is] = [c.old.number(x) ?? 0, c.new.number(y) ?? 0];
      c.enter(x, y);
      if ((was & ~is) !== 0) c.forbid(at, 'the form no longer says that it holds signatures');
    },
    NeedAppearances: (x, y, at) => {
      c.enter(x, y);
      if (c.new.resolve(y) === true) c.report(ChangeRule.FormDefaults, at, 'viewers are asked to draw the fields anew');
    },
    DR: (x, y, at) => extendResources(c, x, y, at),
    DA: (x, y, at) => addOnly(c, x, y, at),
    Q: (x, y, at) => addOnly(c, x, y, at),
    XFA: (x, y, at) => compareXfa(c, x, y, at),
  });
};

const arrays = (c: Comparison, x: PdfObject, y: PdfObject) => {
  c.enter(x, y);
  return [c.old.array(x), c.new.array(y)] as const;
};

const addOnly = (c: Comparison, x: PdfObject, y: PdfObject, path: string): void => {
  if (x === null) c.report(ChangeRule.FormDefaults, path, `${path} was added`);
  else c.frozen(x, y, path);
};

/** Default resources of the form (12.7.3): fonts, which viewers draw values with, may join; what was there stays. */
const extendResources = (c: Comparison, x: PdfObject, y: PdfObject, path: string): void => {
  const [a, b] = c.enterDicts(x, y);
  if (!a || !b) {
    if (a) c.forbid(path, 'the resources of the form were removed');
    else c.report(ChangeRule.FormDefaults, path, 'the form got resources');
    return;
  }
  let extended = false;
  const extend = (before: PdfObject, after: PdfObject, at: string): void => {
    const [p, q] = c.enter(before, after);
    if (p instanceof PdfDict && q instanceof PdfDict) {
      for (const [key, value] of p.entries) c.frozen(value, q.get(key), `${at}/${key}`);
      extended ||= q.entries.size > p.entries.size;
    } else if (before === null) extended = true;
    else c.frozen(before, after, at);
  };
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    // A form that is written anew repeats its resources: that is no change.
    if (c.untouched(a.get(key), b.get(key)) || c.same(a.get(key), b.get(key))) continue;
    if (key === 'Font' || key === 'Encoding') extend(a.get(key), b.get(key), `${path}/${key}`);
    else {
      // Nothing draws with these but the fields' appearances, which are compared themselves.
      c.allowAnything(a.get(key), b.get(key));
      extended = true;
    }
  }
  if (extended) c.report(ChangeRule.FormDefaults, path, 'the form got more resources');
};

/** XFA packets: only the data of the form may change (`datasets`, and Acrobat's `form` state). */
const compareXfa = (c: Comparison, x: PdfObject, y: PdfObject, path: string): void => {
  const [olds, news] = arrays(c, x, y);
  if (olds.length === 0 || olds.length !== news.length) {
    c.frozen(x, y, path);
    return;
  }
  for (let i = 0; i + 1 < olds.length; i += 2) {
    const packet = textOf(c.old, olds[i] ?? null);
    const [before, after] = [olds[i + 1] ?? null, news[i + 1] ?? null];
    if (packet !== textOf(c.new, news[i] ?? null)) c.forbid(path, 'the packets of the XFA form have changed');
    else if (c.untouched(before, after)) continue;
    else if (packet === 'datasets' || packet === 'form') {
      c.allowAnything(before, after);
      c.report(ChangeRule.FillField, `${path}/${packet}`, 'the data of the XFA form has changed');
    } else c.frozen(before, after, `${path}/${packet}`);
  }
};

/** The partial name that pairs a field with itself in the next revision. */
const partialName = (view: PdfView, value: PdfObject): string | null =>
  textOf(view, view.dict(value)?.get('T') ?? null);

const compareFields = (
  c: Comparison,
  olds: readonly PdfObject[],
  news: readonly PdfObject[],
  path: string,
  context: Context,
): void => {
  const unmatched = new Set(news);
  const byNumber = new Map(news.flatMap((item) => (item instanceof PdfRef ? [[item.num, item] as const] : [])));
  for (const before of olds) {
    const partial = partialName(c.old, before);
    const sameObject = before instanceof PdfRef ? byNumber.get(before.num) : undefined;
    const after = sameObject ?? [...unmatched].find((item) => partial !== null && partialName(c.new, item) === partial);
    const name = qualified(context.name, partial);
    if (after === undefined) {
      if (c.old.dict(before)) c.forbid(`${path}(${name})`, `the field ${name} was removed`);
      continue;
    }
    unmatched.delete(after);
    compareField(c, before, after, path, context);
  }
  for (const added of unmatched) addedField(c, added, path, context);
};

const qualified = (above: string, partial: string | null): string =>
  partial === null ? above : above === '' ? partial : `${above}.${partial}`;

/** A field that was not there before: a signature field, or a node above such fields only. */
const addedField = (c: Comparison, added: PdfObject, path: string, context: Context, depth = 0): void => {
  const view = c.new;
  const field = view.dict(added);
  if (!field || depth > view.document.limits.depth) return;
  c.enter(null, added);
  const name = qualified(context.name, textOf(view, field.get('T')));
  const type = view.name(field.get('FT')) ?? context.type;
  const kids = view.array(field.get('Kids')).filter((kid) => partialName(view, kid) !== null);
  const at = `${path}(${name})`;
  if (kids.length > 0) {
    for (const kid of kids) addedField(c, kid, path, { ...context, name, type }, depth + 1);
    return;
  }
  if (type !== 'Sig') c.forbid(at, `the field ${name} was added, and it is no signature field`);
  else if (isDocumentTimestamp(view, field.get('V'))) {
    c.report(ChangeRule.DocumentTimestamp, at, `the document time-stamp ${name} was added`);
  } else {
    c.report(ChangeRule.NewSignatureField, at, `the signature field ${name} was added`, name);
    noLaterCertification(c, field.get('V'), at);
  }
  if (type === 'Sig' && view.dict(field.get('AA')) !== null)
    c.forbid(`${at}/AA`, `the new field ${name} carries actions`);
};

/** What certifies is the first signature of a document (12.8.2.2.1; C34). */
const noLaterCertification = (c: Comparison, value: PdfObject, path: string): void => {
  const signature = c.new.dict(value);
  if (signature && docMdpOf(c.new, signature) !== null)
    c.forbid(path, 'a certification was added after another signature');
};

/** SubFilter decides what a signature is, not /Type (C2). */
export const isDocumentTimestamp = (view: PdfView, value: PdfObject): boolean =>
  view.name(view.dict(value)?.get('SubFilter') ?? null) === 'ETSI.RFC3161';

const compareField = (c: Comparison, before: PdfObject, after: PdfObject, path: string, above: Context): void => {
  if (c.untouched(before, after)) return;
  if (above.depth > c.old.document.limits.depth) {
    c.forbid(path, 'fields are nested too deeply to be compared');
    return;
  }
  const [a, b] = c.enterDicts(before, after);
  if (!a || !b) {
    if (a) c.forbid(path, 'a field was replaced by nothing');
    return;
  }
  const name = qualified(above.name, textOf(c.old, a.get('T')));
  const context = { ...above, depth: above.depth + 1, name, type: c.old.name(a.get('FT')) ?? above.type };
  const at = `${path}(${name})`;
  if (context.type === 'Sig') compareSignatureField(c, a, b, at, context);
  else compareOtherField(c, a, b, at, context);
};

const compareKids = (c: Comparison, x: PdfObject, y: PdfObject, path: string, context: Context): void => {
  const [olds, news] = arrays(c, x, y);
  const hasFields = [...olds.map((kid) => partialName(c.old, kid)), ...news.map((kid) => partialName(c.new, kid))];
  if (hasFields.some((partial) => partial !== null)) {
    compareFields(c, olds, news, path, context);
    return;
  }
  if (olds.length !== news.length) {
    c.forbid(path, `the field ${context.name} has another number of places on the pages`);
    return;
  }
  for (const [index, old] of olds.entries()) compareField(c, old, news[index] ?? null, path, context);
};

const compareSignatureField = (c: Comparison, a: PdfDict, b: PdfDict, path: string, context: Context): void => {
  const { name } = context;
  const wasSigned = isSigned(c.old, a.get('V'));
  const signing = !wasSigned && isSigned(c.new, b.get('V'));
  const free = (x: PdfObject, y: PdfObject, at: string) => {
    if (wasSigned) c.frozen(x, y, at);
    else c.allowAnything(x, y);
  };
  let reported = false;
  const sign = () => {
    if (reported) return;
    reported = true;
    if (!signing && !c.new.dict(b.get('V'))) {
      c.report(ChangeRule.SignField, path, `the place of the signature field ${name} was prepared`, name);
    } else if (isDocumentTimestamp(c.new, b.get('V'))) {
      c.report(ChangeRule.DocumentTimestamp, path, `a document time-stamp was put into ${name}`);
    } else {
      c.report(ChangeRule.SignField, path, `the field ${name} was signed`, name);
      noLaterCertification(c, b.get('V'), path);
    }
  };
  c.entries(a, b, path, {
    V: (x, y, at) => {
      if (wasSigned) c.frozen(x, y, at);
      else {
        c.allowAnything(x, y);
        sign();
      }
    },
    AP: (x, y, at) => {
      free(x, y, at);
      if (wasSigned) return;
      unshared(c, x, at);
      sign();
    },
    MK: free,
    M: free,
    // A signer may show the field and shut it; the place on the page was given before.
    F: (x, y, at) => {
      const changed = (c.old.number(x) ?? 0) ^ (c.new.number(y) ?? 0);
      if (wasSigned && (changed & ~LOCKING_FLAGS) !== 0) c.frozen(x, y, at);
      else c.enter(x, y);
    },
    Ff: (x, y, at) => readOnlyMayBeSet(c, x, y, at),
    Lock: (x, y, at) => {
      if (x === null && signing) c.allowAnything(x, y);
      else c.frozen(x, y, at);
    },
    DA: (x, y, at) => {
      if (x === null && !wasSigned) c.allowAnything(x, y);
      else c.frozen(x, y, at);
    },
    P: (x, y, at) => mayBeAdded(c, x, y, at),
    Type: (x, y, at) => mayBeAdded(c, x, y, at),
    StructParent: (x, y, at) => mayBeAdded(c, x, y, at),
    Kids: (x, y, at) => compareKids(c, x, y, at, context),
  });
};

const unshared = (c: Comparison, appearance: PdfObject, path: string): void => {
  if (c.appearanceIsShared(appearance)) c.forbid(path, 'an appearance was replaced that is also used elsewhere');
};

const isSigned = (view: PdfView, value: PdfObject): boolean => view.dict(value)?.entries.has('Contents') === true;

const mayBeAdded = (c: Comparison, x: PdfObject, y: PdfObject, path: string): void => {
  if (x === null) c.enter(x, y);
  else c.frozen(x, y, path);
};

const readOnlyMayBeSet = (c: Comparison, x: PdfObject, y: PdfObject, path: string): void => {
  c.enter(x, y);
  const [was, is] = [c.old.number(x) ?? 0, c.new.number(y) ?? 0];
  if ((was | READ_ONLY) !== (is | READ_ONLY) || (was & ~is) !== 0) c.frozen(x, y, path);
};

/** Values and what draws them: text, buttons, choices. */
const compareOtherField = (c: Comparison, a: PdfDict, b: PdfDict, path: string, context: Context): void => {
  const { name } = context;
  const valueChanged = context.valueChanged || ['V', 'AS', 'I', 'RV'].some((key) => !c.same(a.get(key), b.get(key)));
  let filled = false;
  const fill = (x: PdfObject, y: PdfObject) => {
    c.allowAnything(x, y);
    filled = true;
  };
  const drawing = (x: PdfObject, y: PdfObject, at: string) => {
    if (valueChanged) fill(x, y);
    else c.frozen(x, y, at);
  };
  c.entries(a, b, path, {
    V: fill,
    RV: fill,
    I: fill,
    TI: fill,
    AS: fill,
    AP: (x, y, at) => {
      unshared(c, x, at);
      if (!valueChanged && !showsTheSame(c, x, y))
        c.forbid(at, `what ${name} shows has changed, and its value has not`);
      fill(x, y);
    },
    // How a value is drawn may come with the value, not without it: white on white it would be gone.
    DA: drawing,
    Q: drawing,
    M: (x, y) => c.allowAnything(x, y),
    F: (x, y, at) => {
      const changed = (c.old.number(x) ?? 0) ^ (c.new.number(y) ?? 0);
      if ((changed & ~LOCKING_FLAGS) !== 0) c.frozen(x, y, at);
      else c.enter(x, y);
    },
    Ff: (x, y, at) => readOnlyMayBeSet(c, x, y, at),
    P: (x, y, at) => mayBeAdded(c, x, y, at),
    Type: (x, y, at) => mayBeAdded(c, x, y, at),
    StructParent: (x, y, at) => mayBeAdded(c, x, y, at),
    Kids: (x, y, at) => compareKids(c, x, y, at, { ...context, valueChanged }),
  });
  if (filled) c.report(ChangeRule.FillField, path, `the field ${name} was filled in`, name);
};

/** An appearance may be made for the first time, or drawn anew in other fonts and places, but not say something else (C32). */
const showsTheSame = (c: Comparison, before: PdfObject, after: PdfObject): boolean => {
  if (c.old.dict(before) === null || c.same(before, after)) return true;
  const [was, is] = [shownBy(c.old, before), shownBy(c.new, after)];
  return was !== null && is !== null && was.text === is.text && is.pictures <= was.pictures;
};

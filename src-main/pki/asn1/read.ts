/** Bytes that are not the ASN.1 expected. Thrown inside the readers of this folder; every public reader turns it into a value. */
export class Asn1Error extends Error {
  override readonly name = 'Asn1Error';
}

/** The universal tags we meet (X.680 8.4). */
export const Tag = {
  Boolean: 1,
  Integer: 2,
  BitString: 3,
  OctetString: 4,
  Null: 5,
  Oid: 6,
  Enumerated: 10,
  Utf8String: 12,
  Sequence: 16,
  Set: 17,
  NumericString: 18,
  PrintableString: 19,
  TeletexString: 20,
  Ia5String: 22,
  UtcTime: 23,
  GeneralizedTime: 24,
  VisibleString: 26,
  UniversalString: 28,
  BmpString: 30,
} as const;

/** Deeper nesting than any structure of X.509, CMS or PKCS#12 needs is refused, so that recursion is bounded. */
const maxDepth = 48;
/** No structure but a CRL's list (which is walked without keeping its elements) comes near this many elements. */
const maxElements = 500_000;

/** Types that X.690 8 allows in one form only. */
const onlyPrimitive: ReadonlySet<number> = new Set([Tag.Boolean, Tag.Integer, Tag.Null, Tag.Oid, Tag.Enumerated]);
const onlyConstructed: ReadonlySet<number> = new Set([Tag.Sequence, Tag.Set]);

interface Budget {
  elements: number;
}

/**
 * One element of BER (X.690 8), read where it stands: `raw` and `content` are views, nothing is copied. Children are
 * read on first use. Indefinite lengths, long tags and non-minimal lengths are accepted; what a signature covers is
 * always taken from the bytes as they stand.
 */
export class Asn1 {
  readonly bytes: Uint8Array;
  /** 0 universal, 1 application, 2 context-specific, 3 private. */
  readonly tagClass: number;
  readonly tag: number;
  readonly constructed: boolean;
  readonly indefinite: boolean;
  /** Offsets into `bytes`: the identifier octet, the first content octet, the end of content, the end of all. */
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly #depth: number;
  readonly #budget: Budget;
  #children: readonly Asn1[] | null = null;

  constructor(bytes: Uint8Array, start: number, limit: number, depth: number, budget: Budget) {
    if (depth > maxDepth) throw new Asn1Error('nested too deeply');
    budget.elements += 1;
    if (budget.elements > maxElements) throw new Asn1Error('too many elements');
    let at = start;
    const next = (): number => {
      const byte = at < limit ? bytes[at] : undefined;
      if (byte === undefined) throw new Asn1Error(`ends inside an element at ${at}`);
      at += 1;
      return byte;
    };
    const identifier = next();
    this.bytes = bytes;
    this.start = start;
    this.tagClass = identifier >> 6;
    this.constructed = (identifier & 0x20) !== 0;
    this.#depth = depth;
    this.#budget = budget;
    let tag = identifier & 0x1f;
    if (tag === 0x1f) {
      tag = 0;
      let octet = next();
      while ((octet & 0x80) !== 0) {
        tag = tag * 128 + (octet & 0x7f);
        if (tag > 0xff_ffff) throw new Asn1Error('tag number too large');
        octet = next();
      }
      tag = tag * 128 + octet;
    }
    this.tag = tag;
    if (this.tagClass === 0 && (this.constructed ? onlyPrimitive : onlyConstructed).has(tag))
      throw new Asn1Error(`tag ${tag} in the wrong form at ${start}`);
    const first = next();
    if (first === 0x80) {
      if (!this.constructed) throw new Asn1Error('a primitive element of indefinite length');
      this.indefinite = true;
      this.contentStart = at;
      const children: Asn1[] = [];
      for (;;) {
        const child = new Asn1(bytes, at, limit, depth + 1, budget);
        at = child.end;
        if (child.tagClass === 0 && child.tag === 0) {
          if (child.constructed || child.contentEnd !== child.contentStart) throw new Asn1Error('bad end of contents');
          this.contentEnd = child.start;
          break;
        }
        children.push(child);
      }
      this.#children = children;
      this.end = at;
      return;
    }
    let length = first;
    if (first > 0x80) {
      let octets = first & 0x7f;
      length = 0;
      for (; octets > 0; octets -= 1) {
        length = length * 256 + next();
        if (length > 0x7fff_ffff) throw new Asn1Error('length too large');
      }
    }
    this.indefinite = false;
    this.contentStart = at;
    this.contentEnd = at + length;
    this.end = this.contentEnd;
    if (this.end > limit) throw new Asn1Error(`length at ${start} runs past the end`);
  }

  /** Identifier, length and content as they stand in the file. */
  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  /** The content octets (without the end-of-contents of an indefinite length). */
  get content(): Uint8Array {
    return this.bytes.subarray(this.contentStart, this.contentEnd);
  }

  /** The elements inside a constructed element, in file order. */
  get children(): readonly Asn1[] {
    this.#children ??= [...this.#read(() => this.#budget)];
    return this.#children;
  }

  /** The same elements one at a time, kept nowhere and so not counted: for lists as long as a CRL's. */
  *walk(): Generator<Asn1> {
    if (this.#children === null) yield* this.#read(() => ({ elements: 0 }));
    else yield* this.#children;
  }

  *#read(budget: () => Budget): Generator<Asn1> {
    if (!this.constructed) throw new Asn1Error('a primitive element has no children');
    let at = this.contentStart;
    while (at < this.contentEnd) {
      const child = new Asn1(this.bytes, at, this.contentEnd, this.#depth + 1, budget());
      at = child.end;
      yield child;
    }
  }

  /** Is it the universal tag given? */
  is(tag: number): boolean {
    return this.tagClass === 0 && this.tag === tag;
  }

  /** Is it `[tag]` of the context? */
  isContext(tag: number): boolean {
    return this.tagClass === 2 && this.tag === tag;
  }

  /** The child at `index`, of the universal tag given when one is given. */
  at(index: number, tag?: number): Asn1 {
    const child = this.children[index];
    if (child === undefined) throw new Asn1Error(`element ${index} is missing`);
    if (tag !== undefined && !child.is(tag)) throw new Asn1Error(`element ${index} has tag ${child.tag}, not ${tag}`);
    return child;
  }

  /** The child `[tag]` of the context, where there is one. */
  context(tag: number): Asn1 | undefined {
    return this.children.find((child) => child.isContext(tag));
  }

  /** Itself, when it has the universal tag given. */
  expect(tag: number): this {
    if (!this.is(tag)) throw new Asn1Error(`tag ${this.tag} where ${tag} is due`);
    return this;
  }
}

/** Reads the element that stands at `offset`; what follows it is the caller's to judge. @throws Asn1Error */
export const readAsn1 = (bytes: Uint8Array, offset = 0): Asn1 =>
  new Asn1(bytes, offset, bytes.length, 0, { elements: 0 });

/** Reads one element that is all of `bytes`. @throws Asn1Error */
export const readWhole = (bytes: Uint8Array): Asn1 => {
  const element = readAsn1(bytes);
  if (element.end !== bytes.length) throw new Asn1Error('bytes follow the end of the structure');
  return element;
};

/** An OBJECT IDENTIFIER in dots (X.690 8.19), whatever its (implicit) tag. */
export const readOid = (element: Asn1): string => {
  const content = element.content;
  if (content.length === 0 || content.length > 64) throw new Asn1Error('bad object identifier');
  const arcs: string[] = [];
  let value = 0n;
  let small = 0;
  let big = false;
  let open = false;
  for (const octet of content) {
    open = (octet & 0x80) !== 0;
    if (!big && small > 0xffff_ffff) {
      big = true;
      value = BigInt(small);
    }
    if (big) value = (value << 7n) | BigInt(octet & 0x7f);
    else small = small * 128 + (octet & 0x7f);
    if (open) continue;
    if (arcs.length === 0 && !big) {
      const top = Math.min(2, Math.floor(small / 40));
      arcs.push(String(top), String(small - top * 40));
    } else if (arcs.length === 0) arcs.push('2', String(value - 80n));
    else arcs.push(big ? String(value) : String(small));
    value = 0n;
    small = 0;
    big = false;
  }
  if (open) throw new Asn1Error('object identifier ends inside an arc');
  return arcs.join('.');
};

/** An INTEGER or ENUMERATED that must be small, as a number. */
export const readSmallInteger = (element: Asn1): number => {
  const content = element.content;
  if (content.length === 0 || content.length > 5) throw new Asn1Error('an integer that should be small is not');
  let value = (content[0] ?? 0) & 0x80 ? -1 : 0;
  for (const octet of content) value = value * 256 + octet;
  return value;
};

/** An INTEGER's octets as they stand, as lower-case hex: the identity of a serial number, negative ones included. */
export const readIntegerHex = (element: Asn1): string => {
  if (element.content.length === 0) throw new Asn1Error('an integer without octets');
  return toHex(element.content);
};

/** An INTEGER's octets without leading zeros, read as unsigned whatever its sign bit says. */
export const readUnsigned = (element: Asn1): Uint8Array => {
  const content = element.content;
  let at = 0;
  while (at < content.length - 1 && content[at] === 0) at += 1;
  return content.subarray(at);
};

/** A BOOLEAN; any octet but zero is true (X.690 8.2.2). */
export const readBoolean = (element: Asn1): boolean => {
  if (element.content.length !== 1) throw new Asn1Error('bad boolean');
  return element.content[0] !== 0;
};

/** An OCTET STRING's octets; the segments of a constructed one joined (X.690 8.7.3). */
export const readOctets = (element: Asn1): Uint8Array => {
  if (!element.constructed) return element.content;
  const parts = element.children.map((child) => {
    if (!child.is(Tag.OctetString)) throw new Asn1Error('a segment that is no octet string');
    return readOctets(child);
  });
  return concat(...parts);
};

/** A BIT STRING's octets; `unused` bits at the end are zero in what we read, or it is refused. */
export const readBits = (element: Asn1): { readonly octets: Uint8Array; readonly unused: number } => {
  if (element.constructed) {
    const parts = element.children.map((child) => readBits(child.expect(Tag.BitString)));
    return { octets: concat(...parts.map((part) => part.octets)), unused: parts.at(-1)?.unused ?? 0 };
  }
  const unused = element.content[0];
  if (unused === undefined || unused > 7) throw new Asn1Error('bad bit string');
  return { octets: element.content.subarray(1), unused };
};

/** Named bits (X.680 22.7) as the set of bit numbers that are one. */
export const readNamedBits = (element: Asn1): ReadonlySet<number> => {
  const { octets } = readBits(element);
  const bits = new Set<number>();
  octets.forEach((octet, index) => {
    for (let bit = 0; bit < 8; bit += 1) if (octet & (0x80 >> bit)) bits.add(index * 8 + bit);
  });
  return bits;
};

/** UTCTime or GeneralizedTime (RFC 5280 4.1.2.5, read leniently: seconds may be missing, fractions and zones may be there). */
export const readTime = (element: Asn1): Date => {
  const text = latin1(element.content);
  const utc = element.is(Tag.UtcTime);
  const match = (utc ? utcForm : generalizedForm).exec(text);
  if (match === null || !(utc || element.is(Tag.GeneralizedTime)))
    throw new Asn1Error(`bad time "${text.slice(0, 30)}"`);
  const [, years = '', month = '', day = '', hour = '', minute = '', second = '00', fraction = '', zone = 'Z'] = match;
  const year = utc ? Number(years) + (Number(years) < 50 ? 2000 : 1900) : Number(years);
  let time = Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const read = new Date(time);
  if (read.getUTCMonth() !== Number(month) - 1 || read.getUTCDate() !== Number(day))
    throw new Asn1Error(`bad time "${text}"`);
  if (fraction !== '') time += Math.floor(Number(`0.${fraction}`) * 1000);
  if (zone !== 'Z') {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
    time -= (zone.startsWith('-') ? -minutes : minutes) * 60_000;
  }
  return new Date(time);
};
const utcForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?()(Z|[+-]\d{4})$/;
const generalizedForm = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})?$/;

/** A character string of any of the restricted types; null for what is no string. */
export const readText = (element: Asn1): string | null => {
  if (element.tagClass !== 0) return null;
  const content = element.constructed ? readOctetsOfString(element) : element.content;
  switch (element.tag) {
    case Tag.Utf8String:
      return utf8.decode(content);
    case Tag.PrintableString:
    case Tag.NumericString:
    case Tag.Ia5String:
    case Tag.VisibleString:
    case Tag.TeletexString:
      return latin1(content);
    case Tag.BmpString:
      return utf16.decode(content);
    case Tag.UniversalString: {
      let text = '';
      for (let at = 0; at + 3 < content.length; at += 4) {
        const point = ((content[at + 1] ?? 0) << 16) | ((content[at + 2] ?? 0) << 8) | (content[at + 3] ?? 0);
        text += content[at] !== 0 || point > 0x10_ffff ? '\ufffd' : String.fromCodePoint(point);
      }
      return text;
    }
    default:
      return null;
  }
};
const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16be');
const readOctetsOfString = (element: Asn1): Uint8Array => concat(...element.children.map((child) => child.content));

/** Octets as characters of ISO 8859-1. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Lower-case hex. */
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** Are the two the same octets? Not for secrets: it stops at the first difference. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.byteLength === b.byteLength && Buffer.compare(a, b) === 0);

/** Order of octet strings as DER sorts the elements of a SET OF: octet by octet, the shorter first. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b);

/** The parts, one after the other, in new memory. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

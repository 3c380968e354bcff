import { type Asn1, Asn1Error, readOid, readText, Tag, toHex } from './asn1/read.ts';
import { ia5String, oid, printableString, sequence, setOf, utf8String } from './asn1/write.ts';
import { Oid } from './oids.ts';

/** A distinguished name (RFC 5280 4.1.2.4). */
export interface DistinguishedName {
  /** As encoded. */
  readonly der: Uint8Array;
  /** The last CN; null where there is none. */
  readonly commonName: string | null;
  /** As RFC 4514 writes it, most specific part first: `CN=Ada Byron,O=Example`. */
  readonly text: string;
  /** Two names are equal under RFC 5280 7.1 exactly when their keys are: letter case, runs of space and string types do not count. */
  readonly key: string;
  /** Attributes in file order. */
  readonly attributes: readonly { readonly type: string; readonly value: string }[];
}

const labels: Readonly<Record<string, string>> = {
  [Oid.commonName]: 'CN',
  [Oid.surname]: 'SN',
  [Oid.serialNumber]: 'serialNumber',
  [Oid.countryName]: 'C',
  [Oid.localityName]: 'L',
  [Oid.stateOrProvinceName]: 'ST',
  [Oid.streetAddress]: 'STREET',
  [Oid.organizationName]: 'O',
  [Oid.organizationalUnitName]: 'OU',
  [Oid.title]: 'title',
  [Oid.givenName]: 'GN',
  [Oid.pseudonym]: 'pseudonym',
  [Oid.organizationIdentifier]: 'organizationIdentifier',
  [Oid.userId]: 'UID',
  [Oid.domainComponent]: 'DC',
  [Oid.emailAddress]: 'emailAddress',
};

/** Reads a Name. @throws Asn1Error */
export const readName = (element: Asn1): DistinguishedName => {
  if (!element.is(Tag.Sequence)) throw new Asn1Error('a name that is no sequence');
  const attributes: { type: string; value: string }[] = [];
  const texts: string[] = [];
  const keys: string[] = [];
  let commonName: string | null = null;
  for (const rdn of element.children) {
    const parts: string[] = [];
    const partKeys: string[] = [];
    for (const attribute of rdn.expect(Tag.Set).children) {
      const type = readOid(attribute.at(0, Tag.Oid));
      const valueElement = attribute.at(1);
      const read = readText(valueElement);
      const value = read ?? `#${toHex(valueElement.raw)}`;
      if (type === Oid.commonName) commonName = value;
      attributes.push({ type, value });
      parts.push(`${labels[type] ?? type}=${read === null ? value : escapeValue(value)}`);
      partKeys.push(`${type}=${read === null ? value : escapeValue(prepare(value))}`);
    }
    texts.push(parts.join('+'));
    keys.push(partKeys.sort().join('+'));
  }
  return { der: element.raw, commonName, text: texts.reverse().join(','), key: keys.join(','), attributes };
};

/** String preparation for comparison (RFC 4518 2, as RFC 5280 7.1 asks): NFKC, case folded, outer space off, inner runs one space. */
const prepare = (value: string): string => value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

const escapeValue = (value: string): string =>
  value
    .replace(/[\\,+"<>;=]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');

/** A person or an authority to be named in a certificate. */
export interface SubjectName {
  readonly commonName: string;
  readonly organisation?: string;
  /** Becomes UID (RFC 4519 2.39): the name a person logs in with, unique in the vault. */
  readonly userName?: string;
  /** ISO 3166 alpha-2. */
  readonly country?: string;
  /** Becomes serialNumber (X.520 6.2.9): what tells two authorities of one name apart. */
  readonly serialNumber?: string;
}

/** A Name, from the general to the specific: C, O, CN, UID, serialNumber, one attribute an RDN, texts in NFC. */
export const writeName = (subject: SubjectName): Uint8Array => {
  const parts: readonly (readonly [string, Uint8Array] | null)[] = [
    subject.country === undefined ? null : [Oid.countryName, printableString(subject.country)],
    subject.organisation === undefined
      ? null
      : [Oid.organizationName, utf8String(subject.organisation.normalize('NFC'))],
    [Oid.commonName, utf8String(subject.commonName.normalize('NFC'))],
    subject.userName === undefined ? null : [Oid.userId, utf8String(subject.userName.normalize('NFC'))],
    subject.serialNumber === undefined ? null : [Oid.serialNumber, printableString(subject.serialNumber)],
  ];
  return sequence(...parts.flatMap((part) => (part === null ? [] : [setOf(sequence(oid(part[0]), part[1]))])));
};

/** GeneralName kinds we act on (RFC 5280 4.2.1.6). */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly value: string }
  | { readonly kind: 'directory'; readonly value: DistinguishedName }
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  | { readonly kind: 'other'; readonly tag: number };

/** Reads one GeneralName. @throws Asn1Error */
export const readGeneralName = (element: Asn1): GeneralName => {
  if (element.tagClass !== 2) throw new Asn1Error('a general name without its tag');
  const text = () => Buffer.from(element.content).toString('latin1');
  switch (element.tag) {
    case 1:
      return { kind: 'email', value: text() };
    case 2:
      return { kind: 'dns', value: text() };
    case 4:
      return { kind: 'directory', value: readName(element.at(0)) };
    case 6:
      return { kind: 'uri', value: text() };
    case 7:
      return { kind: 'ip', value: element.content };
    default:
      return { kind: 'other', tag: element.tag };
  }
};

/** rfc822Name as a GeneralName. @throws RangeError for an address that is not ASCII. */
export const emailGeneralName = (address: string): Uint8Array => {
  const encoded = ia5String(address);
  encoded[0] = 0x81;
  return encoded;
};

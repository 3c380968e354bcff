import { type Asn1, readWhole } from './asn1/read.ts';
import type { CertificateInfo } from './certificate.ts';
import { type GeneralName, readGeneralName } from './names.ts';
import { Oid } from './oids.ts';

/** nameConstraints (RFC 5280 4.2.1.10). */
interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/**
 * The names that the constraints of issuers forbid to certificates below them (RFC 5280 6.1.3 b, c), as sentences; none:
 * all is well. Directory names, mail addresses, DNS names and hosts of URIs are judged; names of other kinds are refused
 * where a constraint is about their kind.
 * @param path leaf first, anchor last; the anchor's own constraints count too.
 */
export const nameConstraintFaults = (path: readonly CertificateInfo[]): readonly string[] =>
  path.flatMap((issuer, depth) => {
    const extension = issuer.extensions.find(({ oid }) => oid === Oid.nameConstraints);
    if (extension === undefined || depth === 0) return [];
    let constraints: NameConstraints;
    try {
      constraints = readConstraints(readWhole(extension.value));
    } catch {
      return [`the name constraints of ${issuer.subject.text} cannot be read`];
    }
    return path
      .slice(0, depth)
      .filter((certificate, index) => index === 0 || !certificate.selfIssued)
      .flatMap((certificate) =>
        namesOf(certificate).flatMap((name) =>
          allows(constraints, name) ? [] : [`${issuer.subject.text} may not issue to ${nameText(name)}`],
        ),
      );
  });

const readConstraints = (element: Asn1): NameConstraints => {
  const subtrees = (tag: number): GeneralName[] =>
    (element.context(tag)?.children ?? []).map((subtree) => readGeneralName(subtree.at(0)));
  return { permitted: subtrees(0), excluded: subtrees(1) };
};

const namesOf = (certificate: CertificateInfo): readonly GeneralName[] => {
  const { subject, subjectAltNames } = certificate;
  const mailed = subjectAltNames.some(({ kind }) => kind === 'email');
  return [
    ...(subject.attributes.length === 0 ? [] : [{ kind: 'directory', value: subject } as const]),
    ...subjectAltNames,
    // Before subjectAltName there was emailAddress: RFC 5280 4.2.1.10 wants it judged where no other address is given.
    ...(mailed
      ? []
      : subject.attributes.flatMap(({ type, value }) =>
          type === Oid.emailAddress ? [{ kind: 'email', value } as const] : [],
        )),
  ];
};

const sameKind = (a: GeneralName, b: GeneralName): boolean =>
  a.kind === 'other' && b.kind === 'other' ? a.tag === b.tag : a.kind === b.kind;

const allows = ({ permitted, excluded }: NameConstraints, name: GeneralName): boolean => {
  const asked = permitted.filter((base) => sameKind(base, name));
  if (asked.length > 0 && !asked.some((base) => within(base, name) === true)) return false;
  return excluded.filter((base) => sameKind(base, name)).every((base) => within(base, name) === false);
};

/** Is the name in the subtree? null: a kind that we cannot judge. */
const within = (base: GeneralName, name: GeneralName): boolean | null => {
  if (base.kind === 'directory' && name.kind === 'directory') {
    const [root, key] = [base.value.key, name.value.key];
    return root === '' || key === root || key.startsWith(`${root},`);
  }
  if (base.kind === 'email' && name.kind === 'email')
    return emailWithin(base.value.toLowerCase(), name.value.toLowerCase());
  if (base.kind === 'dns' && name.kind === 'dns') return hostWithin(base.value.toLowerCase(), name.value.toLowerCase());
  if (base.kind === 'uri' && name.kind === 'uri') {
    const host = URL.parse(name.value)?.hostname.toLowerCase();
    const root = base.value.toLowerCase();
    return host === undefined ? null : root.startsWith('.') ? host.endsWith(root) : host === root;
  }
  return null;
};

const emailWithin = (base: string, address: string): boolean => {
  if (base.includes('@')) return address === base;
  const host = address.slice(address.lastIndexOf('@') + 1);
  return base.startsWith('.') ? host.endsWith(base) : host === base;
};

const hostWithin = (base: string, host: string): boolean =>
  base === '' || host === base || host.endsWith(base.startsWith('.') ? base : `.${base}`);

const nameText = (name: GeneralName): string =>
  name.kind === 'directory'
    ? name.value.text
    : name.kind === 'ip' || name.kind === 'other'
      ? `a name of kind ${name.kind}`
      : name.value;

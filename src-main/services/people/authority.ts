import { CrlReason, createAuthority, issueCrl, readCrl, type RevokedCertificate } from '../../pki/index.ts';
import {
  addAuthority,
  addCrl,
  authorities,
  latestCrl,
  nextCrlNumber,
  revokedCertificates,
  type Authority,
  type AuditWriter,
  type Certificate,
  type Crl,
  type OpenVault,
  type WritableVault,
} from '../../vault/index.ts';

/** Days for which a revocation list counts as current; it is renewed when an administrator logs in after half of them. */
const crlDays = 180;
const dayMs = 86_400_000;

/**
 * What an administrator's login does for the vault's own certificate authority: makes it where there is none, in a vault that
 * is new or whose making was interrupted, and brings its revocation lists up to date.
 */
export const careForAuthority = async (vault: OpenVault, now: Date): Promise<void> => {
  if (vault.read((db) => authorities(db)).length === 0) await establishAuthority(vault, now);
  await renewRevocationLists(vault, now);
};

/** Creates the authority, with first (empty) revocation lists. */
const establishAuthority = async (vault: OpenVault, now: Date): Promise<void> => {
  const { identity } = vault;
  const made = await createAuthority({ organisation: identity.organisation, vaultId: identity.id, now });
  const seal = (pkcs8: Uint8Array, role: 'root' | 'issuing'): Uint8Array => {
    const sealed = vault.sealWithAuthority(pkcs8, `authority/${role}`);
    pkcs8.fill(0);
    if (!sealed.ok) throw new Error(sealed.error.code);
    return sealed.value;
  };
  const lists = await Promise.all([made.root, made.issuing].map((ca) => firstList(ca, now)));
  vault.write(vault, (db, audit) => {
    (['root', 'issuing'] as const).forEach((role, index) => {
      const { certificate, pkcs8 } = made[role];
      const added = addAuthority(db, audit, { role, certificate, sealedKey: seal(pkcs8, role) });
      addCrl(db, { issuerId: added.id, number: 1, der: lists[index] ?? new Uint8Array(), ...window(now) });
      audit.record({ action: 'authority.create', subject: { type: 'authority', id: added.id }, details: { role } });
    });
  });
};

const window = (now: Date): { readonly thisUpdate: string; readonly nextUpdate: string } => ({
  thisUpdate: now.toISOString(),
  nextUpdate: new Date(now.getTime() + crlDays * dayMs).toISOString(),
});

const firstList = (ca: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array }, now: Date) =>
  issueCrl(ca, {
    entries: [],
    thisUpdate: now,
    nextUpdate: new Date(window(now).nextUpdate),
    number: 1,
  });

/** Uses an authority's private key for one piece of work and wipes it. Needs an administrator's vault. */
export const withAuthorityKey = async <T>(
  vault: OpenVault,
  authority: Authority,
  work: (ca: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array }) => Promise<T>,
): Promise<T> => {
  const pkcs8 = vault.openWithAuthority(authority.sealedKey, `authority/${authority.role}`);
  if (!pkcs8.ok) throw new Error(pkcs8.error.code);
  try {
    return await work({ certificate: authority.certificate, pkcs8: pkcs8.value });
  } finally {
    pkcs8.value.fill(0);
  }
};

const crlReasons: Readonly<Record<string, CrlReason>> = {
  keyCompromise: CrlReason.KeyCompromise,
  affiliationChanged: CrlReason.AffiliationChanged,
  superseded: CrlReason.Superseded,
  cessationOfOperation: CrlReason.CessationOfOperation,
};

/** A cause of revocation as the vault keeps it, as a reason of a list (RFC 5280, 5.3.1). */
export const crlReasonFor = (cause: string | null): CrlReason | null => crlReasons[cause ?? ''] ?? null;

/** An entry of a revocation list. */
export const listEntry = (
  serial: string,
  revokedAt: Date,
  { reason, invalidSince }: { readonly reason: string | null; readonly invalidSince: string | null },
): RevokedCertificate => {
  const code = crlReasonFor(reason);
  return {
    serial,
    revokedAt,
    ...(code === null ? {} : { reason: code }),
    ...(invalidSince === null ? {} : { invalidityDate: new Date(invalidSince) }),
  };
};

/** The next revocation list of an authority, as the vault stands. `extra`: what is being revoked right now. */
export const nextList = async (
  vault: OpenVault,
  authority: Authority,
  now: Date,
  extra: readonly RevokedCertificate[] = [],
): Promise<(db: WritableVault, audit: AuditWriter) => void> => {
  const { entries, number } = vault.read((db) => ({
    entries: revokedCertificates(db, authority.id).map((one) =>
      listEntry(one.serial, new Date(one.revokedAt ?? now), {
        reason: one.revocationReason,
        invalidSince: one.invalidSince,
      }),
    ),
    number: nextCrlNumber(db, authority.id),
  }));
  const { thisUpdate, nextUpdate } = window(now);
  const der = await withAuthorityKey(vault, authority, (ca) =>
    issueCrl(ca, { entries: [...entries, ...extra], thisUpdate: now, nextUpdate: new Date(nextUpdate), number }),
  );
  return (db, audit) => {
    addCrl(db, { issuerId: authority.id, number, der, thisUpdate, nextUpdate });
    audit.record({
      action: 'authority.issue-crl',
      subject: { type: 'authority', id: authority.id },
      details: { number, revoked: entries.length + extra.length, nextUpdate },
    });
  };
};

/**
 * Issues fresh revocation lists where half the life of the last ones is over, or where a key was reported lost since: its
 * owner can say so and cannot sign lists. What a list tells is read from it: by the times alone, a loss that was reported
 * under a clock that had been set back would not be missing. Nobody takes a list from under a clock that was ahead.
 */
const renewRevocationLists = async (vault: OpenVault, now: Date): Promise<void> => {
  const due = vault.read((db) =>
    authorities(db).filter((authority) => {
      if (authority.retiredAt !== null) return false;
      const latest = latestCrl(db, authority.id);
      if (latest === undefined || Date.parse(latest.nextUpdate) - now.getTime() < (crlDays / 2) * dayMs) return true;
      if (Date.parse(latest.thisUpdate) > now.getTime()) return true;
      const listed = listedIn(latest);
      return revokedCertificates(db, authority.id).some((one) => !listed(one));
    }),
  );
  for (const authority of due) {
    const publish = await nextList(vault, authority, now);
    vault.write(vault, publish);
  }
};

/** Whether a certificate of its issuer stands on a list. */
const listedIn = ({ der }: Crl): ((certificate: Certificate) => boolean) => {
  const list = readCrl(der);
  if (!list.ok) return () => false;
  const { issuer } = list.value;
  return ({ serial }) => {
    const found = list.value.find({ serial, issuer });
    return 'entry' in found && found.entry !== null;
  };
};

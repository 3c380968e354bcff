import type { Handlers, Output } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import { parseCertificate, readCrl, readCrlFile, takeCrl, type TakenCrl } from '../../pki/index.ts';
import { account, addSiteList, siteList, siteLists, type ReadableVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { settingInForce } from '../settings/in-force.ts';
import { authoritiesIn } from './authorities.ts';
import { trustMaterial } from './material.ts';

type TrustCall = 'trust.read' | 'trust.lists' | 'trust.addLists';

/** A file of revocation lists, in bytes. */
const mostBytes = 64_000_000;

/** Authorities of a site that has a PKI of its own: read for a proposal of `signing.trust`, and their revocation lists. */
export const trustHandlers = (context: ServiceContext): Pick<Handlers, TrustCall> => ({
  'trust.read': ({ file }) => {
    const found = authoritiesIn(file, context.clock.now());
    return found.ok ? ok({ authorities: [...found.value] }) : found;
  },
  'trust.lists': () => {
    const caller = context.caller();
    return caller.ok ? ok(caller.value.vault.read((db) => listsOf(db, context.clock.now()))) : caller;
  },
  'trust.addLists': ({ file }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const now = context.clock.now();
    const lists = file.length > mostBytes ? [] : readCrlFile(file);
    if (lists.length === 0) return fail('crl/damaged');
    const { anchors, issuers: intermediates } = vault.read(trustMaterial);
    const taken: TakenCrl[] = [];
    for (const der of lists) {
      const one = takeCrl(der, { anchors, intermediates, at: now });
      if (!one.ok) return one;
      if (vault.read((db) => siteList(db, one.value.crl.fingerprint)) !== undefined) continue;
      const newer = vault
        .read(siteLists)
        .some(
          ({ scope, thisUpdate }) => scope === one.value.scope && thisUpdate > one.value.crl.thisUpdate.toISOString(),
        );
      if (newer) return fail('crl/older', { issuer: one.value.crl.issuer.text });
      taken.push(one.value);
    }
    if (taken.length > 0)
      vault.write(vault, (db, audit) => {
        for (const { crl, scope } of taken) {
          const thisUpdate = crl.thisUpdate.toISOString();
          const nextUpdate = crl.nextUpdate?.toISOString() ?? null;
          addSiteList(db, audit, { scope, der: crl.der, thisUpdate, nextUpdate });
          audit.record({
            action: 'trust.add-list',
            subject: { type: 'vault', id: vault.identity.id },
            details: { issuer: crl.issuer.text, thisUpdate, nextUpdate, sha256: crl.fingerprint },
          });
        }
      });
    return ok(vault.read((db) => listsOf(db, now)));
  },
});

/** The newest list of each authority, and which authorities of the site there is none of. */
const listsOf = (db: ReadableVault, now: Date): Output<'trust.lists'> => {
  const site = settingInForce(db, 'signing.trust');
  const lists = siteLists(db).flatMap((list) => {
    const read = readCrl(list.der);
    return read.ok ? [{ ...list, issuer: read.value.issuer }] : [];
  });
  const authorities = [...site.anchors, ...site.issuers].map(({ certificate }) =>
    parseCertificate(new Uint8Array(Buffer.from(certificate, 'base64'))),
  );
  return {
    lists: lists.map(({ issuer, thisUpdate, nextUpdate, addedAt, addedBy }) => ({
      issuer: issuer.text,
      thisUpdate,
      nextUpdate,
      current: nextUpdate === null || Date.parse(nextUpdate) >= now.getTime(),
      addedAt,
      addedBy: account(db, addedBy)?.fullName ?? addedBy,
    })),
    without: authorities
      .filter(({ subject }) => !lists.some(({ issuer }) => issuer.key === subject.key))
      .map(({ subject }) => subject.text),
  };
};

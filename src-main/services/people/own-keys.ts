import { hash, randomBytes } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { endsWithin } from '../../domain/certificate-end.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  encryptPkcs8,
  listTokens,
  openSigner,
  readCertificate,
  readCertificateFile,
  readCsr,
  samePublicKey,
  unpackPkcs12,
  withPkcs11Signer,
  type CertificateInfo,
} from '../../pki/index.ts';
import {
  activateSigningKey,
  certificate,
  currentSigningKey,
  offerCertificate,
  requestSigningKey,
  retireSigningKey,
  type AuditWriter,
  type NewSigningKey,
  type OpenVault,
  type ReadableVault,
  type SigningKey,
  type WritableVault,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { settingInForce } from '../settings/in-force.ts';
import { admitCertificate } from '../trust/admit.ts';
import { readOffer, writeOffer, type Offer } from '../trust/offer.ts';
import { certificateFacts } from './certificate-facts.ts';
import { keyStateOf } from './key-state.ts';
import { myKey } from './my-key.ts';
import { policyOf, weakness } from './pass-phrases.ts';
import { noteTokenFailure } from './token-failure.ts';

type OwnKeyCall = 'keys.importFile' | 'keys.tokens' | 'keys.useToken' | 'keys.offerCertificate';

/** A PKCS#12 file, or a file of certificates, is a few kilobytes. */
const mostBytes = 1_000_000;

/**
 * Keys that people bring: out of a PKCS#12 file, on a token, or under a certificate that the site's own authority issued.
 * Each is tried by a signature before it is kept (21 CFR 11.300(e)), and waits until an administrator accepts its
 * certificate as that person's (11.100(b)).
 */
export const ownKeyHandlers = (context: ServiceContext): Pick<Handlers, OwnKeyCall> => ({
  'keys.importFile': async ({ file, filePassPhrase, signingPassPhrase, fingerprint }) => {
    const place = placeForKey(context);
    if (!place.ok) return place;
    const { vault, account: self } = place.value;
    if (file.length > mostBytes) return fail('key/damaged', { cause: 'the file is too large' });
    const weak = await weakness(vault.read(policyOf), signingPassPhrase, self, vault.identity);
    if (weak !== null) return weak;
    const unpacked = await unpackPkcs12(file, filePassPhrase, fingerprint);
    if (!unpacked.ok) return unpacked;
    const { pkcs8, ...offer } = unpacked.value;
    try {
      const admitted = admit(context, vault, self.id, offer);
      if (!admitted.ok) return admitted;
      const encryptedPkcs8 = await encryptPkcs8(
        pkcs8,
        signingPassPhrase,
        context.keyIterations === undefined ? {} : { iterations: context.keyIterations },
      );
      const works = await openSigner({ encryptedPkcs8, passPhrase: signingPassPhrase, ...offer });
      if (!works.ok) return works;
      return keep(context, { encryptedPkcs8, token: null }, offer, admitted.value, (audit, about) =>
        audit.record({
          action: 'key.import',
          subject: { type: 'account', id: self.id },
          details: { ...about, fileSha256: hash('sha256', file, 'hex') },
        }),
      );
    } finally {
      pkcs8.fill(0);
    }
  },
  'keys.tokens': async ({ module }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const path = modulePath(caller.value.vault, module);
    if (!path.ok) return path;
    const found = await listTokens(path.value, { start: context.startTokenProcess });
    if (!found.ok) return found;
    return ok({
      tokens: found.value.map(({ label, serialNumber, pin, certificates }) => ({
        label,
        serialNumber,
        pin,
        certificates: certificates.flatMap((one) => {
          const read = readCertificate(one.der);
          return read.ok && read.value.basicConstraints?.ca !== true
            ? [{ ...certificateFacts(one.der), keyId: one.id, label: one.label }]
            : [];
        }),
      })),
    });
  },
  'keys.useToken': async ({ module, serialNumber, keyId, pin }) => {
    const place = placeForKey(context);
    if (!place.ok) return place;
    const { vault, account: self } = place.value;
    const path = modulePath(vault, module);
    if (!path.ok) return path;
    let label = serialNumber;
    const tried = await withPkcs11Signer(
      {
        module: path.value,
        token: serialNumber,
        key: keyId,
        pin: (token) => {
          ({ label } = token);
          return Promise.resolve(pin);
        },
        start: context.startTokenProcess,
      },
      async (signer): Promise<Result<Offer>> => {
        await signer.sign(randomBytes(32));
        return ok({ certificate: signer.certificate, chain: signer.chain });
      },
    );
    if (!tried.ok) {
      noteTokenFailure(place.value, tried.error, label, { subject: { type: 'account', id: self.id }, details: {} });
      return tried;
    }
    const offer = tried.value;
    const admitted = admit(context, vault, self.id, offer);
    if (!admitted.ok) return admitted;
    const held = { encryptedPkcs8: null, token: { module, label, serialNumber, keyId } };
    return keep(context, held, offer, admitted.value, (audit, about) =>
      audit.record({
        action: 'key.use-token',
        subject: { type: 'account', id: self.id },
        details: { ...about, token: { ...held.token } },
      }),
    );
  },
  'keys.offerCertificate': ({ certificate: file }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const now = context.clock.now();
    const { key, state } = vault.read((db) => ({
      key: currentSigningKey(db, self.id),
      state: keyStateOf(db, self.id, now),
    }));
    if (key === undefined || state === 'revoked') return fail('keys/none');
    const offer = offerFor(vault, key, file);
    if (!offer.ok) return offer;
    const admitted = admit(context, vault, self.id, offer.value);
    if (!admitted.ok) return admitted;
    if (admitted.value.fingerprint === key.certificateId) return fail('keys/certificate-known');
    vault.write(vault, (db, audit) => {
      offerCertificate(db, key.id, writeOffer(offer.value));
      audit.record({
        action: 'key.offer-certificate',
        subject: { type: 'account', id: self.id },
        details: factsOf(admitted.value),
      });
    });
    return ok(myKey(vault, self.id, now));
  },
});

/** The path of a module by its name in the setting. */
export const modulePath = (vault: OpenVault, name: string): Result<string, Failure<'token/no-such-module'>> => {
  const { modules } = vault.read((db) => settingInForce(db, 'signing.tokens'));
  const module = modules.find((one) => one.name === name);
  return module === undefined ? fail('token/no-such-module', { module: name }) : ok(module.path);
};

/**
 * The caller, where they may bring a key: with none in force, with one that waits, or with one whose certificate ends soon.
 */
const placeForKey = (context: ServiceContext): Result<Caller> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault, account: self } = caller.value;
  return vault.read((db) => mayReplace(db, self.id, context.clock.now())) ? caller : fail('keys/exists');
};

const mayReplace = (db: ReadableVault, accountId: string, now: Date): boolean => {
  const state = keyStateOf(db, accountId, now);
  if (state === 'locked') return false;
  if (state !== 'active') return true;
  const id = currentSigningKey(db, accountId)?.certificateId;
  const inUse = id == null ? undefined : certificate(db, id);
  return inUse === undefined || endsWithin(inUse.notAfter, now) !== null;
};

const admit = (
  context: ServiceContext,
  vault: OpenVault,
  accountId: string,
  { certificate: der, chain }: Offer,
): Result<CertificateInfo> => vault.read((db) => admitCertificate(db, accountId, der, chain, context.clock.now()));

const factsOf = ({ serial, subject, issuer, notAfter, fingerprint }: CertificateInfo) => ({
  serial,
  subject: subject.text,
  issuer: issuer.text,
  notAfter: notAfter.toISOString(),
  fingerprint,
});

/**
 * Keeps a key with its certificate until an administrator accepts it; one for which this vault itself issued the
 * certificate to that person was accepted by that.
 */
const keep = (
  context: ServiceContext,
  held: Pick<NewSigningKey, 'encryptedPkcs8' | 'token'>,
  offer: Offer,
  admitted: CertificateInfo,
  record: (audit: AuditWriter, about: Readonly<Record<string, string>>) => void,
): Result<ReturnType<typeof myKey>> => {
  // While the key was tried, another one may have come.
  const place = placeForKey(context);
  if (!place.ok) return place;
  const { vault, account: self } = place.value;
  vault.write(vault, (db: WritableVault, audit) => {
    const last = currentSigningKey(db, self.id);
    if (last) retireSigningKey(db, audit, last.id);
    const added = requestSigningKey(db, audit, {
      ...held,
      accountId: self.id,
      algorithm: admitted.publicKey.label,
      request: null,
      offered: writeOffer(offer),
    } as NewSigningKey);
    const known = certificate(db, admitted.fingerprint);
    if (known?.accountId === self.id && known.issuerId !== null && known.revokedAt === null)
      activateSigningKey(db, added.id, known.id);
    record(audit, { ...factsOf(admitted), selfTest: 'passed' });
  });
  return ok(myKey(vault, self.id, context.clock.now()));
};

/** The certificate in a file that is for this key, with the others of the file as its issuers. */
const offerFor = (
  vault: OpenVault,
  key: SigningKey,
  file: Uint8Array,
): Result<Offer, Failure<'certificate/damaged' | 'keys/certificate-of-other-key'>> => {
  const all = file.length > mostBytes ? [] : readCertificateFile(file).slice(0, 10);
  if (all.length === 0) return fail('certificate/damaged', { cause: 'no certificate in the file' });
  const spki = vault.read((db) => publicKeyOf(db, key));
  const own = all.find((der) => {
    const read = readCertificate(der);
    return read.ok && samePublicKey(read.value.publicKey.spki, spki);
  });
  return own === undefined
    ? fail('keys/certificate-of-other-key')
    : ok({ certificate: own, chain: all.filter((der) => der !== own) });
};

/** The public half of a key: its owner's request says it, or a certificate that it came with. */
const publicKeyOf = (db: ReadableVault, key: SigningKey): Uint8Array => {
  const der =
    key.certificateId === null
      ? key.offered === null
        ? undefined
        : readOffer(key.offered).certificate
      : certificate(db, key.certificateId)?.der;
  const read = key.request === null ? (der === undefined ? null : readCertificate(der)) : readCsr(key.request);
  if (!read?.ok) throw new Error(`a signing key without its public half: ${key.id}`);
  return read.value.publicKey.spki;
};

import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { Duty, may } from '../../domain/roles.ts';
import { openSigner, parseCertificate, withPkcs11Signer, type Signer } from '../../pki/index.ts';
import {
  account,
  authorities,
  certificate,
  countFailedSigning,
  currentSigningKey,
  type AuditSubject,
  type Certificate,
  type OpenVault,
  type ReadableVault,
  type SigningKey,
} from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { enrolled, gateOpen } from '../enrolment/standing.ts';
import { signingAttempts } from '../people/my-key.ts';
import { modulePath } from '../people/own-keys.ts';
import { reAuthenticate } from '../people/re-authenticate.ts';
import { noteTokenFailure } from '../people/token-failure.ts';
import { trusted } from '../trust/admit.ts';
import { readChain } from '../trust/offer.ts';
import { checkSigningCode, codeNeeded, noteSigned } from './series.ts';

/** A person's signing key that is in force, with its certificate. */
export interface OwnKey {
  readonly key: SigningKey;
  readonly certificate: Certificate;
}

/**
 * An account's key with which it may sign now. Besides the key's own state, the person has to hold a role that signs (a key
 * outlasts the role that it was made for), signing in the vault has to be open and the person enrolled; the failure names
 * what is missing first.
 */
export const ownKey = (db: ReadableVault, accountId: string, now: Date): Result<OwnKey> => {
  const key = keyInUse(db, accountId, now);
  if (!key.ok) return key;
  if (!may(account(db, accountId)?.roles ?? [], Duty.Sign)) return fail('access/denied', { duty: Duty.Sign });
  const open = gateOpen(db);
  if (!open.ok) return open;
  const person = enrolled(db, accountId);
  return person.ok ? key : person;
};

/** An account's key, and what stands against its use: none, locked, certificate revoked, expired, not valid yet, not trusted. */
export const keyInUse = (db: ReadableVault, accountId: string, now: Date): Result<OwnKey> => {
  const key = currentSigningKey(db, accountId);
  const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
  if (!key || !issued) return fail('keys/none');
  if (key.lockedAt !== null) return fail('signing/key-locked');
  if (issued.revokedAt !== null) return fail('signing/certificate-revoked');
  const stands = trusted(db, parseCertificate(issued.der), readChain(issued.chain), now);
  return stands.ok ? ok({ key, certificate: issued }) : stands;
};

/**
 * Whether a key is the one that its owner signs with at this moment: others were tried before it, or it was reported lost
 * while the signature was made. Asked right before what was signed is kept, in the same turn.
 */
export const stillInUse = (
  { vault, account: self }: Caller,
  { key, certificate: issued }: OwnKey,
  { clock }: Pick<ServiceContext, 'clock'>,
): Result<void> => {
  const now = vault.read((db) => keyInUse(db, self.id, clock.now()));
  if (!now.ok) return now;
  return now.value.key.id === key.id && now.value.certificate.id === issued.id
    ? ok(undefined)
    : fail('signing/changed-meanwhile');
};

/** The token that holds a key, by its label; null: the vault holds it. What a screen asks for depends on it. */
export const tokenOf = ({ key }: OwnKey): string | null => key.token?.label ?? null;

/** What a signer gives besides their user name. */
export interface SigningSecrets {
  /** That of the key; of the login where a token holds the key. */
  readonly signingPassPhrase: string;
  /** Of the token, where one holds the key. */
  readonly pin: string | null;
  /** Of the second factor, where the signature needs one. */
  readonly code: string | null;
}

/** What was to be signed, for the trail. */
interface About {
  readonly subject: AuditSubject;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/**
 * Hands the caller's key to `action` as a signer, once it was tested by a signature that verifies (11.300(e)). A wrong
 * pass phrase or code counts, is recorded, and at the last try locks the key (11.300(d)); a token counts its PIN itself.
 * Errors: those of `action`, `signing/...`, of the login (`vault/...`) and `token/...` for a key on a token.
 */
export const withOwnKey = <T>(
  context: KeyContext,
  caller: Caller,
  own: OwnKey,
  secrets: SigningSecrets,
  about: About,
  action: (signer: Signer) => Promise<Result<T>>,
): Promise<Result<T>> =>
  oneByOne(caller.vault, async () => {
    const { vault } = caller;
    const still = stillInUse(caller, own, context);
    if (!still.ok) return still;
    if (secrets.code === null && codeNeeded(vault, context.clock)) return fail('signing/code-needed');
    const open = own.key.token === null ? withStoredKey : withTokenKey;
    return open(context, caller, own, secrets, about, async (signer) => {
      const checked = checkSigningCode(vault, secrets.code, context.clock);
      if (!checked.ok) return refused(caller, own, about, 'code', checked.error.code);
      noteSigned(vault, context.clock);
      return action(signer);
    });
  });

/** The last try of each vault. */
const tries = new WeakMap<OpenVault, Promise<unknown>>();

/** One try at a key after the other: many at once would all be judged before the first of them counts (11.300(d)). */
const oneByOne = async <T>(vault: OpenVault, work: () => Promise<T>): Promise<T> => {
  const before = tries.get(vault) ?? Promise.resolve();
  const mine = before.then(work, work);
  tries.set(
    vault,
    mine.catch(() => undefined),
  );
  return mine;
};

/** What opening a key needs of the services' context. */
export type KeyContext = Pick<ServiceContext, 'clock' | 'startTokenProcess'>;

const issuersOf = ({ vault }: Caller, { certificate: { issuerId, chain } }: OwnKey): readonly Uint8Array[] => {
  const issuing = vault.read(authorities).find((one) => one.id === issuerId);
  return issuing ? [issuing.certificate] : readChain(chain);
};

/** A key that the vault keeps under its owner's signing pass phrase. */
const withStoredKey: typeof withOwnKey = async (_, caller, own, { signingPassPhrase }, about, action) => {
  const { encryptedPkcs8 } = own.key;
  if (encryptedPkcs8 === null) throw new Error('no key in the vault');
  const opened = await openSigner({
    encryptedPkcs8,
    passPhrase: signingPassPhrase,
    certificate: own.certificate.der,
    chain: issuersOf(caller, own),
  });
  if (opened.ok) return action(opened.value);
  if (opened.error.code === 'key/wrong-pass-phrase')
    return refused(caller, own, about, 'pass-phrase', 'signing/wrong-pass-phrase');
  // The self-test at unlock (11.300(e)): nothing was wrong with what was typed, so it is recorded and not counted.
  caller.vault.write(caller.vault, (__, audit) =>
    audit.record({
      action: 'signing.refuse',
      subject: about.subject,
      details: {
        ...about.details,
        account: caller.account.id,
        factor: 'key',
        because: opened.error.code,
        locked: false,
      },
    }),
  );
  return fail(opened.error.code === 'key/certificate-mismatch' ? 'signing/not-of-certificate' : 'signing/key-damaged');
};

/**
 * A key on a token: the login pass phrase first, which counts as at the door, so that nobody at an open session tries PINs;
 * then the PIN. Each signature of the token is verified under the certificate that was accepted.
 */
const withTokenKey: typeof withOwnKey = async (context, caller, own, { signingPassPhrase, pin }, about, action) => {
  const { token } = own.key;
  if (token === null) throw new Error('no key on a token');
  if (pin === null) return fail('signing/pin-needed');
  const proven = await reAuthenticate(caller, { userName: caller.account.userName, passPhrase: signingPassPhrase });
  if (!proven.ok) return proven;
  const module = modulePath(caller.vault, token.module);
  if (!module.ok) return module;
  let failed: Result<never> | null = null;
  const signed = await withPkcs11Signer(
    {
      module: module.value,
      token: token.serialNumber,
      key: token.keyId,
      certificates: [own.certificate.der, ...issuersOf(caller, own)],
      pin: () => Promise.resolve(pin),
      start: context.startTokenProcess,
    },
    async (signer) => {
      const done = await action(signer);
      if (!done.ok) failed = done;
      return done;
    },
  );
  // What `action` answered is its own; what came besides is the token's.
  if (signed.ok || failed !== null) return signed;
  noteTokenFailure(caller, signed.error, token.label, about);
  return signed.error.code === 'key/certificate-mismatch' ? fail('signing/not-of-certificate') : signed;
};

/** Counts and records a wrong secret. */
const refused = (
  { vault, account: self }: Caller,
  { key }: OwnKey,
  about: About,
  factor: 'pass-phrase' | 'code',
  why: string,
): Result<never> => {
  const attemptsLeft = vault.write(vault, (db, audit) => {
    const left = countFailedSigning(db, audit, key.id, signingAttempts);
    audit.record({
      action: 'signing.refuse',
      subject: about.subject,
      details: { ...about.details, account: self.id, factor, attemptsLeft: left, locked: left === 0 },
    });
    return left;
  });
  return attemptsLeft === 0 ? fail('signing/key-locked') : fail(why, { attemptsLeft });
};

import { createHmac, hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { canonicalize } from '../domain/canonical-json.ts';
import { fail, ok, type Failure, type JsonValue, type Result } from '../domain/result.ts';
import { seal, unseal } from './envelope.ts';
import { newBoxKeys, openBox, sealTo, type BoxKeys } from './key-box.ts';
import { secondFactorShape, type SecondFactor } from './second-factor.ts';
import { deriveKey, kdfBounds, newSalt, type KdfCost } from './kdf.ts';
import { foldUserName } from './user-name.ts';

/** The version of `keyslots.json` that this program writes. */
export const slotFileVersion = 4 as const;

const base64 = z.base64();
const cost = (bounds: { readonly min: number; readonly max: number }) => z.int().min(bounds.min).max(bounds.max);
const attempts = {
  /** {@link slotId} of the user name. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** Failures since the last success. */
  failed: z.int().min(0),
  /** Since when the slot is locked, UTC. */
  lockedAt: z.iso.datetime().nullable(),
};

/** One account's wrapped keys, as the file has them. */
export const slotSchema = z.strictObject({
  ...attempts,
  kdf: z.strictObject({
    algorithm: z.literal('argon2id'),
    memoryKiB: cost(kdfBounds.memoryKiB),
    iterations: cost(kdfBounds.iterations),
    parallelism: cost(kdfBounds.parallelism),
    salt: base64,
  }),
  /** The slot's own key pair, the private half under the key from the pass phrase (AES-256-GCM). Version 1 had none. */
  box: z.strictObject({ publicKey: base64, privateKey: base64 }).nullable().default(null),
  /** The data key and the account's id, sealed to the box; without one, under the key from the pass phrase. */
  dataKey: base64,
  /** The data key that takes over, while it is being rotated; null at all other times. */
  nextDataKey: base64.nullable().default(null),
  /** The authority key likewise; administrators have one. */
  authorityKey: base64.nullable(),
  /** What login asks for besides the pass phrase. Versions 1 and 2 had none. */
  secondFactor: secondFactorShape.nullable().default(null),
});

const body = z.strictObject({
  format: z.literal('countersign-keyslots'),
  version: z.literal([1, 2, 3, slotFileVersion]).transform(() => slotFileVersion),
  vaultId: z.uuid(),
  /** Key of the HMAC that hides user names. */
  salt: base64,
  slots: z.array(slotSchema).min(1),
  /** What the two parts of a recovery kit open together. Versions 1 to 3 had none. */
  recovery: z
    .strictObject({
      /** Stands on the sheets. */
      number: z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      madeAt: z.iso.datetime(),
      slot: slotSchema,
    })
    .nullable()
    .default(null),
  /** Names that were tried and are nobody's: counted and locked like a slot, so that trying tells nothing. */
  strangers: z.array(z.strictObject(attempts)),
  /** Failed logins that the audit trail has not taken over yet. `n` counts up for ever. */
  failures: z.array(
    z.strictObject({
      n: z.int().min(1),
      id: attempts.id,
      at: z.iso.datetime(),
      zone: z.string(),
      locked: z.boolean(),
      /** What was wrong. */
      factor: z.enum(['pass-phrase', 'code', 'recovery-kit']).default('pass-phrase'),
    }),
  ),
  /** The last `n` given. */
  failureCount: z.int().min(0),
});

/** A failed login, as the file keeps it until the audit trail has taken it over. */
export type SlotFailure = SlotFile['failures'][number];

/** One account's wrapped keys. */
export type Slot = z.infer<typeof slotSchema>;

/**
 * `keyslots.json`: the data key wrapped once per account (as LUKS does), and the count of failed logins, which must be
 * reachable before the vault is open. User names stand in it as salted hashes only. Somebody who can write the file can
 * set the counters back, as with any file they can write; what protects the key is the cost of Argon2id per try.
 */
export type SlotFile = z.infer<typeof body>;

/** How a slot is found: HMAC-SHA-256 of the folded user name under the file's salt, lower-case hex. */
export const slotId = (file: Pick<SlotFile, 'salt'>, userName: string): string =>
  createHmac('sha256', Buffer.from(file.salt, 'base64')).update(foldUserName(userName), 'utf8').digest('hex');

/** An empty file for a new vault; it is valid once it has a slot. */
export const newSlotFile = (vaultId: string): SlotFile => ({
  format: 'countersign-keyslots',
  version: slotFileVersion,
  vaultId,
  salt: randomBytes(32).toString('base64'),
  slots: [],
  recovery: null,
  strangers: [],
  failures: [],
  failureCount: 0,
});

/** The file's text. The checksum tells damage from a wrong pass phrase; it is no protection against forgery. */
export const writeSlotFile = (file: SlotFile): string =>
  `${JSON.stringify({ ...file, checksum: checksumOf(file) }, null, 2)}\n`;

const checksumOf = (file: Record<string, unknown>): string => hash('sha256', canonicalize(file as JsonValue), 'hex');

const envelope = z.looseObject({
  format: z.literal('countersign-keyslots'),
  version: z.int(),
  checksum: z.string(),
});

/** Reads the file's text, or says why it is not what was written. */
export const readSlotFile = (
  text: string,
): Result<SlotFile, Failure<'vault/slots-damaged'> | Failure<'vault/newer-version'>> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('vault/slots-damaged', { cause: 'not JSON' });
  }
  const outer = envelope.safeParse(value);
  if (!outer.success) return fail('vault/slots-damaged', { cause: 'not a key slot file' });
  const { checksum, ...content } = outer.data;
  if (!hasChecksum(content, checksum)) return fail('vault/slots-damaged', { cause: 'checksum' });
  if (outer.data.version > slotFileVersion)
    return fail('vault/newer-version', { found: outer.data.version, supported: slotFileVersion });
  const parsed = body.safeParse(content);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return fail('vault/slots-damaged', { cause: `value of ${where}` });
  }
  return ok(parsed.data);
};

const hasChecksum = (content: Record<string, unknown>, checksum: string): boolean => {
  try {
    return checksumOf(content) === checksum;
  } catch {
    return false;
  }
};

/** The keys that a slot holds. The holder wipes them. */
export interface SlotKeys {
  /** 256 bits: opens the database. */
  readonly dataKey: Buffer;
  /** 256 bits: opens the private keys of the vault's own certificate authority. Null for who is no administrator. */
  readonly authorityKey: Buffer | null;
}

export const wipe = (keys: SlotKeys & { readonly totpSecret?: Buffer | null }): void => {
  keys.dataKey.fill(0);
  keys.authorityKey?.fill(0);
  keys.totpSecret?.fill(0);
};

const dataKeyLength = 32;

/** The next data key is sealed for what it will be, so that it can take the other's place as it is. */
type Purpose = 'data' | 'authority' | 'box' | 'second-factor';
const purpose = (vaultId: string, id: string, what: Purpose): string =>
  canonicalize(['countersign-keyslots', vaultId, id, what]);

/** What a pass phrase was turned into for a slot that does not exist yet. */
export interface SlotSecret {
  readonly key: Buffer;
  readonly kdf: Slot['kdf'];
}

/** The slow half of making a slot. The caller wipes `key`. */
export const newSlotSecret = async (passPhrase: string, kdfCost: KdfCost): Promise<SlotSecret> => {
  const salt = newSalt();
  const key = await deriveKey(passPhrase, salt, kdfCost);
  return { key, kdf: { algorithm: 'argon2id', ...kdfCost, salt: salt.toString('base64') } };
};

/** Whose slot it is. */
interface SlotOwner {
  readonly accountId: string;
  readonly userName: string;
}

/** The quick half: wraps the keys for one account. */
export const wrapSlot = (
  file: Pick<SlotFile, 'vaultId' | 'salt'>,
  owner: SlotOwner,
  keys: SlotKeys,
  secret: SlotSecret,
): Slot => wrapSlotAs(file, slotId(file, owner.userName), owner.accountId, keys, secret);

/** The same under an id of the caller's choice. */
export const wrapSlotAs = (
  { vaultId }: Pick<SlotFile, 'vaultId'>,
  id: string,
  accountId: string,
  keys: SlotKeys,
  secret: SlotSecret,
): Slot => {
  const box = newBoxKeys();
  try {
    const { publicKey } = box;
    return {
      id,
      failed: 0,
      lockedAt: null,
      kdf: secret.kdf,
      box: {
        publicKey: publicKey.toString('base64'),
        privateKey: seal(secret.key, box.privateKey, purpose(vaultId, id, 'box')).toString('base64'),
      },
      dataKey: sealDataKey(publicKey, keys.dataKey, accountId, purpose(vaultId, id, 'data')),
      nextDataKey: null,
      authorityKey:
        keys.authorityKey && sealTo(publicKey, keys.authorityKey, purpose(vaultId, id, 'authority')).toString('base64'),
      secondFactor: null,
    };
  } finally {
    box.privateKey.fill(0);
  }
};

const sealDataKey = (publicKey: Uint8Array, dataKey: Uint8Array, accountId: string, why: string): string => {
  const payload = Buffer.concat([dataKey, Buffer.from(accountId, 'utf8')]);
  try {
    return sealTo(publicKey, payload, why).toString('base64');
  } finally {
    payload.fill(0);
  }
};

/**
 * A slot that holds the next data key beside the present one. It needs no pass phrase; a slot of version 1, which has no
 * box, answers null: its owner has to log in once before the data key can be rotated.
 */
export const withNextDataKey = (
  { vaultId }: Pick<SlotFile, 'vaultId'>,
  slot: Slot,
  accountId: string,
  next: Uint8Array,
): Slot | null => {
  if (slot.box === null) return null;
  const publicKey = Buffer.from(slot.box.publicKey, 'base64');
  return { ...slot, nextDataKey: sealDataKey(publicKey, next, accountId, purpose(vaultId, slot.id, 'data')) };
};

/**
 * A slot with a second factor, its secret sealed to the slot. @throws Error for a slot of version 1, which was upgraded
 * when its owner logged in
 */
export const withSecondFactor = (
  { vaultId }: Pick<SlotFile, 'vaultId'>,
  slot: Slot,
  secret: Uint8Array,
  { lastStep, recovery }: Omit<SecondFactor, 'secret'>,
): Slot => {
  if (slot.box === null) throw new Error('a slot without a key pair');
  const publicKey = Buffer.from(slot.box.publicKey, 'base64');
  const sealed = sealTo(publicKey, secret, purpose(vaultId, slot.id, 'second-factor')).toString('base64');
  return { ...slot, secondFactor: { secret: sealed, lastStep, recovery } };
};

/** The slots once the next data key is the present one. */
export const rotated = (file: SlotFile): SlotFile =>
  eachSlot(file, (slot) => ({ ...slot, dataKey: slot.nextDataKey ?? slot.dataKey, nextDataKey: null }));

/** The slots as if no rotation had been begun. */
export const unrotated = (file: SlotFile): SlotFile => eachSlot(file, (slot) => ({ ...slot, nextDataKey: null }));

const eachSlot = (file: SlotFile, change: (slot: Slot) => Slot): SlotFile => ({
  ...file,
  slots: file.slots.map(change),
  recovery: file.recovery && { ...file.recovery, slot: change(file.recovery.slot) },
});

/** What a pass phrase opened. */
export interface OpenedSlot extends SlotKeys {
  readonly accountId: string;
  /** The key that takes over, where a rotation was begun and not seen to its end. */
  readonly nextDataKey: Buffer | null;
  /** The secret of the second factor, where there is one. */
  readonly totpSecret: Buffer | null;
  /** The slot in its present form, where it was of version 1. */
  readonly upgraded: Slot | null;
}

/** Opens a slot, or answers null: then the pass phrase is another one. */
export const unwrapSlot = async (file: SlotFile, slot: Slot, passPhrase: string): Promise<OpenedSlot | null> => {
  const key = await deriveKey(passPhrase, Buffer.from(slot.kdf.salt, 'base64'), slot.kdf);
  let box: BoxKeys | null = null;
  try {
    const { vaultId } = file;
    box = slot.box === null ? null : openedBox(vaultId, slot.id, slot.box, key);
    if (slot.box !== null && box === null) return null;
    const open = (sealed: string, what: Purpose): Buffer | null => {
      const bytes = Buffer.from(sealed, 'base64');
      const why = purpose(vaultId, slot.id, what);
      return box === null ? unseal(key, bytes, why) : openBox(box, bytes, why);
    };
    const payload = open(slot.dataKey, 'data');
    if (payload === null || payload.length <= dataKeyLength) return null;
    const authorityKey = slot.authorityKey === null ? null : open(slot.authorityKey, 'authority');
    const accountId = payload.toString('utf8', dataKeyLength);
    const keys = { dataKey: keyOf(payload), authorityKey };
    const next = slot.nextDataKey === null ? null : open(slot.nextDataKey, 'data');
    const totpSecret = slot.secondFactor === null ? null : open(slot.secondFactor.secret, 'second-factor');
    if (slot.secondFactor !== null && totpSecret === null) return null;
    const upgraded = box === null ? wrapSlotAs(file, slot.id, accountId, keys, { key, kdf: slot.kdf }) : null;
    return { ...keys, accountId, nextDataKey: next && keyOf(next), totpSecret, upgraded };
  } finally {
    key.fill(0);
    box?.privateKey.fill(0);
  }
};

const openedBox = (vaultId: string, id: string, box: NonNullable<Slot['box']>, key: Uint8Array): BoxKeys | null => {
  const privateKey = unseal(key, Buffer.from(box.privateKey, 'base64'), purpose(vaultId, id, 'box'));
  return privateKey && { publicKey: Buffer.from(box.publicKey, 'base64'), privateKey };
};

/** The key at the head of an opened payload, which is wiped. */
const keyOf = (payload: Buffer): Buffer => {
  const key = Buffer.from(payload.subarray(0, dataKeyLength));
  payload.fill(0);
  return key;
};

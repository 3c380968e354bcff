import { fail, ok, type Result } from '../../../domain/result.ts';
import { Ck, type Cryptoki, failureOf, type Handle, loadCryptoki } from './cryptoki.ts';
import { TokenFailure } from './failure.ts';
import { type Way, wayFor } from './mechanisms.ts';
import { certificatesOn, findKey } from './objects.ts';
import type { KeyChoice, OpenKey, PinState, Requests, TokenInfo } from './protocol.ts';

/** Longer than any signature value. */
const signatureRoom = 2_048;

interface Loaded {
  readonly cryptoki: Cryptoki;
}
interface Opened extends Loaded {
  readonly slot: Handle;
  readonly session: Handle;
  readonly choice: KeyChoice;
}
interface Ready extends Opened {
  readonly key: Handle;
  readonly way: Way;
  readonly pinForEach: boolean;
}

/**
 * One module and one session with one of its tokens, in a process of their own. The PIN goes to the token and is not
 * kept. Errors: `TokenFailure`, `key/unsupported`, `certificate/damaged`.
 */
export class TokenSession {
  #loaded: Loaded | null = null;
  #opened: Opened | null = null;
  #ready: Ready | null = null;

  list({ module }: Requests['list']['question']): Result<Requests['list']['answer']> {
    return this.#with(module, (cryptoki) =>
      ok(
        slotsOf(cryptoki).map((slot) => {
          const session = cryptoki.C_OpenSession(slot, Ck.CKF_SERIAL_SESSION);
          const certificates = certificatesOn(cryptoki, session);
          cryptoki.C_CloseSession(session);
          return { ...infoOf(cryptoki, slot), certificates };
        }),
      ),
    );
  }

  open({ module, ...choice }: Requests['open']['question']): Result<TokenInfo> {
    return this.#with(module, (cryptoki) => {
      const all = slotsOf(cryptoki).map((slot) => ({ slot, info: infoOf(cryptoki, slot) }));
      const { token } = choice;
      const meant =
        token === undefined ? all : all.filter(({ info }) => info.label === token || info.serialNumber === token);
      const [first, ...more] = meant;
      const tokens = all.map(({ info }) => ({ label: info.label, serialNumber: info.serialNumber }));
      if (first === undefined)
        return all.length === 0 ? fail(TokenFailure.NoToken) : fail(TokenFailure.NoSuchToken, { tokens });
      if (more.length > 0) return fail(TokenFailure.SeveralTokens, { tokens });
      if (first.info.pin === 'locked') return fail(TokenFailure.PinLocked);
      const session = cryptoki.C_OpenSession(first.slot, Ck.CKF_SERIAL_SESSION);
      this.#opened = { cryptoki, slot: first.slot, session, choice };
      return ok(first.info);
    });
  }

  login({ pin }: Requests['login']['question']): Result<OpenKey> {
    const opened = this.#opened;
    if (!opened) throw new Error('log in after opening');
    const { cryptoki, session, slot, choice } = opened;
    try {
      if ((cryptoki.C_GetTokenInfo(slot).flags & Ck.CKF_LOGIN_REQUIRED) !== 0)
        cryptoki.C_Login(session, Ck.CKU_USER, pin);
    } catch (error) {
      return this.#refusedPin(opened, error);
    }
    try {
      const found = findKey(cryptoki, session, choice);
      if (!found.ok) return found;
      const { handle, ...key } = found.value;
      const way = wayFor(key.algorithm, cryptoki.C_GetMechanismList(slot));
      if (!way.ok) return way;
      this.#ready = { ...opened, key: handle, way: way.value, pinForEach: key.pinForEach };
      return ok(key);
    } catch (error) {
      return failureOf(error);
    }
  }

  sign({ data, pin }: Requests['sign']['question']): Result<Uint8Array> {
    const ready = this.#ready;
    if (!ready) throw new Error('sign after logging in');
    const { cryptoki, session, key, way } = ready;
    try {
      cryptoki.C_SignInit(session, way.mechanism, key);
      if (ready.pinForEach)
        try {
          cryptoki.C_Login(session, Ck.CKU_CONTEXT_SPECIFIC, pin ?? '');
        } catch (error) {
          return this.#refusedPin(ready, error);
        }
      const input = Buffer.from(way.input(data));
      return ok(way.output(new Uint8Array(cryptoki.C_Sign(session, input, Buffer.alloc(signatureRoom)))));
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Lets go of everything. A token that is gone cannot be logged out of, and need not be. */
  close(): Result<null> {
    const attempt = (action: () => void): void => {
      try {
        action();
      } catch {
        // The next step is tried all the same.
      }
    };
    const { cryptoki } = this.#loaded ?? {};
    const { session } = this.#opened ?? {};
    if (cryptoki && session) {
      attempt(() => cryptoki.C_Logout(session));
      attempt(() => cryptoki.C_CloseSession(session));
    }
    if (cryptoki) {
      attempt(() => cryptoki.C_Finalize());
      attempt(() => cryptoki.close());
    }
    this.#loaded = this.#opened = this.#ready = null;
    return ok(null);
  }

  #with<T>(module: string, action: (cryptoki: Cryptoki) => Result<T>): Result<T> {
    const loaded = loadCryptoki(module);
    if (!loaded.ok) return loaded;
    try {
      loaded.value.C_Initialize();
      this.#loaded = { cryptoki: loaded.value };
      return action(loaded.value);
    } catch (error) {
      return failureOf(error);
    }
  }

  /** A refused PIN, with what the token says of the attempts that are left. */
  #refusedPin({ cryptoki, slot }: Opened, error: unknown): Result<never> {
    const failure = failureOf(error);
    if (failure.error.code !== TokenFailure.WrongPin) return failure;
    try {
      const { pin } = infoOf(cryptoki, slot);
      return pin === 'locked' ? fail(TokenFailure.PinLocked) : fail(TokenFailure.WrongPin, { pin });
    } catch (gone) {
      return failureOf(gone);
    }
  }
}

/** The slots with a token that has been set up. */
const slotsOf = (cryptoki: Cryptoki): readonly Handle[] =>
  cryptoki.C_GetSlotList(true).filter((slot) => (cryptoki.C_GetTokenInfo(slot).flags & Ck.CKF_TOKEN_INITIALIZED) !== 0);

const infoOf = (cryptoki: Cryptoki, slot: Handle): TokenInfo => {
  const { label, manufacturerID, model, serialNumber, flags } = cryptoki.C_GetTokenInfo(slot);
  return {
    label: trimmed(label),
    manufacturer: trimmed(manufacturerID),
    model: trimmed(model),
    serialNumber: trimmed(serialNumber),
    pin: pinState(flags),
  };
};

const pinState = (flags: number): PinState =>
  (flags & Ck.CKF_USER_PIN_LOCKED) !== 0
    ? 'locked'
    : (flags & Ck.CKF_USER_PIN_FINAL_TRY) !== 0
      ? 'final-try'
      : (flags & Ck.CKF_USER_PIN_COUNT_LOW) !== 0
        ? 'count-low'
        : 'ok';

/** Fields of a fixed length, padded with blanks. */
const trimmed = (text: string): string => text.replace(/[\0 ]+$/, '');

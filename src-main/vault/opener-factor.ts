import { fail, ok } from '../domain/result.ts';
import { withSecondFactor } from './key-slots.ts';
import type { OpenVault } from './open-vault.ts';
import { checkCode } from './second-factor.ts';
import { withSlot } from './slot-attempts.ts';
import type { SlotBook, SlotBookParts } from './slot-book.ts';

/** The second factor of the account that opened the vault: signing asks for it anew. Holds its secret while the session lasts. */
export class OpenerFactor {
  readonly #book: SlotBook;
  readonly #parts: SlotBookParts;
  #secret: Buffer | null;

  constructor(book: SlotBook, parts: SlotBookParts) {
    this.#book = book;
    this.#parts = parts;
    this.#secret = parts.keys.totpSecret;
  }

  enrol({ secret, step, recovery }: Parameters<OpenVault['enrolSecondFactor']>[0]): void {
    const { keys } = this.#parts;
    const slot = this.#book.slotOf(keys.accountId);
    if (slot === undefined) throw new Error('the opener has no slot');
    this.#book.write(
      keys,
      () => {
        const { file } = this.#book;
        return withSlot(file, withSecondFactor(file, slot, secret, { lastStep: step, recovery: [...recovery] }));
      },
      (_, audit) => audit.record({ action: 'factor.enrol', subject: { type: 'account', id: keys.accountId } }),
    );
    this.forget();
    this.#secret = Buffer.from(secret);
  }

  /** Takes a code, each once; without a second factor nothing is asked. */
  check(code: string | null): ReturnType<OpenVault['checkCode']> {
    const slot = this.#book.slotOf(this.#parts.keys.accountId);
    if (!slot?.secondFactor || this.#secret === null) return ok(undefined);
    if (code === null) return fail('vault/second-factor-needed');
    const check = checkCode(slot.secondFactor, this.#secret, code, this.#parts.environment.clock.now());
    if (!check.right) return fail(check.why);
    this.#book.save(withSlot(this.#book.file, { ...slot, secondFactor: check.kept }));
    return ok(undefined);
  }

  /** Wipes the secret. */
  forget(): void {
    this.#secret?.fill(0);
    this.#secret = null;
  }
}

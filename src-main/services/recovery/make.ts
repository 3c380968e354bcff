import { randomBytes } from 'node:crypto';
import type { Output, ParsedInput } from '../../contract/index.ts';
import { renderRecoverySheet } from '../../documents/index.ts';
import { readRecoveryCode, recoveryPartBytes, recoveryParts, writeRecoveryCode } from '../../domain/recovery-code.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { Duty, may } from '../../domain/roles.ts';
import { parseCertificate } from '../../pki/index.ts';
import { account, newKitNumber, saveRecoveryKit, type Account } from '../../vault/index.ts';
import type { Caller, ServiceContext } from '../context.ts';
import { mustEnrol } from '../logins/demand.ts';
import { trustMaterial } from '../trust/material.ts';
import { mustChange } from '../people/pass-phrases.ts';
import { countsAsSecond } from '../people/second-person.ts';
import { reAuthenticate } from '../people/re-authenticate.ts';
import { recoveryState } from './view.ts';

type Made = Output<'recovery.make'>;

/**
 * Makes a recovery kit (two persons, 21 CFR 11.200(a)(3)). The sheets are drawn before the kit counts: one that counts and
 * that nobody has would be worse than none. The parts are in them and in the slot they open, and nowhere else.
 */
export const makeRecoveryKit = async (
  context: ServiceContext,
  input: ParsedInput<'recovery.make'>,
): Promise<Result<Made>> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { vault, account: self } = caller.value;
  const { a: first, b: second } = input.holders;
  const holders = [first, second] as const;
  if (sameName(first, second)) return fail('recovery/one-holder');
  const proven = await reAuthenticate(caller.value, input);
  if (!proven.ok) return proven;
  const witness = await secondPerson(context, caller.value, input.second);
  if (!witness.ok) return witness;
  const number = newKitNumber();
  const madeAt = context.clock.now().toISOString();
  const codes = recoveryParts.map((part) => {
    const bytes = randomBytes(recoveryPartBytes);
    const groups = writeRecoveryCode(part, bytes);
    bytes.fill(0);
    return { part, groups };
  });
  const [root] = vault.read(trustMaterial).anchors;
  const sheets = await Promise.all(
    codes.map(async ({ part, groups }, index) => ({
      part,
      holder: holders[index] ?? '',
      fileName: `recovery-kit-${number}-part-${part}.pdf`,
      bytes: await renderRecoverySheet(
        {
          program: `Countersign ${context.version}`,
          organisation: vault.identity.organisation,
          vaultName: vault.identity.name,
          vaultId: vault.identity.id,
          number,
          madeAt,
          madeBy: self.fullName,
          witness: witness.value.fullName,
          part,
          holder: holders[index] ?? '',
          otherHolder: holders[1 - index] ?? '',
          groups,
          rootFingerprint: root === undefined ? 'none' : parseCertificate(root).fingerprint,
        },
        context.fonts,
      ),
    })),
  );
  const [a, b] = codes.map(({ part, groups }) => readRecoveryCode(part, groups.join(' ')));
  if (!a?.ok || !b?.ok) throw new Error('a recovery code that does not read back');
  const before = vault.recoveryKit();
  const made = await vault.makeRecoveryKit(vault, { number, parts: { a: a.value, b: b.value } }, (db, audit) => {
    saveRecoveryKit(db, audit, {
      number,
      madeAt,
      madeBy: self.id,
      witness: witness.value.id,
      holders,
      usedAt: null,
    });
    audit.record({
      action: 'recovery.make',
      subject: { type: 'recovery-kit', id: number },
      reason: input.reason,
      details: {
        witness: witness.value.id,
        witnessUserName: witness.value.userName,
        holderA: first,
        holderB: second,
        replaces: before?.number ?? null,
      },
    });
  });
  return made.ok ? ok({ state: recoveryState(caller.value, context.clock.now()), sheets }) : made;
};

const sameName = (one: string, other: string): boolean => {
  const folded = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return folded(one) === folded(other);
};

/**
 * The second person, with a pass phrase of their own: one that the administrator gave them would let one person be both.
 */
const secondPerson = async (
  context: ServiceContext,
  { vault, account: self }: Caller,
  credentials: ParsedInput<'recovery.make'>['second'],
): Promise<Result<Account>> => {
  const proven = await vault.authenticate(credentials);
  if (!proven.ok) {
    const { code, details = {} } = proven.error;
    return fail('recovery/second-person-refused', { ...details, because: code });
  }
  const person = vault.read((db) => account(db, proven.value.accountId));
  if (person?.status !== 'active') return fail('recovery/second-person-refused', { because: 'vault/no-slot' });
  if (person.id === self.id) return fail('recovery/same-person');
  if (!may(person.roles, 'handle-alerts')) return fail('recovery/second-person-role');
  if (mustChange(vault, person, context.clock.now()) !== null || mustEnrol(vault, person))
    return fail('recovery/second-person-not-settled');
  const counts = vault.read((db) => countsAsSecond(db, person, Duty.HandleAlerts, null));
  return counts.ok ? ok(person) : counts;
};

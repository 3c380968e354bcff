import { hash, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  auditTrail,
  checkVault,
  createSystem,
  requirements,
  revision,
  sealedParts,
  sealedPdf,
  verifyAuditChain,
  type OpenVault,
} from '../../src-main/vault/index.ts';
import { report, tried } from '../support/fault-table.ts';
import { addPerson, administrator, testVault, type TestVault } from '../support/vault.ts';
import { vaultChild } from '../support/vault-process.ts';

/** Kills in all; each at a random moment after the process began to open the vault. */
const kills = tried(84);
/** Vaults that are killed side by side. */
const lanes = 3;

type Word =
  | { readonly created: string }
  | { readonly sealed: string; readonly parts: number; readonly sha256?: string }
  | { readonly rephrasing: string }
  | { readonly rephrased: string };

/** What the processes of one vault have said is done, and what may or may not be. */
class Ledger {
  readonly created = new Set<string>();
  readonly sealed = new Map<string, { readonly parts: number; readonly sha256: string | null }>();
  /** Records that were judged in full and that no process works on any more. */
  readonly settled = new Set<string>();
  phrases: readonly string[];

  constructor(phrase: string) {
    this.phrases = [phrase];
  }

  hear(words: readonly unknown[]): void {
    for (const word of words as Word[]) {
      if ('created' in word) this.created.add(word.created);
      else if ('sealed' in word) this.sealed.set(word.sealed, { parts: word.parts, sha256: word.sha256 ?? null });
      else if ('rephrased' in word) this.phrases = [word.rephrased];
      else if ('rephrasing' in word) this.phrases = [...this.phrases, word.rephrasing];
    }
  }
}

/** Everything that was acknowledged is there, at most one step more is, and each record is in one state or the next. */
const judge = (vault: OpenVault, ledger: Ledger): number => {
  const chain = vault.read((db) => verifyAuditChain(db));
  expect(chain.firstBad).toBeNull();
  let ahead = 0;
  const stored = vault
    .read((db) => db.all<{ readonly id: string }>('SELECT id FROM record ORDER BY id'))
    .map(({ id }) => id);
  expect(stored).toEqual(expect.arrayContaining([...ledger.created]));
  for (const id of stored) {
    if (ledger.settled.has(id)) continue;
    if (!ledger.created.has(id)) ahead += 1;
    const parts = vault.read((db) => sealedParts(db, id, 1));
    const known = ledger.sealed.get(id) ?? { parts: 0, sha256: null };
    expect([0, 1]).toContain(parts.length - known.parts);
    ahead += parts.length - known.parts;
    if (known.sha256 !== null) expect(parts[known.parts - 1]?.sha256).toBe(known.sha256);
    // Frozen, named for signature and sealed are one transaction: all of it or nothing.
    const frozen = vault.read((db) => revision(db, id, 1))?.frozenSha256 ?? null;
    expect(frozen).toBe(parts.length > 0 ? hash('sha256', id, 'hex') : null);
    expect(vault.read((db) => requirements(db, id, 1))).toHaveLength(parts.length > 0 ? 1 : 0);
    // So are a signature's bytes and its audit entry.
    const signed = vault.read((db) => auditTrail(db, { subjectId: id, actions: ['record.sign'], limit: 10 })).items;
    expect(signed).toHaveLength(Math.max(0, parts.length - 1));
    const pdf = vault.read((db) => sealedPdf(db, id, 1));
    expect(pdf?.parts ?? 0).toBe(parts.length);
    // What was not acknowledged and is there is from now on as good as acknowledged.
    ledger.created.add(id);
    ledger.sealed.set(id, { parts: parts.length, sha256: parts.at(-1)?.sha256 ?? null });
    ledger.settled.add(id);
  }
  return ahead;
};

const killOnce = async (
  one: TestVault,
  kim: string,
  ledger: Ledger,
): Promise<{ opened: boolean; words: number; ahead: number }> => {
  const { userName, passPhrase } = administrator;
  const child = vaultChild(['write-forever', one.folder, userName, passPhrase, kim]);
  // One in ten dies while it starts and opens; the others at any moment of one of the next steps, however long those take here.
  if (randomInt(10) === 0) await pause(randomInt(150, 350));
  else {
    await child.next();
    const began = performance.now();
    const steps = randomInt(1, 12);
    for (let n = 0; n < steps; n += 1) await child.next();
    await pause(randomInt(0, 2 + Math.ceil((performance.now() - began) / steps)));
  }
  child.kill();
  await child.ended;
  ledger.hear(child.said);

  const opened = await one.open();
  if (!opened.ok) throw new Error(`after a kill: ${JSON.stringify(opened.error)}`);
  const ahead = judge(opened.value, ledger);
  expect(ahead).toBeLessThanOrEqual(1);
  opened.value.close();

  // The pass phrase of the slot that was being replaced is the acknowledged one, or the next.
  const tried = [];
  for (const phrase of ledger.phrases.toReversed()) {
    const entered = await one.open({ userName: 'kim', passPhrase: phrase });
    tried.push(entered.ok);
    if (!entered.ok) continue;
    entered.value.close();
    ledger.phrases = [phrase];
    break;
  }
  expect(tried).toContain(true);
  return { opened: child.said.length > 0, words: child.said.length, ahead };
};

test(`a process killed ${kills} times while it writes and signs: nothing acknowledged is lost, nothing is half done [ALCOA enduring]`, async () => {
  const lane = async (count: number): Promise<readonly { opened: boolean; words: number; ahead: number }[]> => {
    const one = await testVault();
    const kim = await addPerson(one.vault, 'kim', ['operative']);
    one.vault.write(one.vault, (db, audit) => {
      const { id } = createSystem(db, audit, { name: 'LIMS', content: {}, reason: null });
      audit.record({ action: 'system.create', subject: { type: 'system', id } });
    });
    one.vault.close();
    const ledger = new Ledger('kim-pass');
    const outcomes = [];
    for (let n = 0; n < count; n += 1) outcomes.push(await killOnce(one, kim, ledger));
    const last = await one.open();
    if (!last.ok) throw new Error(last.error.code);
    expect(last.value.read((db) => checkVault(db)).intact).toBe(true);
    last.value.close();
    return outcomes;
  };
  const outcomes = (await Promise.all(Array.from({ length: lanes }, () => lane(Math.ceil(kills / lanes))))).flat();
  const sum = (of: (outcome: (typeof outcomes)[number]) => number): number =>
    outcomes.reduce((n, one) => n + of(one), 0);
  expect(outcomes.length).toBeGreaterThanOrEqual(kills);
  // Most kills hit a process that was writing: otherwise the test would show nothing.
  expect(sum((one) => Number(one.words > 1))).toBeGreaterThan(outcomes.length / 2);
  report({
    fault: 'SIGKILL while records, sealed PDFs, signatures and key slots are written',
    promise: 'nothing acknowledged is lost, nothing is half done, at most one step is there that was not acknowledged',
    tried: outcomes.length,
    kept: outcomes.length,
    seen: `${sum((one) => one.words)} acknowledged steps, none lost; ${sum((one) => one.ahead)} commits died before they were acknowledged; ${sum((one) => Number(!one.opened))} kills before the vault was open`,
    test: 'test/faults/vault-kill.test.ts',
  });
}, 600_000);

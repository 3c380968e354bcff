import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input, type Output } from '../../../src-main/contract/index.ts';
import { recoverWithKit } from '../../../src-main/services/recovery/recover.ts';
import { readSlotFile, writeSlotFile, type SlotFile } from '../../../src-main/vault/key-slots.ts';
import { codesOf, kitInput, makeKit } from '../../support/recovery.ts';
import {
  administrator,
  evaluator,
  owner,
  quality,
  quickKdf,
  staffed,
  testServices,
  type Staffed,
  type TestServices,
} from '../../support/services.ts';

/** One vault with its people; each test works in a copy of its folder, as it was before any kit or with a first one. */
let origin: Staffed;
let withKit: Made & { readonly vault: string; readonly now: string };
let services: TestServices;
let vaultId = '';
let slotsFile = '';
const next = 'lanterns over a new quiet harbour';

type Made = Output<'recovery.make'> & { readonly codes: [string, string] };

beforeAll(async () => {
  origin = await staffed(await testServices());
  await origin.services.ask('session.logout', {});
  const first = await copyOfOrigin();
  const made = await again();
  const vault = join(origin.services.folder, 'WithKit');
  cpSync(first, vault, { recursive: true });
  withKit = { ...made, codes: await codesOf(made), vault, now: services.clock.now().toISOString() };
  services.dispose();
});
afterAll(() => origin.services.dispose());

const vaultIn = (folder: string): string =>
  join(folder, readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('.vault')) ?? '');

/** New services over a copy of the vault without a kit. */
const copyOfOrigin = async (): Promise<string> => {
  services = await testServices();
  const vault = join(services.folder, 'Copy.vault');
  cpSync(vaultIn(origin.services.folder), vault, { recursive: true });
  slotsFile = join(vault, 'keyslots.json');
  services.clock.set('2026-11-24T09:00:00.000Z');
  vaultId = services.offerVault(vault);
  return vault;
};

beforeEach(async () => {
  await copyOfOrigin();
  return () => services.dispose();
});

const login = (who: { readonly userName: string; readonly passPhrase: string }) =>
  services.ask('session.login', { vaultId, userName: who.userName, passPhrase: who.passPhrase });
const who = ({ userName, fullName }: typeof quality) => ({ userName, fullName, email: null });
const logout = () => services.ask('session.logout', {});

/** Puts the vault with its first kit in the place of the one without, which nobody has opened yet. */
const kit = (): Made => {
  const vault = join(slotsFile, '..');
  rmSync(vault, { recursive: true });
  cpSync(withKit.vault, vault, { recursive: true });
  services.clock.set(withKit.now);
  return withKit;
};

/** Makes a kit: an older one opens nothing from then on. */
const again = async (): Promise<Output<'recovery.make'>> => {
  await login(administrator);
  const made = await makeKit(services);
  await logout();
  return made;
};

const withCodes = ([partA, partB]: [string, string]): Input<'recovery.recover'> => ({
  vaultId,
  partA,
  partB,
  administrator: { userName: administrator.userName, fullName: null },
  passPhrase: next,
  reason: 'The only administrator left the company',
});
const slots = (): SlotFile => {
  const read = readSlotFile(readFileSync(slotsFile, 'utf8'));
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};

describe('making a recovery kit', () => {
  test('takes an administrator and a second person, each with their own pass phrase [11.200(a)(2)-(3), 11.10(g)]', async () => {
    await login(administrator);
    const refused = async (change: Partial<Input<'recovery.make'>>) =>
      services.refusal('recovery.make', { ...kitInput(), ...change });
    expect(await refused({ passPhrase: 'not the pass phrase at all' })).toBe('vault/wrong-credentials');
    expect(await refused({ second: { ...quality, passPhrase: 'not that one either', code: null } })).toBe(
      'recovery/second-person-refused',
    );
    expect(await refused({ second: { ...administrator, code: null } })).toBe('recovery/same-person');
    expect(await refused({ second: { ...owner, code: null } })).toBe('recovery/second-person-role');
    expect(await refused({ holders: { a: 'Henrike Adler', b: 'henrike  adler' } })).toBe('recovery/one-holder');
    // A second administrator whose pass phrase the first one chose would be the first one again.
    const given = { userName: 'admin.two', passPhrase: 'chosen by the first one' };
    await services.ask('accounts.create', { ...given, fullName: 'Second', email: null, roles: ['administrator'] });
    expect(await refused({ second: { ...given, code: null } })).toBe('recovery/second-person-not-settled');
    expect(slots().recovery).toBeNull();
    await login(quality);
    expect(await services.refusal('recovery.make', kitInput())).toBe('access/denied');
  });

  test('leaves the parts on the sheets and nowhere else, and says on them whose they are [11.10(d)]', async () => {
    const { sheets, codes, state } = kit();
    expect(sheets.map(({ part, holder }) => [part, holder])).toEqual([
      ['A', 'Henrike Adler'],
      ['B', 'Bashir Noor'],
    ]);
    expect(state.kit).toMatchObject({ madeBy: 'Monika Keller', witness: quality.fullName, old: false });
    for (const code of codes) {
      expect(code.split(' ')).toHaveLength(8);
      for (const spelling of [code, code.replaceAll(' ', ''), code.replaceAll(' ', '-')])
        for (const name of readdirSync(services.folder, { recursive: true, encoding: 'utf8' }))
          if (!name.endsWith('.vault'))
            expect(readFileSync(join(services.folder, name)).includes(spelling)).toBe(false);
    }
    const made = slots().recovery;
    expect(made?.number).toBe(state.kit?.number);
  });

  test('is an entry that names both persons and both holders [11.10(e)]', async () => {
    const { state } = kit();
    await login(quality);
    const { entries } = await services.ask('audit.list', { before: null, subject: null });
    const made = entries.find(({ action }) => action === 'recovery.make');
    expect(made).toMatchObject({ reason: 'First kit of the vault', subject: { id: state.kit?.number } });
    const { alerts } = await services.ask('logins.alerts', {});
    expect(alerts.map(({ action }) => action)).toContain('recovery.make');
  });

  test('ticks the start checklist, until the kit is older than a year', async () => {
    await login(administrator);
    const item = async () => (await services.ask('checklist.get', {})).items.find(({ id }) => id === 'recovery-kit');
    expect(await item()).toMatchObject({ done: false, about: null });
    const { state } = await makeKit(services);
    expect(await item()).toMatchObject({ done: true });
    services.clock.advance(366 * 86_400_000);
    expect(await item()).toMatchObject({ done: false, about: state.kit?.madeAt });
    expect(await services.ask('recovery.state', {})).toMatchObject({ kit: { old: true } });
  });
});

describe('recovering with the kit', () => {
  test('gives an administrator a first pass phrase, once, and everybody is told [11.10(c), 11.10(e), 11.300(d)]', async () => {
    const { codes, state } = kit();
    expect(await services.ask('recovery.look', { vaultId })).toMatchObject({ kit: { number: state.kit?.number } });
    const before = withCodes(codes);
    expect(await services.ask('recovery.recover', before)).toEqual({
      userName: administrator.userName,
      fullName: administrator.fullName,
    });
    expect(await services.refusal('recovery.recover', before)).toBe('vault/no-recovery-kit');
    expect(await services.ask('recovery.look', { vaultId })).toEqual({ kit: null });
    expect(await services.refusal('session.login', { vaultId, ...administrator })).toBe('vault/wrong-credentials');
    const session = await login({ ...administrator, passPhrase: next });
    expect(session).toMatchObject({ mustChangePassPhrase: 'given', recovered: { userName: administrator.userName } });
    await services.ask('session.changePassPhrase', { current: next, next: `${next} indeed` });
    expect((await services.ask('recovery.state', {})).kit).toBeNull();
    expect((await services.ask('checklist.get', {})).items).toContainEqual(
      expect.objectContaining({ id: 'recovery-kit', done: false }),
    );
    // The owner, who logged in before, is told too; once.
    expect((await login(owner)).recovered).toMatchObject({ userName: administrator.userName });
    expect((await login(owner)).recovered).toBeNull();
    await login(quality);
    expect((await services.ask('logins.alerts', {})).alerts.map(({ action }) => action)).toContain('vault.recover');
    expect((await services.ask('audit.verify', {})).firstBad).toBeNull();
  });

  test('is the first entry after it, before anybody is in [11.10(e)]', async () => {
    const { codes } = kit();
    await login(quality);
    const last = (await services.ask('audit.list', { before: null, subject: null })).entries[0]?.seq ?? 0;
    await logout();
    await services.ask('recovery.recover', withCodes(codes));
    await login(quality);
    const { entries } = await services.ask('audit.list', { before: null, subject: null });
    const after = entries.filter(({ seq }) => seq > last + 1).map(({ action }) => action);
    expect(after.toReversed().slice(0, 3)).toEqual(['vault.recover', 'slot.reset', 'recovery.remove']);
  });

  test('makes a new administrator where none is left, and nobody else’s key or pass phrase changes', async () => {
    const { codes } = kit();
    const recover = withCodes(codes);
    await services.ask('recovery.recover', {
      ...recover,
      administrator: { userName: 'admin.new', fullName: 'Nora Lindqvist' },
    });
    await login({ userName: 'admin.new', passPhrase: next });
    await services.ask('session.changePassPhrase', { current: next, next: `${next} indeed` });
    const { accounts } = await services.ask('accounts.list', {});
    expect(accounts.find(({ userName }) => userName === 'admin.new')).toMatchObject({
      roles: ['administrator'],
      key: 'none',
    });
    // The authority works again: it belongs to administrators.
    await services.ask('keys.revoke', {
      accountId: origin.accounts[owner.userName] ?? '',
      reason: 'Proves that lists can be signed',
    });
    await login(evaluator);
    expect(await services.ask('keys.mine', {})).toMatchObject({ state: 'active' });
  });

  test.each([
    ['a user name that is nobody’s', { userName: 'nobody.here', fullName: null }, 'recovery/no-such-administrator'],
    [
      'somebody who is no administrator',
      { userName: owner.userName, fullName: null },
      'recovery/no-such-administrator',
    ],
    ['a new name that somebody had', { userName: owner.userName, fullName: 'X' }, 'accounts/user-name-taken'],
  ])('for %s is refused and leaves the kit as it was', async (_, chosen, code) => {
    const { codes } = kit();
    expect(await services.refusal('recovery.recover', { ...withCodes(codes), administrator: chosen })).toBe(code);
    expect(await services.refusal('recovery.recover', { ...withCodes(codes), passPhrase: 'short' })).toBe(
      'accounts/weak-pass-phrase',
    );
    await services.ask('recovery.recover', withCodes(codes));
  });
});

test.each([
  ['a line of its own', 'Nora Lindqvist\nApproved by quality assurance'],
  ['letters in another order', 'Nora \u202etsiuqdniL'],
  ['nothing', ' '],
])(
  'a new administrator whose name has %s is made by neither window nor command line [11.50(a)]',
  async (_, fullName) => {
    const { codes } = kit();
    const wish = { ...withCodes(codes), administrator: { userName: 'admin.new', fullName } };
    expect(contract['recovery.recover'].input.safeParse(wish).success).toBe(false);
    const { partA, partB, passPhrase, reason, administrator: chosen } = wish;
    const folder = vaultIn(services.folder);
    const environment = { clock: services.clock, version: 'x', kdf: quickKdf };
    await services.ask('session.logout', {});
    const asked = { folder, partA, partB, passPhrase, reason, administrator: chosen };
    expect(await recoverWithKit(environment, asked)).toMatchObject({ error: { code: 'accounts/full-name' } });
    // What is wrong with the name is said before the parts are tried: the kit is as it was.
    await services.ask('recovery.recover', withCodes(codes));
  },
);

describe('a kit in wrong hands', () => {
  test('with one part alone, or the parts exchanged, opens nothing', async () => {
    const { codes } = kit();
    const [a, b] = codes;
    const other = (await codesOf(await again()))[1];
    expect(await services.refusal('recovery.recover', withCodes([a, a]))).toBe('recovery/part-swapped');
    expect(await services.refusal('recovery.recover', withCodes([b, a]))).toBe('recovery/part-swapped');
    expect(await services.refusal('recovery.recover', withCodes([a, b.slice(0, 20)]))).toBe('recovery/part-length');
    expect(await services.refusal('recovery.recover', withCodes([a, other]))).toBe('vault/wrong-recovery-parts');
  });

  test('that a newer one replaced opens nothing', async () => {
    const { codes } = kit();
    const { sheets } = await again();
    expect(await services.refusal('recovery.recover', withCodes(codes))).toBe('vault/wrong-recovery-parts');
    await services.ask('recovery.recover', withCodes(await codesOf({ sheets })));
  });

  test('of another vault opens nothing', async () => {
    kit();
    const strange = await testServices();
    try {
      const created = { name: 'Other', organisation: 'Meridian Biologics', administrator };
      const theirs = (await strange.ask('vaults.create', created)).vault.id;
      const first = 'given to her at first';
      await strange.ask('accounts.create', { ...who(quality), roles: [quality.role], passPhrase: first });
      await strange.ask('session.login', { vaultId: theirs, userName: quality.userName, passPhrase: first });
      await strange.ask('session.changePassPhrase', { current: first, next: quality.passPhrase });
      const { userName, passPhrase } = administrator;
      await strange.ask('session.login', { vaultId: theirs, userName, passPhrase });
      const codes = await codesOf(await makeKit(strange));
      expect(await services.refusal('recovery.recover', withCodes(codes))).toBe('vault/wrong-recovery-parts');
    } finally {
      strange.dispose();
    }
  });

  test('locks after five tries for a quarter of an hour; each try is in the trail, and the right parts wait too [11.300(d)]', async () => {
    const { codes, state } = kit();
    const wrong = (await codesOf(await again()))[0];
    const right = withCodes(await codesOf(await again()));
    for (let left = 4; left >= 0; left--) {
      const reply = await services.reply('recovery.recover', withCodes([wrong, codes[1]]));
      expect(reply).toMatchObject({ ok: false, error: { details: { attemptsLeft: left } } });
    }
    expect(await services.refusal('recovery.recover', right)).toBe('vault/recovery-locked');
    expect((await services.ask('recovery.look', { vaultId })).kit?.lockedUntil).not.toBeNull();
    services.clock.advance(15 * 60_000);
    await services.ask('recovery.recover', right);
    await login(quality);
    const { events } = await services.ask('logins.log', { before: null, refused: true });
    expect(events.filter(({ factor }) => factor === 'recovery-kit')).toHaveLength(6);
    expect(events[0]?.locked).toBe(true);
    expect(state.kit).not.toBeNull();
  });

  test('with an older slot file put back opens the file and not the vault [11.10(d)]', async () => {
    const { codes } = kit();
    const older = readFileSync(slotsFile);
    await again();
    writeFileSync(slotsFile, older);
    expect(await services.refusal('recovery.recover', withCodes(codes))).toBe('vault/recovery-kit-void');
    await login(quality);
    const { entries } = await services.ask('audit.list', { before: null, subject: null });
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['slots.differ', 'recovery.remove']));
    expect(slots().recovery).toBeNull();
  });

  test('whatever bit of its slot is changed under a right checksum, opens nothing more than before', async () => {
    const { codes } = kit();
    const file = slots();
    const { recovery } = file;
    if (recovery === null) throw new Error('no kit');
    const flipped = (text: string): string => {
      const bytes = Buffer.from(text, 'base64');
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      return bytes.toString('base64');
    };
    const { slot } = recovery;
    const box = slot.box ?? { publicKey: '', privateKey: '' };
    const altered: readonly (typeof recovery)[] = [
      { ...recovery, number: recovery.number.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
      { ...recovery, slot: { ...slot, id: slot.id.replace(/^./, (first) => (first === '0' ? '1' : '0')) } },
      { ...recovery, slot: { ...slot, dataKey: flipped(slot.dataKey) } },
      { ...recovery, slot: { ...slot, authorityKey: flipped(slot.authorityKey ?? '') } },
      { ...recovery, slot: { ...slot, authorityKey: null } },
      { ...recovery, slot: { ...slot, kdf: { ...slot.kdf, salt: flipped(slot.kdf.salt) } } },
      { ...recovery, slot: { ...slot, box: { ...box, privateKey: flipped(box.privateKey) } } },
      { ...recovery, slot: { ...slot, box: { ...box, publicKey: flipped(box.publicKey) } } },
      { ...recovery, slot: file.slots[0] ?? slot },
    ];
    for (const one of altered) {
      writeFileSync(slotsFile, writeSlotFile({ ...file, recovery: one }));
      expect(await services.refusal('recovery.recover', withCodes(codes))).toBe('vault/wrong-recovery-parts');
    }
    writeFileSync(slotsFile, writeSlotFile(file));
    await services.ask('recovery.recover', withCodes(codes));
  });

  test('with a typing error names the part and the group, and costs no try', async () => {
    const { codes } = kit();
    const groups = codes[1].split(' ');
    // One wrong character, which is always noticed; a group read backwards is not, once in 32 times.
    groups[4] = (groups[4] ?? '').replace(/^./, (one) => (one === '0' ? '1' : '0'));
    const reply = await services.reply('recovery.recover', withCodes([codes[0], groups.join(' ')]));
    expect(reply).toMatchObject({
      error: { code: 'recovery/part-mistyped', details: { part: 'B', groups: [5] } },
    });
    expect(slots()).toMatchObject({ failureCount: 0, recovery: { slot: { failed: 0 } } });
  });
});

describe('a kit over the life of a vault', () => {
  test('opens a backup on a new computer, and one that was taken before the next kit was made: as the sheet says', async () => {
    const { codes } = kit();
    await login(administrator);
    const place = join(services.folder, 'drive');
    cpSync(join(slotsFile, '..'), join(place, 'none'), { recursive: true });
    services.choose(place);
    await services.ask('backup.choosePlace', { sameVolumeReason: 'A test has one drive' });
    await services.ask('backup.take', {});
    await makeKit(services);
    await logout();
    expect(await services.refusal('recovery.recover', withCodes(codes))).toBe('vault/wrong-recovery-parts');
    const backup = readdirSync(place).find((name) => name.startsWith('Copy-')) ?? '';
    const elsewhere = await testServices();
    try {
      const copied = join(elsewhere.folder, 'Copied.vault');
      cpSync(join(place, backup), copied, { recursive: true });
      expect(existsSync(copied)).toBe(true);
      const id = elsewhere.offerVault(copied);
      await elsewhere.ask('recovery.recover', { ...withCodes(codes), vaultId: id });
      await elsewhere.ask('session.login', { vaultId: id, userName: administrator.userName, passPhrase: next });
    } finally {
      elsewhere.dispose();
    }
  });
});

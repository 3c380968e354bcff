import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administrator, evaluator, quality, staffed, testServices, type Staffed } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const credentials = { userName: quality.userName, signingPassPhrase: quality.signingPassPhrase };
let staff: Staffed;

beforeAll(async () => {
  staff = await staffed(await testServices());
});
afterAll(() => staff.services.dispose());

/** What `audit verify --against` says of a vault that nobody has open. */
const against = (vault: string, file: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'audit', 'verify', vault, '--against', file, '--json'],
    {
      encoding: 'utf8',
      env: { ...process.env, COUNTERSIGN_USER: quality.userName, COUNTERSIGN_PASSPHRASE: quality.passPhrase },
    },
  );
  return { status, said: stdout === '' ? { error: stderr } : (JSON.parse(stdout) as unknown) };
};

describe('a signed checkpoint', () => {
  test('names the signer and the head, stands in the trail, and tells an older vault from the newer one [11.10(a)]', async () => {
    const { services } = staff;
    const vault = vaultFolderOf(services.folder);
    const older = join(services.folder, 'older.vault');
    await staff.login(quality);
    cpSync(vault, older, { recursive: true });
    await staff.draft();
    await staff.login(quality);
    const made = await services.ask('audit.checkpoint', credentials);
    const newest = await services.ask('audit.list', { before: null, subject: null });
    expect(newest.entries[0]).toMatchObject({ action: 'audit.checkpoint', who: quality.userName, seq: made.seq + 1 });
    await services.ask('session.logout', {});
    const file = join(services.folder, made.fileName);
    writeFileSync(file, made.bytes);

    expect(against(vault, file)).toMatchObject({
      status: 0,
      said: {
        intact: true,
        evidence: [
          { kind: 'checkpoint', place: 'on-chain', trusted: true, signer: quality.fullName, head: { seq: made.seq } },
        ],
      },
    });
    expect(against(older, file)).toMatchObject({
      status: 1,
      said: { intact: false, firstBad: { defect: 'truncated' }, evidence: [{ place: 'rolled-back', trusted: true }] },
    });
    writeFileSync(
      file,
      Buffer.from(made.bytes)
        .toString()
        .replace(`"seq":${made.seq}`, `"seq":${made.seq - 1}`),
    );
    const forged = against(vault, file);
    expect(forged.status).toBe(65);
    expect(forged.said).toMatchObject({ error: expect.stringContaining('evidence/altered') as string });
  });

  test('needs a key of one’s own, one’s own name and the right pass phrase, which counts', async () => {
    const { services } = staff;
    await staff.login(administrator);
    expect(
      await services.refusal('audit.checkpoint', { userName: administrator.userName, signingPassPhrase: 'x' }),
    ).toBe('keys/none');
    await staff.login(quality);
    expect(await services.refusal('audit.checkpoint', { ...credentials, userName: evaluator.userName })).toBe(
      'signing/wrong-user',
    );
    const before = await services.ask('audit.list', { before: null, subject: null });
    expect(await services.refusal('audit.checkpoint', { ...credentials, signingPassPhrase: 'a guess' })).toBe(
      'signing/wrong-pass-phrase',
    );
    const after = await services.ask('audit.list', { before: null, subject: null });
    expect(after.entries.map(({ action }) => action).slice(0, 2)).toEqual([
      'signing.refuse',
      before.entries[0]?.action,
    ]);
    expect((await services.ask('audit.checkpoint', credentials)).seq).toBeGreaterThan(0);
  });
});

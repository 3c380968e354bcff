import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { evaluator, staffed, teamOver, testServices, type Staffed, type TestPerson } from './services.ts';
import { vaultFolderOf } from './vault-folder.ts';

/**
 * The team of the test that runs, the evaluator logged in. The vault is staffed once a file; each test works in a copy of
 * it, and sees nothing of what another one did.
 */
export const teamOfEachTest = (also: readonly TestPerson[] = []): Staffed => {
  let origin: Staffed;
  let now = new Date(0);
  let current: Staffed | null = null;

  beforeAll(async () => {
    origin = await staffed(await testServices(), also);
    await origin.services.ask('session.logout', {});
    now = origin.services.clock.now();
  });
  afterAll(() => origin.services.dispose());

  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
    cpSync(origin.services.folder, folder, { recursive: true });
    // It names the vault by the place where it was made.
    rmSync(join(folder, 'vaults.json'));
    const services = await testServices({ folder });
    services.clock.set(now.toISOString());
    const vaultId = services.offerVault(vaultFolderOf(folder));
    current = teamOver(services, { vaultId, accounts: { ...origin.accounts }, systemId: origin.systemId });
    await current.login(evaluator);
  });
  afterEach(() => {
    const folder = current?.services.folder;
    current?.services.dispose();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    current = null;
  });

  return new Proxy({} as Staffed, {
    get: (_, name) => {
      if (current === null) throw new Error('no test runs');
      return Reflect.get(current, name) as unknown;
    },
  });
};

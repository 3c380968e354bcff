import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFonts } from '../../../src-main/documents/index.ts';
import { writePem } from '../../../src-main/pki/index.ts';
import { makeDossier } from '../../../src-main/services/dossier/index.ts';
import { account, auditTrail, authorities, openVault, type OpenVault } from '../../../src-main/vault/index.ts';
import { has } from '../../support/judges.ts';
import { administrator, evaluator, owner, quality, quickKdf, staffed, testServices } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
let folder: string;
let vault: string;
let anchor: string;
const inside = (name: string): string => join(folder, name);

type Who = { readonly userName: string; readonly passPhrase: string; readonly signingPassPhrase?: string };
const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });
const countersign = (args: readonly string[], who: Who = quality) =>
  run(process.execPath, [cli, ...args], {
    ...process.env,
    COUNTERSIGN_USER: who.userName,
    COUNTERSIGN_PASSPHRASE: who.passPhrase,
    ...(who.signingPassPhrase === undefined ? {} : { COUNTERSIGN_SIGNING_PASSPHRASE: who.signingPassPhrase }),
  });
const textOf = (pdf: string): string => run('pdftotext', ['-layout', pdf, '-']).stdout;

/** Opens the vault past the command line. */
const opened = async (who: Who): Promise<OpenVault> => {
  const clock = { now: () => new Date(), zone: () => 'UTC', steady: () => performance.now() };
  const { userName, passPhrase } = who;
  const reply = await openVault({ folder: vault, userName, passPhrase, clock, appVersion: 'test', kdf: quickKdf });
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-dossier-'));
  const services = await testServices({ folder });
  const team = await staffed(services);
  const recordId = await team.sent();
  for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
  await team.login(quality);
  const { userName, signingPassPhrase } = quality;
  await services.ask('audit.checkpoint', { userName, signingPassPhrase });
  await team.login(administrator);
  const { pending } = await services.ask('settings.propose', {
    key: 'session.idle-lock',
    value: { minutes: 5 },
    reason: 'Shared benches',
  });
  await team.login(quality);
  const { passPhrase } = quality;
  const changeId = pending?.changeId ?? 0;
  await services.ask('settings.decide', { changeId, decision: 'approved', reason: null, userName, passPhrase });
  services.dispose();
  vault = vaultFolderOf(folder);
  anchor = inside('anchor.pem');
  const reading = await opened(administrator);
  const roots = reading.read(authorities).filter(({ role }) => role === 'root');
  writeFileSync(anchor, roots.map(({ certificate }) => writePem('CERTIFICATE', certificate)).join(''));
  reading.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What reads the files here; what is absent is skipped. */
const judges = ['pdfsig', 'pdftotext', 'pdfdetach', 'qpdf'].every(has);

describe.skipIf(!judges)('countersign dossier', () => {
  test('is signed, certified and judged valid by us and by pdfsig, over the whole file [PI 041 9.3]', () => {
    const out = inside('dossier.pdf');
    const made = countersign(['dossier', vault, '--out', out, '--as-of', '2026-11-22', '--json']);
    expect(made.stderr).toBe('');
    expect(JSON.parse(made.stdout)).toMatchObject({ file: out, signer: quality.userName });
    expect(made.status).toBe(0);

    const judged = countersign(['verify', out, '--trust', anchor, '--json']);
    expect(JSON.parse(judged.stdout)).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ coversWholeFile: true, docMDP: 1, changesAfter: 'none', indication: 'TOTAL-PASSED' }],
    });
    expect(judged.status).toBe(0);
    const pdfsig = run('pdfsig', ['-nocert', out]).stdout;
    expect(pdfsig).toContain('Signature is Valid.');
    expect(pdfsig).toContain('Total document signed');
    expect(run('qpdf', ['--check', out]).stdout).toContain('No syntax or stream encoding errors found');
  });

  test('names users and rights, settings with both people, checkpoints, keys, records and limits [PI 041 9.3]', () => {
    const text = textOf(inside('dossier.pdf'));
    for (const words of [
      'Users and rights',
      'Accounts at the end of 2026-11-22',
      quality.fullName,
      'Enrolment of signers',
      'Keys and certificates',
      'Changes of settings under control',
      'Shared benches',
      'Backups and restore drills',
      'no place was chosen',
      'Signed checkpoints',
      'all in place',
      'Audit-trail reviews',
      'Periodic Evaluation',
      'Known limits',
    ])
      expect(text, words).toContain(words);
    expect(text).toMatch(/Chain\s+intact/);
    expect(text).not.toContain('Nobody signed this copy');
  });

  test('is an entry of the trail, which the dossier itself ends with', async () => {
    const reading = await opened(quality);
    const { items } = reading.read((db) => auditTrail(db, { actions: ['dossier.export'], limit: 1 }));
    reading.close();
    expect(items[0]).toMatchObject({
      account: { userName: quality.userName },
      details: { signed: true, asOf: '2026-11-22' },
    });
    expect(textOf(inside('dossier.pdf'))).toContain(`No. ${items[0]?.seq}`);
  });

  test('an administrator, who has no key, makes one that says that nobody signed it', () => {
    const out = inside('unsigned.pdf');
    const refused = countersign(['dossier', vault, '--out', out], { ...administrator, signingPassPhrase: 'none' });
    expect(refused.stderr).toContain('keys/none');
    expect(refused.status).toBe(65);
    expect(existsSync(out)).toBe(false);
    expect(countersign(['dossier', vault, '--out', out, '--unsigned'], administrator).status).toBe(0);
    expect(textOf(out)).toContain('Nobody signed this copy');
  });

  test('is refused to who may not, with a wrong pass phrase, and over a file that is there', () => {
    const out = inside('refused.pdf');
    const codes = [
      countersign(['dossier', vault, '--out', out], evaluator),
      countersign(['dossier', vault, '--out', out], { ...quality, signingPassPhrase: 'a guess' }),
      countersign(['dossier', vault, '--out', inside('dossier.pdf')]),
    ].map(({ status, stderr }) => [status, /\(([a-z]+\/[a-z-]+)\)\n$/.exec(stderr)?.[1]]);
    expect(codes).toEqual([
      [65, 'access/denied'],
      [65, 'signing/wrong-pass-phrase'],
      [65, 'exports/exists'],
    ]);
    expect(existsSync(out)).toBe(false);
    expect(countersign(['dossier', vault]).status).toBe(64);
  });
});

describe.skipIf(!judges)('countersign access-register', () => {
  const register = (...args: readonly string[]) => countersign(['access-register', vault, ...args]);

  test('is a sound PDF that names everybody with their role on the day [A11 12.1-12.4, PI 041 9.5]', async () => {
    // The refused signature of the dossier above is told at the next login, and at no other.
    (await opened(quality)).close();
    const out = inside('register.pdf');
    const made = register('--as-of', '2026-11-23', '--format', 'pdf', '--out', out);
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    expect(run('qpdf', ['--check', out]).stdout).toContain('No syntax or stream encoding errors found');
    const text = textOf(out);
    for (const words of ['the end of 2026-11-23, UTC', quality.fullName, 'Quality Assurance', owner.userName])
      expect(text).toContain(words);
  });

  test('is refused for a day to come, over a file that is there, and to whom the duty is missing', () => {
    const later = register('--as-of', '2099-01-01', '--out', inside('later.csv'));
    expect([later.status, existsSync(inside('later.csv'))]).toEqual([65, false]);
    expect(register('--out', inside('register.pdf')).status).toBe(65);
    const args = ['access-register', vault, '--out', inside('not-mine.csv')];
    expect(countersign(args, evaluator).status).toBe(65);
  });
});

describe.skipIf(!judges)('what the installation says of itself', () => {
  const make = async (components: unknown, tests: unknown): Promise<string> => {
    const bytes = (value: unknown) => (value === null ? null : new TextEncoder().encode(JSON.stringify(value)));
    const reading = await opened(quality);
    const self = reading.read((db) => account(db, reading.accountId));
    if (self === undefined) throw new Error('nobody');
    const clock = { now: () => new Date(), zone: () => 'UTC', steady: () => performance.now() };
    const fonts = await loadFonts(new URL('../../../assets/fonts', import.meta.url).pathname);
    const installation = { version: '1.2.3', components: bytes(components), tests: bytes(tests) };
    const made = await makeDossier({ clock, fonts }, { vault: reading, account: self }, installation, {
      asOf: null,
      signing: null,
    });
    reading.close();
    if (!made.ok) throw new Error(made.error.code);
    writeFileSync(inside('installation.pdf'), made.value.pdf);
    return textOf(inside('installation.pdf'));
  };

  test('components and test evidence are summed up and attached; gaps are listed with their reason', async () => {
    const sbom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{ name: 'zod', version: '4.6.7', licenses: [{ license: { id: 'MIT' } }] }],
    };
    const clause = { id: '11.70', requirement: 'Bound to its record.', standing: 'gap', reason: 'It waits.' };
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const text = await make(sbom, {
      run: {
        version: '1.2.2',
        startedAt: '2026-11-23T09:00:00.000Z',
        counts: { ...counts, passed: 1234 },
        filesRun: 9,
        filesThere: 10,
      },
      regulations: [{ regulation: 'Part 11', clauses: [{ ...clause, counts }] }],
      standings: { passed: 70, failed: 0, gap: 1, procedure: 3 },
    });
    for (const words of [
      'CycloneDX 1.6, 1 components',
      'zod',
      'MIT',
      '1234 passed',
      'another version',
      '11.70',
      'It waits.',
    ])
      expect(text).toContain(words);
    run('pdfdetach', ['-saveall', inside('installation.pdf')]);
    expect(JSON.parse(readFileSync(inside('sbom.cdx.json'), 'utf8'))).toEqual(sbom);
    expect(existsSync(inside('compliance.json'))).toBe(true);
  });

  test('what is not there, or is not what it should be, is said not to be there', async () => {
    const text = await make(null, { run: 'never' });
    expect(text.match(/Not with this installation/g)).toHaveLength(2);
  });
});

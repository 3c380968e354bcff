import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validatePdf } from '../../../src-main/pades/index.ts';
import { CrlReason, issueCrl, parseCertificate, writePem } from '../../../src-main/pki/index.ts';
import { has } from '../../support/judges.ts';
import { signAt, withServices } from '../../support/levels.ts';
import { createTestPki, expectOk, makePdf } from '../../support/pades-files.ts';
import { hasOpenSsl } from '../../support/pki-openssl.ts';
import { startTrustServices, type TrustServices } from '../../support/trust-services.ts';

const hour = 3_600_000;
const cli = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loss-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasOpenSsl())('a key that was reported lost, by real time-stamps', () => {
  let services: TrustServices;
  let anchors: readonly Uint8Array[];
  let stamped: Uint8Array;
  let claimed: Uint8Array;
  const signedAt = Date.now();
  /** The list that says since when the key was in other hands; issued two hours after the signatures. */
  let lostSince: (at: number) => Promise<Uint8Array>;
  let roots: readonly Uint8Array[];

  beforeAll(async () => {
    services = await startTrustServices();
    const own = await createTestPki();
    const signer = await own.signerFor('Lotte Lost');
    const { serial } = parseCertificate(signer.certificate);
    roots = own.crls.slice(0, 1);
    anchors = [...own.anchors, services.root];
    lostSince = (at) =>
      issueCrl(own.authority.issuing, {
        entries: [
          {
            serial,
            revokedAt: new Date(signedAt + 2 * hour),
            reason: CrlReason.KeyCompromise,
            invalidityDate: new Date(at),
          },
        ],
        thisUpdate: new Date(signedAt + 2 * hour),
        nextUpdate: new Date(signedAt + 400 * hour),
        number: 7,
      });
    const plain = await makePdf({ pages: 1 });
    stamped = (await signAt(plain, signer, { ...withServices(services, 'B-T'), anchors })).pdf;
    claimed = (await signAt(plain, signer, { ...withServices(services, 'B-B'), anchors })).pdf;
  });
  afterAll(() => services.close());

  const judged = async (pdf: Uint8Array, lossAt: number) => {
    const crls = [await lostSince(lossAt), ...roots, ...services.crls];
    const report = expectOk(validatePdf(pdf, { anchors, crls, at: new Date(signedAt + 3 * hour) }));
    return { report, one: report.signatures.find(({ kind }) => kind === 'signature') };
  };

  test('stamped before the loss it stays good after it; by its own word alone it does not [11.300(c), draft 13.2]', async () => {
    const good = await judged(stamped, signedAt + hour);
    expect(good.one).toMatchObject({
      indication: 'TOTAL-PASSED',
      timeSource: 'timestamp',
      signedAfterLoss: false,
    });
    expect(good.report.warnings.join()).not.toContain('loss');
    const open = await judged(claimed, signedAt + hour);
    expect(open.one).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
      signedAfterLoss: false,
    });
  });

  test('after the loss neither passes: by proof it is certain, by its own word it is said to be that [11.300(c)]', async () => {
    const proven = await judged(stamped, signedAt - hour);
    expect(proven.one).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'REVOKED', signedAfterLoss: true });
    expect(proven.report.warnings.join()).toContain('signed after the reported loss of the key');
    expect(proven.one?.warnings.join()).toMatch(/signed after the reported loss of the key: \S+Z$/);
    const said = await judged(claimed, signedAt - hour);
    expect(said.one).toMatchObject({ indication: 'INDETERMINATE', signedAfterLoss: true });
    expect(said.one?.warnings.join()).toContain('(by its claimed time)');
  });

  test.skipIf(!has('pdftotext'))(
    'the report of a verification draws the warning on its pages [11.300(c)]',
    async () => {
      const put = (name: string, bytes: Uint8Array | string): string => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const trust = put('trust.pem', anchors.map((der) => writePem('CERTIFICATE', der)).join(''));
      const crl = put(
        'lists.pem',
        [await lostSince(signedAt - hour), ...roots, ...services.crls].map((der) => writePem('X509 CRL', der)).join(''),
      );
      const report = join(folder, 'report.pdf');
      const at = new Date(signedAt + 3 * hour).toISOString();
      const said = spawnSync(
        process.execPath,
        [cli, 'verify', put('after.pdf', stamped), '--trust', trust, '--crl', crl, '--at', at, '--report', report],
        { encoding: 'utf8' },
      );
      expect(said.stdout + said.stderr).toContain('after the reported loss');
      expect(said.status).toBe(1);
      const text = execFileSync('pdftotext', ['-layout', report, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
      expect(text).toContain('signed after the reported loss of the key');
      expect(text).toContain('REVOKED');
    },
  );
});

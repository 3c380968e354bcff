import { PDFDocument, StandardFonts } from 'pdf-lib';
import { type Authority, createAuthority, issueCertificate } from '../../src-main/pki/authority.ts';
import { issueCrl } from '../../src-main/pki/issue-crl.ts';
import { generateKeyPair, KeyAlgorithm } from '../../src-main/pki/keys/generate.ts';
import { signerFromPkcs8 } from '../../src-main/pki/keys/open.ts';
import type { Signer } from '../../src-main/pki/signer.ts';
import {
  type SignaturePlan,
  signPdf,
  type ValidationData,
  type ValidationOptions,
  type ValidationReport,
  validatePdf,
} from '../../src-main/pades/index.ts';

/** The fixed moment the test PKI begins, and one at which its people sign. */
export const pkiStart = new Date('2026-01-05T08:00:00Z');
export const signingTime = new Date('2026-03-01T10:15:00Z');

/** An authority with its people and fresh CRLs: what a vault's own CA gives to a sealed PDF. */
export interface TestPki {
  readonly authority: Authority;
  readonly anchors: readonly Uint8Array[];
  /** One of the root, one of the issuing authority. */
  readonly crls: readonly Uint8Array[];
  signerFor(name: string, algorithm?: KeyAlgorithm): Promise<Signer>;
}

export const createTestPki = async (): Promise<TestPki> => {
  const authority = await createAuthority({ organisation: 'Test Works', vaultId: 'T1', now: pkiStart });
  const crlOf = (ca: Authority['root']) =>
    issueCrl(ca, {
      entries: [],
      thisUpdate: new Date('2026-02-28T00:00:00Z'),
      nextUpdate: new Date('2027-03-01T00:00:00Z'),
      number: 1,
    });
  return {
    authority,
    anchors: [authority.root.certificate],
    crls: await Promise.all([crlOf(authority.root), crlOf(authority.issuing)]),
    signerFor: async (name, algorithm = KeyAlgorithm.EcdsaP256) => {
      const { pkcs8, spki } = await generateKeyPair(algorithm);
      const certificate = await issueCertificate(authority.issuing, {
        spki,
        subject: { organisation: 'Test Works', commonName: name },
        notBefore: pkiStart,
        notAfter: new Date('2028-01-05T08:00:00Z'),
      });
      const signer = await signerFromPkcs8(pkcs8, { certificate, chain: [authority.issuing.certificate] });
      if (!signer.ok) throw new Error(signer.error.code);
      return signer.value;
    },
  };
};

/** A plain document with `pages` pages of text; `objectStreams` writes a cross-reference stream instead of a table. */
export const makePdf = async (options: { pages?: number; objectStreams?: boolean } = {}): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= (options.pages ?? 2); number++) {
    const page = document.addPage([595, 842]);
    for (let line = 0; line < 40; line++) {
      page.drawText(`Page ${number}, line ${line}: the quick brown fox jumps.`, {
        x: 50,
        y: 780 - line * 18,
        size: 11,
        font,
      });
    }
  }
  return document.save({ useObjectStreams: options.objectStreams ?? false });
};

/** A one-page PDF that draws a signature manifestation: what the documents layer hands over as appearance. */
export const makeAppearance = async (text: string): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(StandardFonts.HelveticaBold);
  document.addPage([200, 60]).drawText(text, { x: 10, y: 25, size: 12, font });
  return document.save({ useObjectStreams: true });
};

/** The value of a result that has to be a success. */
export const expectOk = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** A plan for one visible signature in a new field, as a test needs it by default. */
export const planFor = (name: string, more: Partial<SignaturePlan> = {}): SignaturePlan => ({
  field: { kind: 'new', name, page: 0, rect: [50, 50, 250, 110] },
  signedAt: signingTime,
  zoneOffsetMinutes: 60,
  reason: 'Approval',
  ...more,
});

/** What a sealed PDF's data store carries. */
export const dssOf = (pki: TestPki): ValidationData => ({
  certificates: [pki.authority.issuing.certificate],
  crls: pki.crls,
  ocsps: [],
});

/** A document as we seal it: three signatures, the first certifies (P=2), the last locks all, each carries the CRLs. */
export const sealThreeTimes = async (pdf: Uint8Array, pki: TestPki): Promise<Uint8Array> => {
  let bytes = pdf;
  for (const [index, name] of ['Ada Author', 'Rob Reviewer', 'Quinn Quality'].entries()) {
    const plan = planFor(`Signature${index + 1}`, {
      field: {
        kind: 'new',
        name: `Signature${index + 1}`,
        page: 0,
        rect: [50, 50 + 70 * index, 250, 110 + 70 * index],
      },
      name,
      appearance: await makeAppearance(name),
      dss: dssOf(pki),
      ...(index === 0 ? { certify: 2 as const } : {}),
      ...(index === 2 ? { lock: { action: 'All', fields: [], permission: null } as const } : {}),
    });
    bytes = expectOk(await signPdf(bytes, plan, await pki.signerFor(name)));
  }
  return bytes;
};

/** A validation with the test PKI's anchor and CRLs, a month after signing. */
export const validateWith = (pdf: Uint8Array, pki: TestPki, more: Partial<ValidationOptions> = {}): ValidationReport =>
  expectOk(validatePdf(pdf, { anchors: pki.anchors, crls: pki.crls, at: new Date('2026-04-01T00:00:00Z'), ...more }));

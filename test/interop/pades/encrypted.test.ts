import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPdf } from '../../../src-main/pades/index.ts';
import type { Recipient } from '../../../src-main/pki/cms/enveloped.ts';
import type { Signer } from '../../../src-main/pki/signer.ts';
import {
  encryptedPdf,
  passwordEncryption,
  recipientEncryption,
  type TestEncryption,
} from '../../support/pades-encrypted.ts';
import { createTestPki, expectOk, planFor, type TestPki, validateWith } from '../../support/pades-files.ts';
import { hasOpenSsl, openSsl } from '../../support/pki-openssl.ts';

let pki: TestPki;
let signer: Signer;
beforeAll(async () => {
  pki = await createTestPki();
  signer = await pki.signerFor('Ada Author');
});

describe.skipIf(!hasOpenSsl())(
  'C39: files encrypted for recipients, by OpenSSL’s envelopes (skipped without openssl)',
  () => {
    const tool = openSsl();
    afterAll(() => tool.dispose());
    const read = (name: string) => new Uint8Array(readFileSync(join(tool.folder, name)));
    const seed = randomBytes(20);
    tool.file('seed', Buffer.concat([seed, Buffer.of(0xff, 0xff, 0xff, 0xfc)]));

    const makeRecipient = (name: string, ...key: readonly string[]): Recipient => {
      tool.must(
        ...[
          'req',
          '-x509',
          '-newkey',
          ...(key.length === 0 ? ['rsa:2048'] : key),
          '-nodes',
          '-subj',
          `/CN=${name}`,
          '-keyout',
          `${name}.key`,
        ],
        ...['-out', `${name}.pem`],
      );
      tool.must('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
      tool.must('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER', '-out', `${name}.p8`);
      return { certificate: read(`${name}.der`), pkcs8: read(`${name}.p8`) };
    };
    const ada = makeRecipient('ada');
    const bob = makeRecipient('bob');
    const eve = makeRecipient('eve');
    const envelope = (recipients: readonly string[], ...options: readonly string[]) => {
      tool.must(
        ...['cms', '-encrypt', '-binary', '-in', 'seed', '-outform', 'DER', '-out', 'envelope', ...options],
        ...recipients.flatMap((name) => ['-recip', `${name}.pem`]),
      );
      return read('envelope');
    };
    const opens = async (encryption: TestEncryption, recipient: Recipient | undefined) => {
      const pdf = await encryptedPdf(encryption, signer);
      const report = validateWith(pdf, pki, recipient === undefined ? {} : { recipient });
      const [signature] = report.signatures;
      return { indication: report.indication, reason: signature?.claims.reason, field: signature?.field, report };
    };

    test.each([
      ['aes-256', ['-aes-256-cbc']],
      ['aes-128', ['-aes-128-cbc']],
      ['rc4', ['-des3']],
      ['aes-256', ['-aes-192-cbc', '-keyid']],
    ] as const)('%s, envelope by %o: each recipient opens it, nobody else', async (method, options) => {
      const encryption = recipientEncryption(seed, [envelope(['ada', 'bob'], ...options)], method);
      for (const recipient of [ada, bob])
        expect(await opens(encryption, recipient)).toMatchObject({
          indication: 'TOTAL-PASSED',
          reason: 'Approved',
          field: 'Signature1',
        });
      for (const other of [eve, undefined, { certificate: ada.certificate, pkcs8: eve.pkcs8 }]) {
        const { indication, reason, report } = await opens(encryption, other);
        expect(indication).toBe('INDETERMINATE');
        expect(reason).not.toBe('Approved');
        expect(report.reasons).toContain('the file is encrypted, and nothing that opens it was given');
      }
    });

    test.each([
      ['P-256', 'sha1', '-aes256-wrap', []],
      ['P-256', 'sha256', '-aes128-wrap', ['-keyid']],
      ['P-384', 'sha384', '-aes192-wrap', []],
      ['P-521', 'sha512', '-aes256-wrap', []],
    ] as const)('a key on %s, agreed with a KDF by %s and %s', async (curve, hash, wrap, options) => {
      const name = `ec-${curve}`;
      const recipient = makeRecipient(name, 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`);
      const other = makeRecipient('other', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`);
      tool.must(
        ...['cms', '-encrypt', '-binary', '-in', 'seed', '-outform', 'DER', '-out', 'envelope', '-aes-256-cbc', wrap],
        ...[...options, '-recip', 'other.pem', '-recip', `${name}.pem`, '-keyopt', `ecdh_kdf_md:${hash}`],
      );
      const encryption = recipientEncryption(seed, [read('envelope')], 'aes-256');
      for (const one of [recipient, other])
        expect(await opens(encryption, one)).toMatchObject({ indication: 'TOTAL-PASSED', reason: 'Approved' });
      for (const one of [ada, { certificate: recipient.certificate, pkcs8: other.pkcs8 }])
        expect((await opens(encryption, one)).indication).toBe('INDETERMINATE');
    });

    test('one envelope a recipient, and keys moved by OAEP', async () => {
      const oaep = ['-aes-256-cbc', '-keyopt', 'rsa_padding_mode:oaep'];
      const envelopes = ['ada', 'bob'].map((name) => {
        tool.must(
          ...['cms', '-encrypt', '-binary', '-in', 'seed', '-outform', 'DER', '-out', 'envelope', '-aes-256-cbc'],
          ...['-recip', `${name}.pem`, ...oaep.slice(1)],
        );
        return read('envelope');
      });
      const encryption = recipientEncryption(seed, envelopes, 'aes-256');
      for (const recipient of [ada, bob])
        expect(await opens(encryption, recipient)).toMatchObject({ indication: 'TOTAL-PASSED', reason: 'Approved' });
    });

    test('a recipient signs what the permissions in the envelope allow', async () => {
      const unlock = { recipient: ada };
      const sealedFor = async (...permissions: readonly number[]): Promise<Uint8Array> => {
        tool.file('seed', Buffer.concat([seed, Buffer.of(...permissions)]));
        const pdf = await encryptedPdf(
          recipientEncryption(seed, [envelope(['ada'], '-aes-256-cbc')], 'aes-128'),
          signer,
        );
        tool.file('seed', Buffer.concat([seed, Buffer.of(0xff, 0xff, 0xff, 0xfc)]));
        return pdf;
      };
      const plan = planFor('Second', { reason: 'Seen' });
      // Bit 2 alone stands for every right.
      for (const pdf of [await sealedFor(0xff, 0xff, 0xff, 0xfc), await sealedFor(0, 0, 0, 2)]) {
        const signed = expectOk(await signPdf(pdf, plan, signer, unlock));
        expect(Buffer.compare(signed.subarray(0, pdf.length), pdf)).toBe(0);
        expect(validateWith(signed, pki, unlock)).toMatchObject({
          indication: 'TOTAL-PASSED',
          signatures: [{ claims: { reason: 'Approved' } }, { field: 'Second', claims: { reason: 'Seen' } }],
        });
        expect(Buffer.from(signed).includes('(Seen)')).toBe(false);
        expect(await signPdf(pdf, plan, signer, { recipient: eve })).toMatchObject({
          error: { code: 'pades/encrypted' },
        });
      }
      // Bit 9: fields that are there, no new ones.
      expect(await signPdf(await sealedFor(0, 0, 1, 0), plan, signer, unlock)).toMatchObject({
        error: { code: 'pades/not-permitted', details: { needs: 'addFields' } },
      });
    });

    test('a damaged envelope opens nothing and throws nothing', async () => {
      const good = envelope(['ada'], '-aes-256-cbc');
      for (let at = 0; at < good.length; at += 7) {
        const bent = Uint8Array.from(good, (byte, index) => (index === at ? byte ^ 0x55 : byte));
        // What is not looked at may be bent; what is opened with another seed shows nothing, and does not pass.
        const { indication, reason } = await opens(recipientEncryption(seed, [bent], 'aes-256'), ada);
        expect(indication === 'TOTAL-PASSED', `octet ${at}`).toBe(reason === 'Approved');
      }
    });

    test('a MAC under a recipient’s key', async () => {
      const salt = randomBytes(32);
      const encryption = recipientEncryption(seed, [envelope(['ada'], '-aes-256-cbc')], 'aes-256', salt);
      const right = await encryptedPdf(encryption, signer, { place: 'attached', salt });
      expect(validateWith(right, pki, { recipient: ada }).indication).toBe('TOTAL-PASSED');
      const wrong = await encryptedPdf(encryption, signer, { place: 'attached', salt, spoil: true });
      expect(validateWith(wrong, pki, { recipient: ada }).indication).toBe('TOTAL-FAILED');
    });
  },
);

describe('C39: the MAC of ISO/TS 32004', () => {
  const salt = randomBytes(32);
  const password = '123';
  const judge = (pdf: Uint8Array, given = password) => validateWith(pdf, pki, { password: given });

  test('C39: a MAC attached to the signature: right passes', async () => {
    const report = judge(
      await encryptedPdf(passwordEncryption(password, { salt }), signer, { place: 'attached', salt }),
    );
    expect(report.reasons).toEqual([]);
    expect(report.indication).toBe('TOTAL-PASSED');
  });

  test('attached, about other bytes: the file fails although the signature holds', async () => {
    const mac = { place: 'attached', salt, spoil: true } as const;
    const report = judge(await encryptedPdf(passwordEncryption(password, { salt }), signer, mac));
    expect(report.signatures[0]?.answers.bytes.indication).toBe('TOTAL-PASSED');
    expect(report.indication).toBe('TOTAL-FAILED');
    expect(report.reasons).toEqual(['the PDF MAC is about other bytes: the file was changed']);
  });

  test('under another salt than the dictionary names: fails', async () => {
    const mac = { place: 'attached', salt: randomBytes(32) } as const;
    const report = judge(await encryptedPdf(passwordEncryption(password, { salt }), signer, mac));
    expect(report.reasons).toEqual(['the key of the PDF MAC is not wrapped under that of the file']);
  });

  test('standing alone: right says nothing, wrong fails, and so does what was added later', async () => {
    const mac = { place: 'standalone', salt } as const;
    const right = await encryptedPdf(passwordEncryption(password, { salt }), signer, mac);
    expect(judge(right).reasons).toEqual([]);
    // Its own /ByteRange is no signature's.
    expect(judge(right).signatures).toHaveLength(1);
    const wrong = await encryptedPdf(passwordEncryption(password, { salt }), signer, { ...mac, spoil: true });
    expect(judge(wrong).reasons).toEqual(['the PDF MAC is about other bytes: the file was changed']);
    const longer = Buffer.concat([right, Buffer.from('%something\n')]);
    expect(judge(new Uint8Array(longer)).reasons).toEqual(['the PDF MAC does not cover the whole file']);
  });

  test('C39: a MAC missing although the permissions demand it: fails; not demanded: passes', async () => {
    const demanding = passwordEncryption(password, { salt, permissions: -4 - 4096 });
    expect(judge(await encryptedPdf(demanding, signer)).indication).toBe('TOTAL-FAILED');
    expect(judge(await encryptedPdf(passwordEncryption(password, { salt }), signer)).indication).toBe('TOTAL-PASSED');
  });

  test('a changed octet of the token is noticed, but for a few of the frame that no key covers', async () => {
    const pdf = await encryptedPdf(passwordEncryption(password, { salt }), signer, { place: 'standalone', salt });
    const start = Buffer.from(pdf).indexOf('/MAC <') + 6;
    const token = Buffer.from(Buffer.from(pdf.subarray(start, start + 1000)).toString('latin1'), 'hex');
    const length = token.readUInt16BE(2) + 4;
    const unnoticed: number[] = [];
    for (let octet = 0; octet < length; octet++) {
      const bent = pdf.slice();
      const at = start + 2 * octet + 1;
      bent[at] = bent[at] === 0x31 ? 0x32 : 0x31;
      if (judge(bent).reasons.length === 0) unnoticed.push(octet);
    }
    // Version numbers, and tags and lengths that have one reading only. Attributes and MAC are the end of the token.
    expect(unnoticed.length).toBeLessThan(10);
    expect(unnoticed.filter((octet) => octet > length - 120)).toEqual([]);
  });

  test('a wrong password leaves the file shut, and without a verdict on the MAC', async () => {
    const pdf = await encryptedPdf(passwordEncryption(password, { salt }), signer, {
      place: 'attached',
      salt,
      spoil: true,
    });
    expect(judge(pdf, 'wrong').indication).toBe('INDETERMINATE');
  });
});

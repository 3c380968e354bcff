import { existsSync, readFileSync } from 'node:fs';
import { validatePdf } from '../../src-main/pades/index.ts';
import { readWhole } from '../../src-main/pki/asn1/read.ts';
import { lacksNative } from '../../src-main/pki/curves/runtime.ts';
import { DigestAlgorithm, newDigest } from '../../src-main/pki/digest.ts';
import { readPublicKey } from '../../src-main/pki/public-key.ts';
import { readSignatureScheme, verifySignature } from '../../src-main/pki/signature.ts';

/**
 * Run under another runtime than Node's: reads a JSON list of cases from the file named, answers them on stdout as JSON.
 * All octets are base64.
 */
interface Probe {
  readonly signatures: readonly {
    readonly spki: string;
    readonly scheme: string;
    readonly data: string;
    readonly signature: string;
  }[];
  readonly files: readonly string[];
}

const [, , name = ''] = process.argv;
if (!existsSync(name)) throw new Error('usage: boringssl-probe.ts CASES.json');
const probe = JSON.parse(readFileSync(name, 'utf8')) as Probe;
const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const signatures = probe.signatures.map(({ spki, scheme, data, signature }) => {
  const algorithm = readSignatureScheme(readWhole(octets(scheme)));
  return {
    here: lacksNative(readPublicKey(readWhole(octets(spki)))),
    right: verifySignature(octets(spki), algorithm, octets(data), octets(signature)),
    wrong: verifySignature(octets(spki), algorithm, Buffer.from('other bytes'), octets(signature)),
  };
});
const digests = Object.fromEntries(
  Object.values(DigestAlgorithm).map((algorithm) => {
    try {
      return [algorithm, newDigest(algorithm).update('abc').digest('hex')];
    } catch {
      return [algorithm, null];
    }
  }),
);
const files = probe.files.map((file) => {
  const result = validatePdf(new Uint8Array(readFileSync(file)), { anchors: [], at: new Date('2026-11-23T00:00:00Z') });
  if (!result.ok) return [result.error.code];
  const { signatures: reports } = result.value;
  return reports.map(({ indication, subIndication, answers, signatureAlgorithm }) =>
    [indication, subIndication, answers.bytes.indication, signatureAlgorithm].join(' '),
  );
});
console.log(JSON.stringify({ boring: 'boringssl' in process.versions, signatures, digests, files }));

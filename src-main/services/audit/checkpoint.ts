import { checkpointText, parseCheckpoint, type Checkpoint } from '../../domain/checkpoint.ts';
import { Indication } from '../../domain/indication.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import {
  buildDetachedCms,
  checkCms,
  digest,
  digestAlgorithmOf,
  readPem,
  writePem,
  type CertificateInfo,
  type Signer,
} from '../../pki/index.ts';

const label = 'CMS';

/** No checkpoint is larger: a line of text and a signature with its certificates. */
const maxBytes = 256 * 1024;

/**
 * A checkpoint as a file: its canonical JSON in the first line, then the detached CMS signature over that line (without
 * its line break, CAdES-B-B) as a textual encoding (RFC 7468 9), which lets text stand before it. One file, and
 * `openssl cms -verify -binary -inform PEM -in FILE -content LINE` reads it.
 */
export const signCheckpoint = async (checkpoint: Checkpoint, signer: Signer): Promise<Uint8Array> => {
  const text = checkpointText(checkpoint);
  const cms = await buildDetachedCms({ digest: digest(digestAlgorithmOf(signer), Buffer.from(text)), signer });
  return Buffer.from(`${text}\n${writePem(label, cms)}`);
};

/** A checkpoint whose signature fits its text; whether the signer is trusted is another question. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly signer: CertificateInfo;
  /** Certificates that came with it, DER. Untrusted. */
  readonly certificates: readonly Uint8Array[];
}

/** Reads a checkpoint's file and checks its signature. Failures: `evidence/unreadable`, `evidence/altered`. */
export const readCheckpoint = (
  bytes: Uint8Array,
): Result<SignedCheckpoint, Failure<'evidence/unreadable' | 'evidence/altered'>> => {
  if (bytes.length > maxBytes) return fail('evidence/unreadable');
  const file = Buffer.from(bytes).toString('utf8');
  const [text = ''] = file.split(/\r?\n/, 1);
  const checkpoint = parseCheckpoint(text);
  const [block, ...more] = readPem(file);
  if (checkpoint === null || block?.label !== label || more.length > 0) return fail('evidence/unreadable');
  const report = checkCms(block.der, {
    profile: 'pades',
    digestOf: (algorithm) => digest(algorithm, Buffer.from(text)),
    contentOf: () => Buffer.from(text),
  });
  const { conclusion, signerCertificate, certificates } = report;
  if (conclusion.indication !== Indication.Passed || signerCertificate === null)
    return fail('evidence/altered', { reasons: [...conclusion.reasons] });
  return ok({ checkpoint, signer: signerCertificate, certificates });
};

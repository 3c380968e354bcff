import { SubIndication } from '../../domain/indication.ts';
import { readOctets, readOid, sameBytes, Tag } from '../asn1/read.ts';
import { type DigestAlgorithm, digest, digestLabel } from '../digest.ts';
import { type Finding, failed, indeterminate } from '../findings.ts';
import { Oid } from '../oids.ts';
import type { CheckCmsInput } from './input.ts';
import { attributeValues, type SignedData, type SignerInfo } from './signed-data.ts';
import { readTstInfo, type TstInfo } from './tst-info.ts';

const { CryptoConstraintsFailure, FormatFailure, HashFailure, SigConstraintsFailure } = SubIndication;

/** What is signed: content in the right place, digests equal, content type right (C12, C13, C26's imprint). */
export const judgeContent = (
  signedData: SignedData,
  signer: SignerInfo,
  { digestOf, profile }: CheckCmsInput,
  algorithm: DigestAlgorithm | null,
  findings: Finding[],
  warnings: string[],
): TstInfo | null => {
  const { content, contentType } = signedData;
  let timestamp: TstInfo | null = null;
  switch (profile) {
    case 'pades':
    case 'pkcs7':
      if (content !== null)
        findings.push(failed(FormatFailure, 'the CMS holds content of its own; it must be detached'));
      break;
    case 'pkcs7-sha1':
      if (content === null)
        findings.push(failed(FormatFailure, 'the CMS holds no content; it must hold a SHA-1 digest'));
      else if (!sameBytes(content, digestOf('sha1')))
        findings.push(failed(HashFailure, 'the SHA-1 digest in the CMS is not that of the signed bytes'));
      break;
    case 'timestamp': {
      if (content === null || contentType !== Oid.tstInfo)
        findings.push(failed(FormatFailure, 'the time-stamp token holds no TSTInfo'));
      else {
        timestamp = readTstInfo(content);
        const { imprint } = timestamp;
        if (imprint.algorithm === null)
          findings.push(
            indeterminate(CryptoConstraintsFailure, `the imprint's digest ${imprint.oid} is not one we know`),
          );
        else if (!sameBytes(imprint.hash, digestOf(imprint.algorithm)))
          findings.push(failed(HashFailure, 'the time-stamp is about other bytes: its message imprint does not match'));
      }
      break;
    }
  }
  if (signer.signedAttributes === null) return timestamp;
  const { list } = signer.signedAttributes;

  const digests = attributeValues(list, Oid.messageDigest);
  const [messageDigest] = digests;
  if (messageDigest === undefined)
    findings.push(
      indeterminate(SigConstraintsFailure, 'no message-digest attribute ties the signature to the document'),
    );
  else if (digests.length > 1) findings.push(failed(FormatFailure, 'message-digest is given more than once'));
  else if (algorithm !== null) {
    // Detached, the digest is that of the bytes outside, whatever else the CMS may hold.
    const own = profile === 'timestamp' || profile === 'pkcs7-sha1';
    const expected = own ? digest(algorithm, content ?? new Uint8Array(0)) : digestOf(algorithm);
    if (!sameBytes(readOctets(messageDigest.expect(Tag.OctetString)), expected))
      findings.push(
        failed(HashFailure, `the ${digestLabel(algorithm)} digest of the signed bytes is not the one that was signed`),
      );
  }

  const types = attributeValues(list, Oid.contentType);
  const [type] = types;
  if (type === undefined) warnings.push('the content-type attribute is missing (RFC 5652 11.1)');
  else if (types.length > 1) findings.push(failed(FormatFailure, 'content-type is given more than once'));
  else if (readOid(type.expect(Tag.Oid)) !== contentType)
    findings.push(failed(FormatFailure, 'the content-type attribute contradicts the content type'));
  return timestamp;
};

/** Certificates, keys and trust: what services, command line and the signature library's users may use. */
export {
  type Authority,
  type CertificationAuthority,
  createAuthority,
  issueCertificate,
  type PersonSubject,
} from './authority.ts';
export { type CertificateInfo, parseCertificate, readCertificate } from './certificate.ts';
export type { Recipient } from './cms/enveloped.ts';
export { buildDetachedCms, digestAlgorithmOf, estimateCmsSize } from './cms/build.ts';
export { type CheckCmsInput, checkCms, type CmsProfile, type CmsReport } from './cms/check.ts';
export { CrlReason } from './crl-reason.ts';
export { type CrlIntake, takeCrl, type TakenCrl } from './crl-intake.ts';
export { type CrlInfo, readCrl } from './crl.ts';
export { type CertificationRequest, makeCsr, readCsr } from './csr.ts';
export { DigestAlgorithm, digest } from './digest.ts';
export { type AtHand, collectValidationData, type CollectedData, type CollectInput } from './fetch/collect.ts';
export { type HttpClient, HttpFailure, type HttpRequest } from './fetch/http.ts';
export { nodeHttpClient } from './fetch/node-http.ts';
export { rememberGets } from './fetch/remember-gets.ts';
export { issueCrl, type RevokedCertificate } from './issue-crl.ts';
export { type GeneratedKey, generateKeyPair, KeyAlgorithm } from './keys/generate.ts';
export { openSigner, type SignerMaterial, signerFromPkcs8 } from './keys/open.ts';
export { TokenFailure } from './keys/pkcs11/failure.ts';
export type { TokenCertificate, TokenInfo } from './keys/pkcs11/protocol.ts';
export { listTokens, type Pkcs11Options, withPkcs11Signer } from './keys/pkcs11/signer.ts';
export type { StartTokenProcess, TokenChild } from './keys/pkcs11/token-host.ts';
export { openPkcs12, openPkcs12Recipient, type UnpackedPkcs12, unpackPkcs12 } from './keys/pkcs12.ts';
export { decryptPkcs8, encryptPkcs8 } from './keys/pkcs8.ts';
export { type OcspInfo, readOcsp } from './ocsp.ts';
export { type PathReport, validatePath, type ValidatePathInput } from './path.ts';
export { type PemBlock, readCertificateFile, readCrlFile, readPem, readPemOrDer, writePem } from './pem.ts';
export type { ReportedLoss } from './reported-loss.ts';
export type { RevocationStatus } from './revocation.ts';
export { samePublicKey } from './public-key.ts';
export { SignatureAlgorithm, type Signer } from './signer.ts';
export { defaultValidationPolicy, type RevocationDemand, type ValidationPolicy } from './validation-policy.ts';
export { timestampAuthority, type Timestamp, type TimestampAuthority, type Timestamper } from './tsp/client.ts';
export { TspFailure } from './tsp/failure.ts';
export type { Imprint } from './tsp/request.ts';
export { verifyOnce } from './verify-once.ts';

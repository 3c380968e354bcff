/** Certificates, keys and trust: what services, command line and the signature library's users may use. */
export { createAuthority, issueCertificate, type Authority, type CertificationAuthority } from './authority.ts';
export { parseCertificate, readCertificate, type CertificateInfo } from './certificate.ts';
export { makeCsr, readCsr } from './csr.ts';
export { issueCrl, type RevokedCertificate } from './issue-crl.ts';
export { generateKeyPair, KeyAlgorithm } from './keys/generate.ts';
export { openSigner, signerFromPkcs8 } from './keys/open.ts';
export { encryptPkcs8 } from './keys/pkcs8.ts';
export { readPem, writePem } from './pem.ts';
export type { SignatureAlgorithm, Signer } from './signer.ts';

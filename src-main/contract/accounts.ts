import { z } from 'zod';
import { certificateBands } from '../domain/certificate-end.ts';
import { call } from './call.ts';
import {
  bytes,
  day,
  empty,
  id,
  instant,
  line,
  name,
  ownPassPhrase,
  person,
  reason,
  role,
  secret,
  sha256,
} from './shapes.ts';
import { revocationCauses } from './words.ts';

export const keyState = z.enum(['none', 'requested', 'active', 'locked', 'revoked', 'expired']);

/** The band of days in which it ends (`domain/certificate-end.ts`); null where it lasts longer, or has ended. */
const endsWithin = z.literal(certificateBands).nullable();

/** What a certificate says of itself, for whoever has to recognise it. */
export const certificateFacts = z.object({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: instant,
  notAfter: instant,
  /** SHA-256 of the DER, lower-case hex. */
  fingerprint: z.string(),
});

export const account = person.extend({
  email: z.string().nullable(),
  status: z.enum(['active', 'deactivated']),
  /** The login is locked after too many wrong pass phrases. */
  locked: z.boolean(),
  createdAt: instant,
  /** Their login asks for a code. */
  secondFactor: z.boolean(),
  /** Whether a reset that takes the second factor away was asked for, and approved. */
  reset: z.enum(['none', 'asked', 'approved']),
  key: keyState,
  /** A certificate from elsewhere that waits to be accepted as theirs, and where its key is. */
  offered: certificateFacts.extend({ token: z.string().nullable() }).nullable(),
  /** When the certificate in use ends; null without one. */
  keyEnds: z.object({ at: instant, within: endsWithin, issuedHere: z.boolean() }).nullable(),
});

export const signingKey = z.object({
  state: keyState,
  /** `ecdsa-p256`, `rsa-3072`; of a key from elsewhere the kind that its certificate names. */
  algorithm: z.string().nullable(),
  /** The token that holds it, by its label; null: the vault holds it. */
  token: z.string().nullable(),
  requestedAt: instant.nullable(),
  certificate: certificateFacts.extend({ endsWithin, issuedHere: z.boolean() }).nullable(),
  /** A certificate from elsewhere that waits for an administrator. */
  offered: certificateFacts.nullable(),
  /** The vault trusts authorities of the site's own, so that certificates can come from elsewhere. */
  siteTrust: z.boolean(),
  /** Names of the modules by which tokens are reached here. */
  tokenModules: z.array(z.string()),
  attemptsLeft: z.number().int(),
});

const replacements = z.object({
  waiting: z.array(
    z.object({
      accountId: id,
      fullName: z.string(),
      userName: z.string(),
      /** Their key was lost, or revoked for another cause; or it stands, and another key is to take its place. */
      because: z.enum(['lost', 'revoked', 'new-key']),
      /** Since when it is lost or revoked. */
      since: instant.nullable(),
      /** Another key waits for its certificate. */
      requested: z.boolean(),
      approvedBy: z.string().nullable(),
      mayApprove: z.boolean(),
    }),
  ),
});

const resets = z.object({
  waiting: z.array(
    z.object({
      accountId: id,
      fullName: z.string(),
      userName: z.string(),
      reason: z.string(),
      askedAt: instant,
      askedBy: z.string(),
      approvedBy: z.string().nullable(),
      mayDecide: z.boolean(),
    }),
  ),
});

const file = z.object({ fileName: z.string(), bytes });

export const accountCalls = {
  'accounts.list': call(empty, z.object({ accounts: z.array(account) })),
  /** An administrator sets the first pass phrase; its owner must change it at the first login. */
  'accounts.create': call(
    z.object({
      userName: line,
      fullName: name,
      email: z.email().nullable(),
      roles: z.array(role).min(1),
      passPhrase: secret,
      ownPassPhrase,
    }),
    account,
  ),
  'accounts.setRoles': call(z.object({ accountId: id, roles: z.array(role).min(1), reason, ownPassPhrase }), account),
  /**
   * An administrator's answer to a forgotten pass phrase: a new first one. The signing key stays its owner's alone. Where it
   * takes a second factor away, a second person has approved it before.
   */
  'accounts.resetPassPhrase': call(z.object({ accountId: id, passPhrase: secret, reason, ownPassPhrase }), account),
  /** Resets that take a second factor away: which wait for a second person, and which were approved. */
  'accounts.resets': call(empty, resets),
  'accounts.askReset': call(z.object({ accountId: id, reason }), resets),
  /** Neither who asked nor whose account it is decides, with user name and login pass phrase. */
  'accounts.decideReset': call(
    z.object({ accountId: id, decision: z.enum(['approved', 'refused']), reason, userName: line, passPhrase: secret }),
    resets,
  ),
  'accounts.deactivate': call(z.object({ accountId: id, reason, ownPassPhrase }), account),
  'accounts.unlock': call(z.object({ accountId: id, reason, ownPassPhrase }), account),
  /** The signer's own key. */
  'keys.mine': call(empty, signingKey),
  /** Makes a key pair under the signer's own signing pass phrase and asks the administrator for a certificate. */
  'keys.request': call(
    z.object({ signingPassPhrase: secret, algorithm: z.enum(['ecdsa-p256', 'rsa-3072']), ownPassPhrase }),
    signingKey,
  ),
  /** Takes the key out of a PKCS#12 file and keeps it under a signing pass phrase of its owner's; the file is not kept. */
  'keys.importFile': call(
    z.object({
      file: bytes,
      filePassPhrase: secret,
      signingPassPhrase: secret,
      /** Of the certificate of the key that is meant, where the file holds several. */
      fingerprint: sha256.nullable().default(null),
      ownPassPhrase,
    }),
    signingKey,
  ),
  /** The tokens that a module sees now, with the certificates that they show without a PIN. */
  'keys.tokens': call(
    z.object({ module: line }),
    z.object({
      tokens: z.array(
        z.object({
          label: z.string(),
          serialNumber: z.string(),
          pin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
          certificates: z.array(certificateFacts.extend({ keyId: z.string(), label: z.string() })),
        }),
      ),
    }),
  ),
  /** Offers a key on a token as one's own: it signs a challenge, and its certificate waits for an administrator. */
  'keys.useToken': call(
    z.object({ module: line, serialNumber: line, keyId: line, pin: secret, ownPassPhrase }),
    signingKey,
  ),
  /** Offers the certificate that an authority of the site's own issued for the request of one's key. */
  'keys.offerCertificate': call(z.object({ certificate: bytes }), signingKey),
  /**
   * An administrator confirms who the person is (11.100(b)) and issues the certificate; or accepts the one that waits,
   * which they name by its fingerprint.
   */
  'keys.approve': call(
    z.object({ accountId: id, identityProof: reason, fingerprint: sha256.nullable().default(null), ownPassPhrase }),
    account,
  ),
  /** Lifts the lock that wrong signing pass phrases put on a key. */
  'keys.unlock': call(z.object({ accountId: id, reason, ownPassPhrase }), account),
  /** A new certificate for the key there is, before or after the last one expires. Its owner's identity is confirmed anew. */
  'keys.renew': call(z.object({ accountId: id, identityProof: reason, ownPassPhrase }), account),
  /**
   * Certifies a request from a file (PKCS#10, PEM or DER) for somebody whose key lives on a token or in another program.
   * Answers the certificate; the vault keeps it on record and never the key.
   */
  'keys.certifyRequest': call(
    z.object({ accountId: id, request: bytes, identityProof: reason, ownPassPhrase }),
    z.object({ account, requested: z.string(), certificate: file }),
  ),
  /**
   * A key, or its pass phrase, is lost or in other hands since `lostAt`: by its owner (`accountId` null) or an
   * administrator. The key is out of use at once; the list follows when an administrator is at hand (21 CFR 11.300(c)).
   */
  'keys.reportLost': call(
    z.object({ accountId: id.nullable(), lostAt: instant, reason, ownPassPhrase }),
    z.object({ listIssued: z.boolean() }),
  ),
  /** Who lost a key and has no other yet; a second person approves that they get one. */
  'keys.replacements': call(empty, replacements),
  /** Somebody besides the administrator who will issue the certificate stands for it, with user name and pass phrase. */
  'keys.approveReplacement': call(
    z.object({ accountId: id, reason, userName: line, passPhrase: secret }),
    replacements,
  ),
  /** `invalidSince`: the first day on which the key may have been in other hands (RFC 5280, 5.3.2). */
  'keys.revoke': call(
    z.object({
      accountId: id,
      reason,
      cause: z.enum(revocationCauses).default('unspecified'),
      invalidSince: day.nullable().default(null),
      ownPassPhrase,
    }),
    account,
  ),
  /** The signer's own certification request (PKCS#10, PEM), for an authority outside or for the files. */
  'keys.exportRequest': call(empty, file),
  /** The latest revocation lists of the vault's authority, root and issuing (PEM): what a verifier elsewhere needs. */
  'authority.exportLists': call(empty, file),
};

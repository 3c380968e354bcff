import { z } from 'zod';
import { certificateFacts } from './accounts.ts';
import { call } from './call.ts';
import { bytes, empty, instant } from './shapes.ts';

const siteLists = z.object({
  lists: z.array(
    z.object({
      issuer: z.string(),
      thisUpdate: instant,
      nextUpdate: instant.nullable(),
      /** Whether it still tells the state of today. */
      current: z.boolean(),
      addedAt: instant,
      addedBy: z.string(),
    }),
  ),
  /** Authorities of the site that no list at hand is from. */
  without: z.array(z.string()),
});

/** Authorities of a site that has a PKI of its own, and their revocation lists. */
export const trustCalls = {
  /** Reads certificates from a file as the setting `signing.trust` keeps authorities; nothing is stored. */
  'trust.read': call(
    z.object({ file: bytes }),
    z.object({
      authorities: z.array(certificateFacts.extend({ kind: z.enum(['anchor', 'issuer']), certificate: z.base64() })),
    }),
  ),
  'trust.lists': call(empty, siteLists),
  /** Takes in revocation lists of these authorities, PEM or DER. Each carries its issuer's signature. */
  'trust.addLists': call(z.object({ file: bytes }), siteLists),
};

import type { Output } from '../../contract/index.ts';
import { endsWithin } from '../../domain/certificate-end.ts';
import { certificate, currentSigningKey, type OpenVault } from '../../vault/index.ts';
import { settingInForce } from '../settings/in-force.ts';
import { readOffer } from '../trust/offer.ts';
import { certificateFacts } from './certificate-facts.ts';
import { keyStateOf } from './key-state.ts';

/** Wrong signing pass phrases after which a key is locked until an administrator unlocks it. */
export const signingAttempts = 5;

/** A person's key as its owner sees it, and by which ways another one could be had. */
export const myKey = (vault: OpenVault, accountId: string, now: Date): Output<'keys.mine'> =>
  vault.read((db) => {
    const key = currentSigningKey(db, accountId);
    const issued = key?.certificateId == null ? undefined : certificate(db, key.certificateId);
    const site = settingInForce(db, 'signing.trust');
    return {
      state: keyStateOf(db, accountId, now),
      algorithm: key?.algorithm ?? null,
      token: key?.token?.label ?? null,
      requestedAt: key?.createdAt ?? null,
      certificate:
        issued === undefined
          ? null
          : {
              ...certificateFacts(issued.der),
              endsWithin: endsWithin(issued.notAfter, now),
              issuedHere: issued.issuerId !== null,
            },
      offered: key?.offered == null ? null : certificateFacts(readOffer(key.offered).certificate),
      siteTrust: site.anchors.length > 0,
      tokenModules: settingInForce(db, 'signing.tokens').modules.map(({ name }) => name),
      attemptsLeft: signingAttempts - (key?.failedAttempts ?? 0),
    };
  });

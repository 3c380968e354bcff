import type { Handlers } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import { writePem } from '../../pki/index.ts';
import type { ServiceContext } from '../context.ts';
import { trustMaterial } from '../trust/material.ts';

/** The vault's revocation lists as a file, for anybody in the vault: they hold serial numbers and dates, no secret. */
export const revocationListHandlers = (context: ServiceContext): Pick<Handlers, 'authority.exportLists'> => ({
  'authority.exportLists': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { crls } = caller.value.vault.read(trustMaterial);
    return ok({
      fileName: 'revocation-lists.pem',
      bytes: Buffer.from(crls.map((der) => writePem('X509 CRL', der)).join(''), 'latin1'),
    });
  },
});

import { hash } from 'node:crypto';
import { basename } from 'node:path';
import type { Handlers } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import { Duty } from '../../domain/roles.ts';
import { foldUserName } from '../../vault/index.ts';
import { callerWith, today, type ServiceContext } from '../context.ts';
import { newFile, WriteFault } from '../exports/new-file.ts';
import { makeDossier } from './index.ts';

/** The system dossier out of the window: the place first, then the signature, then the file; whole or not at all. */
export const dossierHandlers = (context: ServiceContext): Pick<Handlers, 'exports.dossier'> => ({
  'exports.dossier': async ({ asOf, signing }) => {
    const caller = callerWith(context, Duty.ExportData);
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    if (signing !== null && foldUserName(signing.userName) !== foldUserName(self.userName))
      return fail('signing/wrong-user');
    const stem = vault.identity.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
    const place = await context.host.choosePlace(`${stem}-system-dossier-${today(context)}.pdf`);
    if (place === null) return ok({ saved: null });
    // The vault may have been locked while the person chose.
    const still = context.caller();
    if (!still.ok) return still;
    if (still.value.vault !== vault) return fail('session/none');
    const file = newFile(place);
    if (!file.ok) return file;
    try {
      const report = (name: string): Uint8Array | null => context.report?.(name) ?? null;
      const installation = {
        version: context.version,
        components: report('sbom.cdx.json'),
        tests: report('compliance.json'),
      };
      const made = await makeDossier(context, caller.value, installation, { asOf, signing });
      if (!made.ok) return made;
      const { pdf, signed } = made.value;
      file.value.write(pdf);
      file.value.finish();
      return ok({ saved: { name: basename(place), bytes: pdf.length, sha256: hash('sha256', pdf, 'hex'), signed } });
    } catch (error) {
      if (error instanceof WriteFault) return fail(error.code);
      throw error;
    } finally {
      file.value.abandon();
    }
  },
});

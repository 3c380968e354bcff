import { exportPackage } from '../../services/exports/package.ts';
import { openVault } from '../../vault/index.ts';
import { callerOf } from '../open-vault.ts';
import { systemClock, version } from '../runtime.ts';
import { writeExport } from '../write-export.ts';
import { people } from './case.ts';

/** The last scene: quality assurance hands everything to an inspector, as one audit package. */
export const handOver = async (vaultFolder: string, file: string): Promise<void> => {
  const { userName, passPhrase } = people.qualityAssurance;
  const opened = await openVault({
    folder: vaultFolder,
    userName,
    passPhrase,
    clock: systemClock,
    appVersion: version,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  try {
    const caller = callerOf(opened.value, 'read-audit-trail');
    const all = { systems: null, types: null, from: null, to: null };
    await writeExport(file, (take) => exportPackage({ version }, caller, all, take));
  } finally {
    opened.value.close('exit');
  }
};

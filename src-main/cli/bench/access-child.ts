import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import type { ListMapping } from '../../domain/access-review/mapping.ts';
import { defaultRules } from '../../domain/access-review/rules.ts';
import { compare } from '../../services/access-review/analyse.ts';
import { guessMapping, readAccountList, readRaw, readRosterList } from '../../services/access-review/read-list.ts';

/** What one run took (elapsed, and time of the processor), and the most memory that its process held. */
export interface ChildRun {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/** Reads two lists from files and compares them: the work of an import without the vault, in a process of its own. */
export const analyseFiles = async (accountsPath: string, rosterPath: string): Promise<ChildRun> => {
  const chosen = { encoding: null, delimiter: null };
  const mapped = async (kind: 'accounts' | 'roster', bytes: Uint8Array): Promise<ListMapping> => {
    const raw = await readRaw(bytes.subarray(0, bytes.indexOf(0x0a, 256 * 1024) + 1), chosen);
    if (!raw.ok) throw new Error(raw.error.code);
    return guessMapping(kind, raw.value);
  };
  const end = begin();
  const accountBytes = await readFile(accountsPath);
  const accounts = await readAccountList(accountBytes, chosen, await mapped('accounts', accountBytes));
  const rosterBytes = await readFile(rosterPath);
  const roster = await readRosterList(rosterBytes, chosen, await mapped('roster', rosterBytes));
  if (!accounts.ok || !roster.ok) throw new Error('unreadable');
  await compare({
    accounts: accounts.value.rows,
    roster: roster.value.rows,
    rules: defaultRules,
    asOf: new Date().toISOString().slice(0, 10),
    reviewer: { userName: 'bench.lead', fullName: 'Bench Lead', email: null },
    listsLogins: true,
    settled: new Map(),
  });
  return end();
};

/** The peer: the same bytes by papaparse alone, into rows that nothing is done with. */
export const parseFiles = async (accountsPath: string, rosterPath: string): Promise<ChildRun> => {
  const end = begin();
  const tables: string[][][] = [];
  for (const path of [accountsPath, rosterPath])
    tables.push(Papa.parse<string[]>(await readFile(path, 'utf8'), { delimiter: ';', skipEmptyLines: 'greedy' }).data);
  if (tables.some(({ length }) => length < 2)) throw new Error('unreadable');
  return end();
};

const begin = (): (() => ChildRun) => {
  const [started, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    const peakMiB = process.resourceUsage().maxRSS / 1024;
    return { ms: performance.now() - started, cpuMs: (user + system) / 1000, peakMiB };
  };
};

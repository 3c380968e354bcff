import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFonts, renderRecord } from '../../documents/index.ts';
import { contract, type CallName, type Input, type Output, type Reply } from '../../contract/index.ts';
import { accessReview } from '../../domain/records/access-review.ts';
import { emptyContent, type Content, type Row } from '../../domain/form.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import { createServices } from '../../services/index.ts';
import { systemContent } from '../demo/case-system.ts';
import { fontsFolder, systemClock, version } from '../runtime.ts';
import type { ChildRun } from './access-child.ts';
import { analyseCommand, parseCommand } from './access-command.ts';
import { sampleLists } from './access-lists.ts';
import { compare, measure, type Comparison, type Timing } from './measure.ts';

const count = 50_000;

/** A review of 50,000 accounts against as many people: import, comparison, decision in bulk, and the PDF. */
export const accessBench = async (): Promise<readonly Comparison[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    return [await analysing(folder), ...(await importing(folder)), await drawing()];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const importing = async (folder: string): Promise<readonly Comparison[]> => {
  const services = createServices({
    clock: systemClock,
    fonts: await loadFonts(fontsFolder),
    version,
    kdf: { memoryKiB: 256, iterations: 1, parallelism: 1 },
    host: {
      kind: 'browser',
      dataFolder: folder,
      chooseFolder: () => Promise.resolve(null),
      choosePlace: () => Promise.resolve(null),
    },
  });
  const ask = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const handler = services.handlers[name] as (value: unknown) => Promise<Reply<N>>;
    // Parsed as the window's calls are, so that defaults are filled in.
    const reply = await handler(contract[name].input.parse(input));
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.details ?? {})}`);
    return reply.value;
  };
  try {
    const recordId = await newReview(ask);
    const day = new Date(Date.now() - 86_400_000).toISOString();
    const lists = sampleLists(count, day.slice(0, 10));
    const [accounts, roster] = [lists.accounts, lists.roster].map((text) => new TextEncoder().encode(text));
    if (accounts === undefined || roster === undefined) throw new Error('no lists');
    const load = async (kind: 'accounts' | 'roster', bytes: Uint8Array): Promise<void> => {
      const file = { recordId, kind, fileName: `${kind}.csv`, bytes };
      const seen = await ask('access.preview', { ...file, encoding: null, delimiter: null, mapping: null });
      const source = { source: 'LIMS', extractor: 'Bench', query: 'All', extractedAt: day, declaredRows: count };
      const { encoding, delimiter, mapping } = seen;
      started = performance.now();
      const blocks = longestBlock();
      await ask('access.import', { ...file, encoding, delimiter, mapping, ...source, reason: null });
      took.push(performance.now() - started);
      blocked.push(blocks());
    };
    let started = 0;
    const took: number[] = [];
    const blocked: ReturnType<ReturnType<typeof longestBlock>>[] = [];
    for (let run = 0; run < 4; run += 1) {
      await load('roster', roster);
      await load('accounts', accounts);
    }
    // The first import of a kind has nothing to compare with; accounts are the even ones.
    const imported = took.filter((_, index) => index % 2 === 1);
    const { numbers } = await ask('access.numbers', { recordId, filter });
    await ask('records.takeStage', { recordId, step: 'load', reason: null });
    await ask('records.takeStage', { recordId, step: 'begin', reason: null });
    const decided = await measure(`decide ${count} accounts with one reason`, 5, () =>
      ask('access.decide', { recordId, lines: numbers, decision: 'keep', justification: 'Bench', removeRoles: [] }),
    );
    const timing = timingOf(`import ${count} accounts, compared with ${count} people`, imported);
    return [
      compare(
        'access review: import, compare and store',
        timing,
        null,
        `the account list, in one transaction with the population. Longest time without a turn for the window, of either list:
  ${Math.max(...blocked.map(({ ms }) => ms)).toFixed(0)} ms elapsed, ${Math.max(...blocked.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms of its thread's processor time (bar: 200 ms)`,
      ),
      compare('access review: decide all', decided, null, 'bar: 200 ms'),
    ];
  } finally {
    services.dispose();
  }
};

/** Reading both lists and comparing them without the vault, each time in a process of its own that is given their paths. */
const analysing = async (folder: string): Promise<Comparison> => {
  const lists = sampleLists(count, new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  const paths = [join(folder, 'accounts.csv'), join(folder, 'roster.csv')] as const;
  await writeFile(paths[0], lists.accounts);
  await writeFile(paths[1], lists.roster);
  const run = (command: string): ChildRun => {
    const child = spawnSync(process.execPath, [process.argv[1] ?? '', 'bench', command, ...paths]);
    if (child.status !== 0) throw new Error(child.stderr.toString());
    return JSON.parse(child.stdout.toString()) as ChildRun;
  };
  const ours: ChildRun[] = [];
  const peers: ChildRun[] = [];
  for (let turn = 0; turn < freshRuns; turn += 1) {
    peers.push(run(parseCommand));
    ours.push(run(analyseCommand));
  }
  const memory = Math.round(Math.max(...ours.map(({ peakMiB }) => peakMiB)));
  const processor = medianOf(ours.map(({ cpuMs }) => cpuMs));
  return compare(
    'access review: read and compare',
    timingOf(
      `read ${count} accounts and ${count} people and compare them`,
      ours.map(({ ms }) => ms),
    ),
    timingOf(
      'papaparse alone, the same bytes into rows',
      peers.map(({ ms }) => ms),
    ),
    `bar: 1500 ms, 400 MiB. From the two files to every line's match and findings, nothing stored; each run the first of its
  process, from when its program is loaded. ${processor.toFixed(0)} ms of the processor (median of user and system, all threads);
  ${memory} MiB at most, the program itself included`,
  );
};

/** Watches the event loop; answers the longest time between two of its turns, elapsed and as the thread's own work. */
const longestBlock = (): (() => { readonly ms: number; readonly cpuMs: number }) => {
  const own = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [watching, ms, cpuMs] = [true, 0, 0];
  let [last, lastOwn] = [performance.now(), own()];
  const turn = (): void => {
    const [now, nowOwn] = [performance.now(), own()];
    ms = Math.max(ms, now - last);
    cpuMs = Math.max(cpuMs, nowOwn - lastOwn);
    [last, lastOwn] = [now, nowOwn];
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    watching = false;
    turn();
    return { ms, cpuMs };
  };
};

const freshRuns = 7;

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const timingOf = (name: string, times: readonly number[]): Timing => ({
  name,
  runs: times.length,
  min: Math.min(...times),
  median: medianOf(times),
});

const filter: Input<'access.numbers'>['filter'] = {
  findings: [],
  noFinding: false,
  decision: null,
  privileged: null,
  active: null,
  search: '',
};

const person = { userName: 'bench.lead', fullName: 'Bench Lead', passPhrase: 'quiet harbour nine lanterns' };
const administrator = { userName: 'bench.admin', fullName: 'Bench Admin', passPhrase: 'amber river seven bridges' };

type Ask = <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>;

const newReview = async (ask: Ask): Promise<string> => {
  const created = await ask('vaults.create', { name: 'Bench', organisation: 'Bench', administrator });
  const vaultId = created.vault.id;
  await ask('accounts.create', {
    userName: person.userName,
    fullName: person.fullName,
    email: null,
    roles: ['validation-lead'],
    passPhrase: 'copper window six swallows',
    ownPassPhrase: administrator.passPhrase,
  });
  await ask('session.login', { vaultId, userName: person.userName, passPhrase: 'copper window six swallows' });
  await ask('session.changePassPhrase', { current: 'copper window six swallows', next: person.passPhrase });
  const system = await ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(new Date().toISOString().slice(0, 10)) as Input<'systems.save'>['content'],
    reason: 'Bench',
  });
  return (await ask('records.create', { type: 'access-review', systemId: system.summary.id })).summary.id;
};

const drawing = async (): Promise<Comparison> => {
  const fonts = await loadFonts(fontsFolder);
  const document = documentOf(count);
  let pages = '';
  const drawn = await measure(`PDF of ${count} accounts`, 2, async () => {
    const { pdf } = await renderRecord(document, fonts);
    pages = `${(pdf.length / 1e6).toFixed(1)} MB`;
  });
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  return compare('access review: PDF', drawn, null, `bar: 15000 ms. ${pages}; ${memory} MiB at most so far`);
};

const documentOf = (accounts: number): RevisionDocument => {
  const rows: Row[] = Array.from({ length: accounts }, (_, n) => ({
    line: n + 1,
    account: `account.of.${n.toString(36)}`,
    person: `${['Björn Johansson', 'Ингрид Петрова', 'Ada Okafor', 'Łukasz Kowalski'][n % 4] ?? ''} (by employee id)`,
    roles: ['Analyst, Result Reviewer', 'Analyst', 'Sample Receipt, Report Reader'][n % 3] ?? '',
    findings: n % 7 === 0 ? 'Dormant, Mover' : null,
    decision: n % 31 === 0 ? 'Revoke' : 'Keep',
    reason: `${n % 7 === 0 ? 'Needed for the quarterly report, seen with the team lead' : 'Needed'} · Ирина Петрова`,
  }));
  const empty = emptyContent(accessReview.form);
  const content: Content = { ...empty, population: { values: { accounts: rows } } };
  const author = { accountId: 'a', userName: 'lead', fullName: 'Bench Lead', role: 'validation-lead' } as const;
  return {
    format: 'countersign/record',
    formatVersion: 1,
    record: {
      id: 'AR-2026-0001',
      type: accessReview.id,
      typeTitle: accessReview.title,
      title: 'Access review',
      revision: 1,
      reasonForRevision: null,
      period: null,
      author,
      createdAt: '2026-11-23T09:00:00.000Z',
      frozenAt: '2026-11-23T09:00:00.000Z',
      zone: 'Europe/Berlin',
    },
    system: {
      id: 'SYS-0001',
      version: 1,
      name: 'LIMS',
      regulated: true,
      riskClass: 'high',
      gampCategory: '4',
      softwareVersion: '7.2',
    },
    vault: { id: 'v', organisation: 'Bench' },
    auditHead: { seq: 1, hash: createHash('sha256').digest('hex') },
    form: accessReview.form,
    content,
    metrics: [],
    requirements: [{ id: 'reviewer', title: 'Reviewer', meaning: 'Review', ordinal: 1, signer: author }],
    application: { name: 'Countersign', version },
  };
};

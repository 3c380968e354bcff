import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input, Output } from '../../../src-main/contract/index.ts';
import { quality, evaluator, owner, staffed, testServices, type Staffed } from '../../support/services.ts';

let team: Staffed;
beforeAll(async () => {
  team = await staffed(await testServices());
  const recordId = await team.sent();
  for (const who of [evaluator, owner, quality]) await team.sign(recordId, who);
  await team.login(quality);
});
afterAll(() => {
  team.services.dispose();
});

const everything = { systems: null, types: null, from: null, to: null } satisfies Input<'exports.count'>['filter'];

/** The job once it does not run any more. */
const ended = async (id: string): Promise<Output<'exports.look'>> => {
  for (;;) {
    const job = await team.services.ask('exports.look', { id });
    if (job.state.kind !== 'running') return job;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const begun = async (): Promise<Output<'exports.look'>> => {
  const { job } = await team.services.ask('exports.start', { what: { kind: 'package', filter: everything } });
  if (job === null) throw new Error('no place was given');
  return job;
};

const zips = (): readonly string[] => readdirSync(join(team.services.folder)).filter((name) => name.includes('.zip'));

describe('an export as a job', () => {
  test('that is cancelled says so and leaves no file, whole or in part', async () => {
    const { id } = await begun();
    await team.services.ask('exports.cancel', { id });
    expect((await ended(id)).state).toEqual({ kind: 'failed', code: 'exports/cancelled' });
    expect(zips()).toEqual([]);
  });

  test('stands in the way of another one until it has ended', async () => {
    const { id } = await begun();
    expect(await team.services.refusal('exports.start', { what: { kind: 'package', filter: everything } })).toBe(
      'exports/busy',
    );
    expect((await ended(id)).state).toMatchObject({ kind: 'done' });
    expect(zips()).toHaveLength(1);
  });

  test('takes several systems and types, and a period', async () => {
    const found = (filter: Partial<Input<'exports.count'>['filter']>) =>
      team.services.ask('exports.count', { filter: { ...everything, ...filter } });
    expect(
      await found({ systems: [team.systemId, 'SYS-0099'], types: ['incident', 'periodic-evaluation'] }),
    ).toMatchObject({
      revisions: 1,
      records: 1,
      systems: 1,
    });
    expect(await found({ types: ['incident', 'defect'] })).toMatchObject({ revisions: 0 });
    expect(await found({ to: '2000-01-01' })).toMatchObject({ revisions: 0 });
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asBytes, newReview } from '../../support/access-review.ts';
import { administrator, evaluator, person, staffed, testServices, type Staffed } from '../../support/services.ts';

const left = person('r.ferreira', 'Rosa Ferreira', 'operative');
const gone = person('p.novak', 'Petr Novák', 'operative');
let people: Staffed;
beforeAll(async () => {
  people = await staffed(await testServices(), [left, gone]);
});
afterAll(() => {
  people.services.dispose();
});

const roster = [
  'Employee ID,Name,Status,Left on',
  `1,${administrator.fullName},active,`,
  `2,${evaluator.fullName},active,`,
  `3,${left.fullName},left,2026-10-31`,
].join('\n');

test('Countersign’s own accounts are reviewed as those of any system, from a list that the vault writes [11.300(b), A11 12.1-12.4]', async () => {
  const { services } = people;
  await people.login(administrator);
  const { accounts } = await services.ask('accounts.list', {});
  const accountId = accounts.find(({ userName }) => userName === gone.userName)?.accountId ?? '';
  await services.ask('accounts.deactivate', { accountId, reason: 'Left the company' });
  // Who manages the accounts does not review them.
  expect(await services.refusal('access.ownAccounts', { recordId: 'AR-2026-0001' })).toBe('access/denied');

  await people.login(evaluator);
  const review = await newReview(people);
  const { recordId } = review;
  const list = await services.ask('access.ownAccounts', { recordId });
  const { fileName, bytes, rows, source, extractor, query, extractedAt } = list;
  expect(rows).toBe(accounts.length);
  expect({ source, extractor }).toEqual({
    source: expect.stringMatching(/^Countersign, vault Test \(/) as string,
    extractor: 'Countersign 0.0.0-test',
  });
  const origin = { source, extractor, query, extractedAt, declaredRows: rows };
  await review.load({ kind: 'accounts', fileName, bytes }, origin);
  await review.load({ kind: 'roster', fileName: 'roster.csv', bytes: asBytes(roster) });
  await review.step('load');
  await review.step('begin');

  const of = async (who: { readonly userName: string }) => {
    const [number = 0] = await review.numbers({ search: who.userName });
    return services.ask('access.line', { recordId, line: number });
  };
  const kinds = async (who: { readonly userName: string }) => (await of(who)).findings.map(({ kind }) => kind);
  expect(await kinds(left)).toContain('leaver');
  expect(await kinds(evaluator)).toContain('self-review');
  expect(await of(administrator)).toMatchObject({ privileged: true, roles: ['Administrator'], active: true });
  expect(await of(gone)).toMatchObject({ active: false });
  expect((await of(evaluator)).lastLogin).toBe('2026-11-23');
});

import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { bodyText, readPages, squeezed } from '../../support/documents-text.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { administrator, evaluator, owner, quality } from '../../support/services.ts';
import { changeSetting } from '../../support/settings.ts';

const team = teamOfEachTest();

const rolesOn = async (day: string): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { people } = await team.services.ask('register.onDay', { day });
  return Object.fromEntries(people.map(({ userName, roles }) => [userName, roles.map(({ role }) => role)]));
};

describe('the access register as of a day (finding 9; Annex 11, 12.3)', () => {
  test('says who held which role then, not who holds it now', async () => {
    const { services } = team;
    services.clock.set('2026-12-10T09:00:00.000Z');
    await team.login(administrator);
    await services.ask('accounts.setRoles', {
      accountId: team.accounts[evaluator.userName] ?? '',
      roles: ['operative'],
      reason: 'Moved to another group',
    });
    services.clock.set('2026-12-20T09:00:00.000Z');
    await services.ask('accounts.deactivate', { accountId: team.accounts[owner.userName] ?? '', reason: 'Left' });
    await team.login(quality);
    const { people } = await services.ask('register.onDay', { day: '2026-12-09' });
    expect(people.find(({ userName }) => userName === administrator.userName)?.roles[0]?.grantedBy).toBe('Countersign');
    expect(await rolesOn('2026-11-22')).toEqual({});
    expect(await rolesOn('2026-12-09')).toMatchObject({ evaluator: ['validation-lead'], owner: ['system-owner'] });
    expect(await rolesOn('2026-12-10')).toMatchObject({ evaluator: ['operative'], owner: ['system-owner'] });
    expect(Object.keys(await rolesOn('2026-12-20')).toSorted()).toEqual(['admin.one', 'evaluator', 'quality']);
  });

  test('is exported as CSV, and the export stands in the audit trail', async () => {
    await team.login(quality);
    const { fileName, bytes } = await team.services.ask('register.export', { day: '2026-11-23' });
    expect(fileName).toBe('access-register-2026-11-23.csv');
    const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      '\uFEFFDay,User name,Full name,Role,Held since (UTC),Granted by,Procedure,Beyond the procedure',
    );
    expect(lines.some((line) => line.startsWith('2026-11-23,owner,Tobias Okafor,System Owner,'))).toBe(true);
    for (const line of lines.slice(1)) expect(line).toMatch(/,,$/);
    const { entries } = await team.services.ask('audit.list', { before: null, subject: null });
    expect(entries[0]).toMatchObject({ action: 'register.export', who: 'quality' });
  });

  test('shows who holds more than the procedure allows, from the day on which it was approved [A11 12.1-12.4, PI 041 9.5]', async () => {
    const { services } = team;
    const before = await (async () => {
      await team.login(quality);
      return services.ask('register.onDay', { day: '2026-11-23' });
    })();
    expect(before).toMatchObject({ procedure: null, beyond: [] });
    services.clock.set('2026-12-10T09:00:00.000Z');
    await changeSetting(team, {
      key: 'access.baseline',
      value: { procedure: 'SOP-044', mostRoles: 1, mostHolders: { 'system-owner': 0, administrator: 2 } },
      reason: 'The procedure is in force',
    });
    await team.login(administrator);
    await services.ask('accounts.setRoles', {
      accountId: team.accounts[evaluator.userName] ?? '',
      roles: ['validation-lead', 'operative'],
      reason: 'Helps out',
    });
    await team.login(quality);
    const beyond = [
      {
        accountId: team.accounts[evaluator.userName],
        role: null,
        words: `${evaluator.fullName} holds 2 roles; the procedure allows 1.`,
      },
      { accountId: null, role: 'system-owner', words: 'System Owner is held by 1; the procedure allows 0.' },
    ];
    expect(await services.ask('register.onDay', { day: '2026-12-10' })).toMatchObject({ procedure: 'SOP-044', beyond });
    expect(await services.ask('register.onDay', { day: '2026-12-09' })).toMatchObject({ procedure: null, beyond: [] });
    const { bytes } = await services.ask('register.export', { day: '2026-12-10', format: 'pdf' });
    const pages = bodyText(await readPages(bytes));
    for (const { words } of beyond) expect(pages).toContain(squeezed(words));
    const csv = async (day: string) => {
      const file = await services.ask('register.export', { day, format: 'csv' });
      const { data } = Papa.parse<string[]>(Buffer.from(file.bytes).toString('utf8').trimEnd());
      return data.slice(1).map((cells) => [cells[1], cells[3], ...cells.slice(6)]);
    };
    const [person, crowded] = beyond.map(({ words }) => words);
    expect(await csv('2026-12-10')).toEqual(
      expect.arrayContaining([
        ['evaluator', 'Operative Employee', 'SOP-044', person],
        ['evaluator', 'Validation Lead', 'SOP-044', person],
        ['owner', 'System Owner', 'SOP-044', crowded],
        ['quality', 'Quality Assurance', 'SOP-044', 'no'],
      ]),
    );
    expect((await csv('2026-12-09')).map((cells) => cells.slice(2))).toEqual(Array.from({ length: 4 }, () => ['', '']));
    const json = await services.ask('register.export', { day: '2026-12-10', format: 'json' });
    expect(JSON.parse(Buffer.from(json.bytes).toString('utf8'))).toMatchObject({ procedure: 'SOP-044', beyond });
  });

  test('is the same as JSON, and as a PDF that names everybody', async () => {
    await team.login(quality);
    const day = '2026-11-23';
    const json = await team.services.ask('register.export', { day, format: 'json' });
    expect(json.fileName).toBe('access-register-2026-11-23.json');
    const { people } = await team.services.ask('register.onDay', { day });
    expect(JSON.parse(Buffer.from(json.bytes).toString('utf8'))).toMatchObject({
      day,
      organisation: 'Meridian Biologics',
      people,
    });
    const pdf = await team.services.ask('register.export', { day, format: 'pdf' });
    expect(pdf.fileName).toBe('access-register-2026-11-23.pdf');
    const text = squeezed(bodyText(await readPages(pdf.bytes)));
    for (const { userName } of people) expect(text).toContain(userName);
  });

  test('knows no later day, and is not shown to everybody', async () => {
    await team.login(quality);
    expect(await team.services.refusal('register.onDay', { day: '2030-01-01' })).toBe('register/day-later');
    await team.login(evaluator);
    expect(await team.services.refusal('register.onDay', { day: '2026-11-23' })).toBe('access/denied');
  });
});

import { expect, test } from 'vitest';
import { AuditTrailPdf } from '../../../src-main/documents/index.ts';
import { bodyText, readPages, shippedFonts, squeezed } from '../../support/documents-text.ts';

test('the trail as pages says in words what an entry says: who, when it was entered and happened, where, what, why [11.10(b), 11.10(e)]', async () => {
  const trail = new AuditTrailPdf(await shippedFonts(), {
    program: 'Countersign 1.0.0',
    organisation: 'Meridian Biologics',
    vaultName: 'Freiburg operations',
    vaultId: 'bd49d388-b4eb-474f-9d11-e03863b8d3d9',
    madeAt: '2026-11-26T08:00:00.000Z',
    madeBy: 'Eleni Papadaki (e.papadaki)',
    from: null,
    to: null,
    entries: 1,
    chain: { intact: true, seq: 7, hash: 'ab'.repeat(32), firstBad: null },
  });
  trail.add([
    {
      seq: 7,
      at: '2026-11-26T07:34:12.000Z',
      eventAt: '2026-11-26T07:33:05.000Z',
      zone: 'Europe/Berlin',
      offsetMinutes: 60,
      station: 'LAB-PC-12',
      account: { id: 'a', userName: 'm.keller', roles: ['administrator'] },
      action: 'account.set-roles',
      subject: { type: 'account', id: '83065fca-6409' },
      changes: [{ path: '/roles', old: ['operative'], new: ['operative', 'system-owner'] }],
      reason: 'Moved to another group',
      details: {},
      appVersion: '1.0.0',
      previous: '0'.repeat(64),
      hash: 'cd'.repeat(32),
    },
  ]);
  const said = squeezed(bodyText(await readPages(await trail.finish())));
  for (const words of [
    'Roles changed',
    'm.keller',
    '(Administrator)',
    '2026-11-26 08:34:12 +01:00',
    'Happened: 2026-11-26 08:33:05 +01:00',
    'Reason: Moved to another group',
    'roles: Operative Employee → Operative Employee, System Owner',
    'computer LAB-PC-12, hash cdcdcdcdcdcdcdcd',
  ])
    expect(said).toContain(squeezed(words));
  expect(said).not.toContain('account.set-roles');
});

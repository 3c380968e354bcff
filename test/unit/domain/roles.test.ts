import { describe, expect, test } from 'vitest';
import { duties, may, roleConflict, roles, signingRoles, type Duty } from '../../../src-main/domain/roles.ts';

/** Columns: administrator, validation lead, operative, technical, process and system owner, quality, auditor. */
const table: Readonly<Record<Duty, string>> = {
  'manage-accounts': 'x.......',
  'propose-settings': 'x.......',
  'approve-settings': '......x.',
  'approve-enrolment': 'x....xx.',
  'read-access': 'x....xxx',
  'edit-systems': '.x...xx.',
  'write-records': '.xxxxxx.',
  sign: '.xxxxxx.',
  'read-records': 'xxxxxxxx',
  'read-audit-trail': 'xx...xxx',
  'export-data': 'x.....x.',
  'handle-alerts': 'x.....x.',
  'import-records': '.x...xx.',
};

describe('roles and duties', () => {
  test.each(duties)('%s is allowed to exactly these roles', (duty) => {
    expect(roles.map((role) => (may([role], duty) ? 'x' : '.')).join('')).toBe(table[duty]);
  });

  test('an administrator writes nothing, approves no setting and never signs', () => {
    expect(signingRoles).not.toContain('administrator');
    expect(may(['administrator'], 'write-records')).toBe(false);
    for (const role of roles.filter((one) => one !== 'administrator'))
      expect(roleConflict(['administrator', role]), role).not.toBeNull();
  });

  test('nobody both proposes and approves a setting, whatever roles one account may hold', () => {
    const allowed = roles
      .flatMap((one) => roles.map((other) => [...new Set([one, other])]))
      .filter((held) => roleConflict(held) === null);
    expect(allowed.length).toBeGreaterThan(8);
    for (const held of allowed) expect(may(held, 'propose-settings') && may(held, 'approve-settings')).toBe(false);
  });
});

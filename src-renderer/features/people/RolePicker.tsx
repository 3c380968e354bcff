import { Checkbox, Text } from '@mantine/core';
import { roleConflict, roleLabel, roles, type Role } from '../../../src-main/contract/index.ts';
import styles from './RolePicker.module.css';

interface Props {
  readonly value: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
}

const duties: Readonly<Record<Role, string>> = {
  administrator: 'Keeps accounts and backups. Signs nothing.',
  'validation-lead': 'Keeps the inventory; writes and signs evaluations.',
  operative: 'Writes records of daily operation and signs as author.',
  'technical-owner': 'Answers for the technology; reviews.',
  'process-owner': 'Answers for the process; reviews.',
  'system-owner': 'Answers for the system; takes responsibility by signing.',
  'quality-assurance': 'Approves; reads the audit trail.',
  auditor: 'Reads everything. Changes and signs nothing.',
};

/** The roles of an account, with the rule that keeps duties apart. */
export const RolePicker = ({ value, onChange }: Props) => {
  const conflict = value.length === 0 ? null : roleConflict(value);
  return (
    <Checkbox.Group
      label="Roles"
      withAsterisk
      description="Administrators and auditors hold no other role: whoever keeps the accounts or audits them signs nothing."
      error={conflict}
      value={[...value]}
      onChange={(next) => onChange(next)}
    >
      <div className={styles['roles']}>
        {roles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={roleLabel[role]}
            description={
              <Text size="xs" c="dimmed" component="span">
                {duties[role]}
              </Text>
            }
          />
        ))}
      </div>
    </Checkbox.Group>
  );
};

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { signingRoles } from '../../../src-main/contract/index.ts';
import { awaitsApproval, type Account, type Dialogue } from './types.ts';

interface Props {
  readonly account: Account;
  readonly onChoose: (dialogue: Dialogue) => void;
}

/** What an administrator can do with an account. */
export const AccountMenu = ({ account, onChoose }: Props) => {
  if (account.status === 'deactivated') return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} variant="subtle" color="gray" aria-label={`Actions for ${account.fullName}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {awaitsApproval(account) && (
          <Menu.Item onClick={() => onChoose({ kind: 'approve-key', account })}>
            {account.offered === null ? 'Approve key request' : 'Approve the certificate'}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => onChoose({ kind: 'roles', account })}>Change roles</Menu.Item>
        {account.locked && <Menu.Item onClick={() => onChoose({ kind: 'unlock', account })}>Unlock login</Menu.Item>}
        <Menu.Item onClick={() => onChoose({ kind: 'reset', account })}>Set a new first pass phrase</Menu.Item>
        {account.key === 'locked' && (
          <Menu.Item onClick={() => onChoose({ kind: 'unlock-key', account })}>Unlock signing key</Menu.Item>
        )}
        {['active', 'expired'].includes(account.key) && account.keyEnds?.issuedHere === true && (
          <Menu.Item onClick={() => onChoose({ kind: 'renew-key', account })}>Renew certificate</Menu.Item>
        )}
        {['active', 'locked', 'expired', 'requested'].includes(account.key) && (
          <Menu.Item onClick={() => onChoose({ kind: 'revoke-key', account })}>Revoke signing key</Menu.Item>
        )}
        {['active', 'locked', 'expired'].includes(account.key) && (
          <Menu.Item onClick={() => onChoose({ kind: 'lost-key', account })}>Report signing key lost</Menu.Item>
        )}
        {account.roles.some((role) => signingRoles.includes(role)) && (
          <Menu.Item onClick={() => onChoose({ kind: 'certify-request', account })}>
            Certify a request from a file
          </Menu.Item>
        )}
        <Menu.Item onClick={() => onChoose({ kind: 'deactivate', account })}>Deactivate account</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

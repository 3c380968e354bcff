import type { Output } from '../../../src-main/contract/index.ts';

export type Account = Output<'accounts.list'>['accounts'][number];

/** Somebody asked for a certificate, or offers one from elsewhere. */
export const awaitsApproval = ({ status, key, offered }: Account): boolean =>
  status === 'active' && (key === 'requested' || offered !== null);

/** What an administrator is about to do to whom. */
export interface Dialogue {
  readonly kind:
    | 'roles'
    | 'reset'
    | 'lost-key'
    | 'deactivate'
    | 'unlock'
    | 'approve-key'
    | 'unlock-key'
    | 'renew-key'
    | 'certify-request'
    | 'revoke-key';
  readonly account: Account;
}

/** What every dialog about one account is given. */
export interface AccountDialogProps {
  readonly account: Account;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

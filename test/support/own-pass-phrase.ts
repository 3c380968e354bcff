import { contract, type CallName, type Input } from '../../src-main/contract/index.ts';

const asked = (name: CallName): boolean =>
  'ownPassPhrase' in ((contract[name].input as { readonly shape?: object }).shape ?? {});

/** A call as a test writes it: whoever asks need not type their pass phrase anew. */
export type Asked<N extends CallName> =
  Input<N> extends { ownPassPhrase: string }
    ? Omit<Input<N>, 'ownPassPhrase'> & { readonly ownPassPhrase?: string }
    : Input<N>;

/**
 * Types the login pass phrase of whoever logged in last where a call asks for it anew and the test does not say another. One
 * for each program that a test starts; it is shown every call.
 */
export const typing = (): (<N extends CallName>(name: N, input: Asked<N>) => Input<N>) => {
  let last = '';
  return (name, input) => {
    const { passPhrase, next, administrator } = input as {
      readonly passPhrase?: string;
      readonly next?: string;
      readonly administrator?: { readonly passPhrase: string };
    };
    if (name === 'session.login') last = passPhrase ?? '';
    if (name === 'session.changePassPhrase') last = next ?? '';
    if (name === 'vaults.create') last = administrator?.passPhrase ?? '';
    return (asked(name) && !('ownPassPhrase' in input) ? { ...input, ownPassPhrase: last } : input) as never;
  };
};

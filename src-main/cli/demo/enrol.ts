import type { CallName, Input, Output } from '../../contract/index.ts';

/** Somebody who signs. */
export interface Signer {
  readonly userName: string;
  readonly passPhrase: string;
  readonly signingPassPhrase: string;
}

type Login = Pick<Signer, 'userName' | 'passPhrase'>;

/** The calls of the services, and whose login they are made with. */
export interface Staff {
  readonly ask: <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>;
  readonly login: (who: Login) => Promise<unknown>;
}

/** Everybody who has a part in enrolling others. */
export interface EnrolmentTeam {
  readonly administrator: Login;
  /** Somebody in Quality Assurance: approves what the administrator proposes and records. */
  readonly approver: Login;
  /** Approves the enrolment of the one in Quality Assurance: a System Owner, or a second administrator. */
  readonly second: Login;
  /** Day of the records, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Opens signing in a vault: policy, letter and validation are proposed by the administrator and approved. */
export const openSigning = async (
  { ask, login }: Staff,
  { administrator, approver, today }: EnrolmentTeam,
  version: string,
): Promise<void> => {
  await login(administrator);
  const { pending } = await ask('settings.propose', {
    key: 'signing.gate',
    value: {
      policy: { reference: 'SOP-031 Electronic signatures', effectiveOn: today },
      letter: { kind: 'sent', reference: 'RA-2019-044', sentOn: '2019-03-11' },
      validation: { version, reference: 'VR-0107', completedOn: today },
    },
    reason: 'Signing begins with this vault',
  });
  await login(approver);
  await ask('settings.decide', {
    changeId: pending?.changeId ?? 0,
    decision: 'approved',
    reason: null,
    userName: approver.userName,
    passPhrase: approver.passPhrase,
  });
};

/**
 * Enrols people whose keys are approved: identity and training recorded, undertaking signed with their own key, approved
 * by a second person. Signing is open; nobody in particular is logged in afterwards.
 *
 * @param accounts account ids by user name
 */
export const enrol = async (
  { ask, login }: Staff,
  { administrator, approver, second, today }: EnrolmentTeam,
  signers: readonly Signer[],
  accounts: Readonly<Record<string, string>>,
): Promise<void> => {
  const idOf = ({ userName }: Login): string => accounts[userName] ?? '';
  await login(administrator);
  for (const one of signers)
    await ask('enrolment.record', {
      accountId: idOf(one),
      method: 'in-person',
      documentKind: 'identity-card',
      verifiedOn: today,
      trainingReference: 'TR-2231',
      trainedOn: today,
      ownPassPhrase: administrator.passPhrase,
    });
  for (const one of signers) {
    await login(one);
    const { sha256 } = await ask('enrolment.prepareUndertaking', {});
    const { userName, signingPassPhrase } = one;
    await ask('enrolment.signUndertaking', { userName, signingPassPhrase, shown: sha256 });
  }
  const approve = async (by: Login, whom: readonly Signer[]): Promise<void> => {
    if (whom.length === 0) return;
    await login(by);
    const { userName, passPhrase } = by;
    for (const one of whom) await ask('enrolment.approve', { accountId: idOf(one), userName, passPhrase });
  };
  const own = (one: Signer): boolean => one.userName === approver.userName;
  await approve(second, signers.filter(own));
  await approve(
    approver,
    signers.filter((one) => !own(one)),
  );
};

import { organisation, people, vaultName } from '../../src-main/cli/demo/case.ts';
import { enrol, openSigning, type Staff } from '../../src-main/cli/demo/enrol.ts';
import { systemContent } from '../../src-main/cli/demo/case-system.ts';
import type { CallName, Input, Output, Role } from '../../src-main/contract/index.ts';

import type { Asked } from './own-pass-phrase.ts';

/** Asks real services, past any window. @throws where the answer is a refusal */
export interface Asking {
  ask<N extends CallName>(name: N, input: Asked<N>): Promise<Output<N>>;
}

/** Somebody who can log in and sign. */
export interface Signer {
  readonly userName: string;
  readonly fullName: string;
  readonly email: string;
  readonly role: Role;
  readonly passPhrase: string;
  readonly signingPassPhrase: string;
}

const given = 'handed over at the reception desk';

export const logInAs = async (app: Asking, { userName, passPhrase }: { userName: string; passPhrase: string }) => {
  const { vaults } = await app.ask('vaults.list', {});
  return app.ask('session.login', { vaultId: vaults[0]?.id ?? '', userName, passPhrase });
};

/** A vault past the page with people who have keys; none is enrolled yet. Account ids by user name. */
export const prepareKeys = async (app: Asking, team: readonly Signer[]): Promise<Readonly<Record<string, string>>> => {
  const { administrator } = people;
  await app.ask('vaults.create', {
    name: vaultName,
    organisation,
    administrator: {
      userName: administrator.userName,
      fullName: administrator.fullName,
      passPhrase: administrator.passPhrase,
    },
  });
  const accounts: Record<string, string> = {};
  for (const { userName, fullName, email, role } of team) {
    const { accountId } = await app.ask('accounts.create', {
      userName,
      fullName,
      email,
      roles: [role],
      passPhrase: given,
    });
    accounts[userName] = accountId;
  }
  for (const person of team) {
    await logInAs(app, { userName: person.userName, passPhrase: given });
    await app.ask('session.changePassPhrase', { current: given, next: person.passPhrase });
    await app.ask('keys.request', { signingPassPhrase: person.signingPassPhrase, algorithm: 'ecdsa-p256' });
  }
  await logInAs(app, administrator);
  for (const accountId of Object.values(accounts)) {
    await app.ask('keys.approve', { accountId, identityProof: 'Seen in person, company badge compared.' });
  }
  return accounts;
};

/** A vault past the page: people who may sign, and a system. Account ids are by user name; the evaluator is logged in. */
export const prepareTeam = async (
  app: Asking,
  today: string,
  team: readonly Signer[],
): Promise<{ readonly accounts: Readonly<Record<string, string>>; readonly systemId: string }> => {
  const accounts = await prepareKeys(app, team);
  await enrolTeam(app, today, team, accounts);
  await logInAs(app, people.evaluator);
  const system = await app.ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(today) as Input<'systems.save'>['content'],
    reason: 'New entry in the inventory',
  });
  return { accounts, systemId: system.summary.id };
};

/** Opens signing and enrols the team past the page; needs the ones of the case who approve. */
export const enrolTeam = async (
  app: Asking,
  today: string,
  team: readonly Signer[],
  accounts: Readonly<Record<string, string>>,
): Promise<void> => {
  const staff: Staff = { ask: app.ask.bind(app) as Staff['ask'], login: (who) => logInAs(app, who) };
  const { administrator, qualityAssurance: approver, systemOwner: second } = people;
  const part = { administrator, approver, second, today };
  await openSigning(staff, part, '0.0.0-test');
  await enrol(staff, part, team, accounts);
};

/** Signs past the page at the requirement that waits for this person. */
export const signAs = async (app: Asking, person: Signer, recordId: string): Promise<void> => {
  await logInAs(app, person);
  const { actions } = await app.ask('records.get', { recordId, revision: null });
  const requirementId = actions.sign.requirementId ?? '';
  const { sha256, trail } = await app.ask('signing.prepare', { recordId, requirementId });
  await app.ask('signing.sign', {
    recordId,
    requirementId,
    userName: person.userName,
    signingPassPhrase: person.signingPassPhrase,
    shown: sha256,
    comment: null,
    trailReviewed: trail?.upTo ?? null,
  });
};

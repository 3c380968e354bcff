import type { Handlers } from '../../contract/index.ts';
import { secondPersonObstacle, undertaking } from '../../domain/enrolment.ts';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { Duty } from '../../domain/roles.ts';
import {
  account,
  accounts,
  approveEnrolment,
  currentEnrolment,
  currentUndertaking,
  foldUserName,
  recordEnrolment,
  undertakingPdf,
  type Account,
  type Enrolment,
} from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { callerForMore } from '../guard.ts';
import { reAuthenticate } from '../people/re-authenticate.ts';
import { countsAsSecond } from '../people/second-person.ts';
import { settingInForce } from '../settings/in-force.ts';
import { tokenOf, withOwnKey } from '../signing/own-key.ts';
import { codeNeeded } from '../signing/series.ts';
import { signUndertaking, undertakingPlace } from './undertake.ts';
import { enrolmentView, enrols, type EnrolmentView } from './view.ts';

type EnrolmentCall =
  | 'enrolment.list'
  | 'enrolment.mine'
  | 'enrolment.record'
  | 'enrolment.prepareUndertaking'
  | 'enrolment.signUndertaking'
  | 'enrolment.undertakingPdf'
  | 'enrolment.approve';

/**
 * The way from a new account to the first signature (21 CFR 11.10(i), (j), 11.100(b)): an administrator records identity
 * and training, the person signs the undertaking with their own key, a second person approves. Until then their signing
 * roles are inactive.
 */
export const enrolmentHandlers = (context: ServiceContext): Pick<Handlers, EnrolmentCall> => {
  const view = (caller: Caller, accountId: string): Result<EnrolmentView> =>
    caller.vault.read((db) => {
      const found = account(db, accountId);
      return found ? ok(enrolmentView(db, caller, found, context.clock.now())) : fail('accounts/not-found');
    });

  const personOf = (caller: Caller, accountId: string): Result<Account> => {
    const found = caller.vault.read((db) => account(db, accountId));
    if (!found) return fail('accounts/not-found');
    return enrols(found) ? ok(found) : fail('enrolment/signs-nothing');
  };

  return {
    'enrolment.list': () => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      return caller.value.vault.read((db) =>
        ok({
          people: accounts(db, { status: 'active' })
            .filter(enrols)
            .map((one) => enrolmentView(db, caller.value, one, context.clock.now())),
        }),
      );
    },
    'enrolment.mine': () => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      return enrols(caller.value.account) ? view(caller.value, caller.value.account.id) : ok(null);
    },
    'enrolment.record': ({ accountId, reason, method, documentKind, verifiedOn, trainingReference, trainedOn }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const person = personOf(caller.value, accountId);
      if (!person.ok) return person;
      const given = { method, documentKind, verifiedOn, trainingReference, trainedOn };
      if (given.verifiedOn > today(context) || given.trainedOn > today(context)) return fail('enrolment/day-later');
      const { vault } = caller.value;
      if (reason === null && vault.read((db) => currentEnrolment(db, accountId)) !== undefined)
        return fail('enrolment/reason-missing');
      vault.write(vault, (db, audit) => {
        const before = currentEnrolment(db, accountId);
        const version = recordEnrolment(db, audit, { accountId, ...given });
        audit.record({
          action: 'enrolment.record',
          subject: { type: 'account', id: accountId },
          reason,
          changes: (Object.keys(given) as (keyof typeof given)[])
            .filter((name) => before?.[name] !== given[name])
            .map((name) => ({ path: `/${name}`, old: valueOf(before, name), new: given[name] })),
          details: { version },
        });
      });
      return view(caller.value, accountId);
    },
    'enrolment.prepareUndertaking': async () => {
      const place = await undertakingPlace(context);
      if (!place.ok) return place;
      const { caller, pdf, sha256 } = place.value;
      const { policy } = caller.vault.read((db) => settingInForce(db, 'signing.gate'));
      return ok({
        fileName: `undertaking-${caller.account.userName}.pdf`,
        title: undertaking.title,
        statements: [...undertaking.statements(policy?.reference ?? '')],
        pdf,
        sha256,
        codeNeeded: codeNeeded(caller.vault, context.clock),
        token: tokenOf(place.value),
      });
    },
    'enrolment.signUndertaking': async ({ userName, shown, ...secrets }) => {
      const place = await undertakingPlace(context);
      if (!place.ok) return place;
      const { caller } = place.value;
      if (foldUserName(userName) !== foldUserName(caller.account.userName)) return fail('signing/wrong-user');
      if (shown !== place.value.sha256) return fail('signing/changed-meanwhile');
      const signed = await withOwnKey(
        context,
        caller,
        place.value,
        secrets,
        { subject: { type: 'account', id: caller.account.id }, details: { undertaking: undertaking.version } },
        (signer) => signUndertaking(context, place.value, signer),
      );
      return signed.ok ? view(caller, caller.account.id) : signed;
    },
    'enrolment.undertakingPdf': ({ accountId }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      if (accountId !== caller.value.account.id) {
        const reader = callerForMore(context, 'enrolment.undertakingPdf');
        if (!reader.ok) return reader;
      }
      const { vault } = caller.value;
      const { bytes, userName } = vault.read((db) => ({
        bytes: undertakingPdf(db, accountId),
        userName: account(db, accountId)?.userName ?? accountId,
      }));
      if (!bytes) return fail('enrolment/no-undertaking');
      vault.write(vault, (_, audit) =>
        audit.record({ action: 'enrolment.save-copy', subject: { type: 'account', id: accountId } }),
      );
      return ok({ fileName: `undertaking-${userName}.pdf`, bytes });
    },
    'enrolment.approve': async ({ accountId, userName, passPhrase }) => {
      const caller = context.caller();
      if (!caller.ok) return caller;
      const person = personOf(caller.value, accountId);
      if (!person.ok) return person;
      const waiting = approvable(caller.value, accountId);
      if (!waiting.ok) return waiting;
      const proven = await reAuthenticate(caller.value, { userName, passPhrase });
      if (!proven.ok) return proven;
      // While the pass phrase was tried, the record may have been approved, or made anew.
      const still = approvable(caller.value, accountId);
      if (!still.ok) return still;
      const { version, recordedBy } = still.value;
      if (version !== waiting.value.version) return fail('enrolment/changed-meanwhile');
      const { vault } = caller.value;
      vault.write(vault, (db, audit) => {
        approveEnrolment(db, audit, accountId, version);
        audit.record({
          action: 'enrolment.approve',
          subject: { type: 'account', id: accountId },
          details: { version, recordedBy },
        });
      });
      return view(caller.value, accountId);
    },
  };
};

const valueOf = (record: Enrolment | undefined, name: keyof Enrolment): JsonValue => record?.[name] ?? null;

/** A person's record that waits for its second person, where the caller can be that one. */
const approvable = ({ vault, account: self }: Caller, accountId: string): Result<Enrolment> =>
  vault.read((db) => {
    const record = currentEnrolment(db, accountId);
    if (!record) return fail('signing/not-enrolled-identity');
    if (record.approvedAt !== null) return fail('enrolment/approved');
    const obstacle = secondPersonObstacle({ person: accountId, recordedBy: record.recordedBy }, self.id);
    if (obstacle !== null) return fail(obstacle);
    const counts = countsAsSecond(db, self, Duty.ApproveEnrolment, accountId);
    if (!counts.ok) return counts;
    return currentUndertaking(db, accountId) ? ok(record) : fail('signing/not-enrolled-undertaking');
  });

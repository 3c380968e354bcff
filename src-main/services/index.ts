import type { CallName, Handlers } from '../contract/index.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { idleLock } from '../domain/settings/idle-lock.ts';
import { auditHead, VaultClosed, VaultFault, type OpenVault } from '../vault/index.ts';
import { actionHandlers } from './actions/index.ts';
import { registerHandlers } from './access-register/index.ts';
import { accessHandlers } from './access-review/index.ts';
import { auditHandlers } from './audit/index.ts';
import { defectHandlers } from './defects/index.ts';
import type { Caller, ServiceContext, ServiceOptions } from './context.ts';
import { guarded } from './guard.ts';
import { mustEnrol } from './logins/demand.ts';
import { loginHandlers } from './logins/index.ts';
import { loginLogHandlers } from './logins/log.ts';
import { secondFactorHandlers } from './logins/second-factor.ts';
import { linkHandlers } from './links/index.ts';
import { backupHandlers } from './backup/index.ts';
import { takeIfDue } from './backup/take.ts';
import { checklistHandlers } from './checklist/index.ts';
import { dossierHandlers } from './dossier/handlers.ts';
import { enrolmentHandlers } from './enrolment/index.ts';
import { exportHandlers } from './exports/index.ts';
import { importHandlers } from './imports/index.ts';
import { accountHandlers } from './people/accounts.ts';
import { trustMaterial, type TrustMaterial } from './trust/material.ts';
import { keyLossHandlers } from './people/key-loss.ts';
import { keyHandlers } from './people/keys.ts';
import { ownKeyHandlers } from './people/own-keys.ts';
import { trustHandlers } from './trust/index.ts';
import { mustChange } from './people/pass-phrases.ts';
import { resetHandlers } from './people/resets.ts';
import { revocationListHandlers } from './people/revocation-lists.ts';
import { compareHandlers } from './records/compare.ts';
import { createHandlers } from './records/create.ts';
import { readHandlers } from './records/read.ts';
import { refreshHandlers } from './records/refresh.ts';
import { sendHandlers } from './records/send.ts';
import { stageHandlers } from './records/stage.ts';
import { writeHandlers } from './records/write.ts';
import { recoveryHandlers } from './recovery/index.ts';
import { referenceHandlers } from './references/index.ts';
import { searchHandlers } from './search/index.ts';
import { scheduleHandlers } from './schedule/index.ts';
import { graphHandlers } from './graph/index.ts';
import { sessionHandlers } from './session/index.ts';
import { knownVaults } from './session/known-vaults.ts';
import { seenHeads } from './session/seen-heads.ts';
import { createSessions, type LockCause, type Sessions } from './session/sessions.ts';
import { settingHandlers } from './settings/index.ts';
import { settingInForce } from './settings/in-force.ts';
import { signingHandlers } from './signing/index.ts';
import { supplierHandlers } from './suppliers/index.ts';
import { systemHandlers } from './systems/index.ts';
import { trendHandlers } from './trends/index.ts';
import { verificationHandlers } from './verification/index.ts';

export type { FolderKind, Host } from './host.ts';
export type { ServiceOptions } from './context.ts';
export type { TrustMaterial } from './trust/material.ts';

/** Everything the application does, behind the contract. */
export interface Services {
  readonly handlers: Handlers;
  /** Adds a vault folder to the ones the window offers; answers its handle. */
  offerVault(folder: string): string;
  /** The machine sleeps or its screen is locked: so is the vault. */
  lock(because: LockCause): void;
  onLocked(listener: (because: LockCause) => void): () => void;
  /** What those need who verify elsewhere: anchors, issuers and revocation lists of the open vault. */
  trust(): Result<TrustMaterial>;
  /** Closes the vault, if one is open. */
  dispose(): void;
}

/** How often it is looked whether a backup is due, in milliseconds. */
const backupLookMs = 5 * 60_000;

/** Builds the services over one host, clock and set of fonts. Nothing is opened until a call asks for it. */
export const createServices = (options: ServiceOptions): Services => {
  const seen = seenHeads(options.host.dataFolder);
  const sessions = createSessions(
    () => performance.now(),
    undefined,
    (vault) => {
      seen.remember(vault.identity.id, vault.read(auditHead));
    },
    idleMinutesOf,
  );
  const known = knownVaults(options.host.dataFolder);
  let found: Caller | null = null;
  /** Nobody writes beside a long write: who is logged in stands as it was found before, and a look would hurry it. */
  const foundBefore = (): Caller | null => {
    const state = sessions.state();
    return found?.vault.writing === true && state.kind === 'open' && state.vault === found.vault ? found : null;
  };
  const context: ServiceContext = {
    ...options,
    caller: () => {
      const before = foundBefore();
      if (before !== null) return ok(before);
      const caller = sessions.caller();
      // A pass phrase that somebody else chose, or that is too old, opens the way to choosing one's own, and to nothing else.
      if (!caller.ok) return caller;
      const { vault, account } = caller.value;
      if (mustChange(vault, account, options.clock.now()) !== null) return fail('session/must-change-pass-phrase');
      if (mustEnrol(vault, account)) return fail('session/must-enrol-second-factor');
      found = caller.value;
      return caller;
    },
  };
  const handlers: Handlers = {
    ...sessionHandlers(context, sessions, known, seen),
    ...accountHandlers(context),
    ...loginHandlers(context),
    ...loginLogHandlers(context),
    ...secondFactorHandlers(context, sessions),
    ...resetHandlers(context),
    ...keyHandlers(context),
    ...keyLossHandlers(context),
    ...ownKeyHandlers(context),
    ...trustHandlers(context),
    ...enrolmentHandlers(context),
    ...registerHandlers(context),
    ...checklistHandlers(context),
    ...settingHandlers(context),
    ...revocationListHandlers(context),
    ...systemHandlers(context),
    ...supplierHandlers(context),
    ...readHandlers(context),
    ...compareHandlers(context),
    ...searchHandlers(context),
    ...createHandlers(context),
    ...defectHandlers(context),
    ...trendHandlers(context),
    ...writeHandlers(context),
    ...stageHandlers(context),
    ...sendHandlers(context),
    ...refreshHandlers(context),
    ...scheduleHandlers(context),
    ...graphHandlers(context),
    ...linkHandlers(context),
    ...referenceHandlers(context),
    ...actionHandlers(context),
    ...signingHandlers(context),
    ...verificationHandlers(context),
    ...auditHandlers(context),
    ...importHandlers(context),
    ...exportHandlers(context),
    ...dossierHandlers(context),
    ...accessHandlers(context),
    ...backupHandlers(context),
    ...recoveryHandlers(context, known),
  };

  const backups = setInterval(() => {
    takeIfDue(context);
  }, backupLookMs);
  backups.unref();

  return {
    handlers: faultsAsValues(guarded(context, sessions, handlers), sessions),
    offerVault: (folder) => known.remember(folder).id,
    lock: (because) => {
      sessions.lock(because);
    },
    onLocked: (listener) => sessions.onLocked(listener),
    trust: () => {
      const caller = context.caller();
      return caller.ok ? ok(caller.value.vault.read(trustMaterial)) : caller;
    },
    dispose: () => {
      clearInterval(backups);
      sessions.close();
    },
  };
};

/** A vault that cannot be read any more locks itself as a new one would. */
const idleMinutesOf = (vault: OpenVault): number => {
  try {
    return vault.read((db) => settingInForce(db, 'session.idle-lock')).minutes;
  } catch (error) {
    if (error instanceof VaultFault) return idleLock.initial.minutes;
    throw error;
  }
};

/**
 * What the vault throws because of a disk or a damaged file becomes a failure with its code, and what a session could not
 * finish before it ended becomes that; bugs stay thrown.
 */
const faultsAsValues = (handlers: Handlers, sessions: Sessions): Handlers =>
  Object.fromEntries(
    (Object.keys(handlers) as CallName[]).map((name) => {
      const handler = handlers[name] as (input: unknown) => unknown;
      return [
        name,
        async (input: unknown) => {
          try {
            return await handler(input);
          } catch (error) {
            if (error instanceof VaultFault) return fail(error.code, error.details);
            if (error instanceof VaultClosed)
              return fail(sessions.state().kind === 'locked' ? 'session/locked' : 'session/none');
            throw error;
          }
        },
      ];
    }),
  ) as unknown as Handlers;

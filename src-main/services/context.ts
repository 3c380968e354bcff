import type { Clock } from '../domain/clock.ts';
import { may, type Duty } from '../domain/roles.ts';
import { localTime } from '../domain/local-time.ts';
import { zonedTimeAt } from '../domain/zoned-time.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import type { Fonts } from '../documents/index.ts';
import type { StartTokenProcess } from '../pki/index.ts';
import { account, type Account, type KdfCost, type OpenVault } from '../vault/index.ts';
import type { Host } from './host.ts';

/** What a composition root hands to the services: everything that is not the same on every machine. */
export interface ServiceOptions {
  readonly clock: Clock;
  readonly host: Host;
  readonly fonts: Fonts;
  /** The application's version; it stands in every audit entry and every sealed PDF. */
  readonly version: string;
  /** A report that the build or the tests left beside the program, e.g. `sbom.cdx.json`; null where there is none. */
  readonly report?: (name: string) => Uint8Array | null;
  /** Cost of one try at a pass phrase; the vault's default where not given. */
  readonly kdf?: KdfCost;
  /** PBKDF2 iterations over a signing pass phrase; the default of `pki` where not given. */
  readonly keyIterations?: number;
  /**
   * How the process is started that holds a token's PKCS#11 module: goes to `start` of `pki`'s `listTokens` and
   * `withPkcs11Signer`. Node's fork where not given; a packed Electron cannot fork, and gives its utility process.
   */
  readonly startTokenProcess?: StartTokenProcess;
}

/** Somebody who is logged in, with the roles that they hold at this moment. */
export interface Caller {
  readonly vault: OpenVault;
  readonly account: Account;
}

/** What every use case is made from. */
export interface ServiceContext extends ServiceOptions {
  /** Who is logged in, or why nobody is. */
  caller(): Result<Caller, Failure<NobodyThere>>;
}

/** Why a call has no caller. */
export type NobodyThere =
  | 'session/none'
  | 'session/locked'
  | 'session/must-change-pass-phrase'
  | 'session/must-enrol-second-factor';

/** The caller, if one of their roles carries the duty. */
export const callerWith = (
  context: ServiceContext,
  duty: Duty,
): Result<Caller, Failure<NobodyThere | 'access/denied'>> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  return may(caller.value.account.roles, duty) ? caller : fail('access/denied', { duty });
};

/** The caller as the vault has them now; an account that was deactivated meanwhile is nobody. */
export const refreshed = (vault: OpenVault): Result<Caller, Failure<'session/none'>> => {
  const found = vault.read((db) => account(db, vault.accountId));
  return found?.status === 'active' ? ok({ vault, account: found }) : fail('session/none');
};

/** Today's date where the person sits. */
export const today = ({ clock }: Pick<ServiceOptions, 'clock'>): string =>
  localTime(clock.now().toISOString(), clock.zone()).date;

/** This moment as a form keeps it, by the clock where the person sits. */
export const zonedNow = ({ clock }: Pick<ServiceOptions, 'clock'>): string =>
  zonedTimeAt(clock.now().toISOString(), clock.zone());

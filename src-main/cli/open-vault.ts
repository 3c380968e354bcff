import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { account, openVault, type Credentials, type OpenVault, type VaultFailure } from '../vault/index.ts';
import type { Caller } from '../services/context.ts';
import { mustEnrol } from '../services/logins/demand.ts';
import { mustChange } from '../services/people/pass-phrases.ts';
import { dataFolder } from '../services/session/data-folder.ts';
import { loginFacts } from '../services/session/login-facts.ts';
import { compareWithSeen, seenHeads } from '../services/session/seen-heads.ts';
import type { Failure, Result } from '../domain/result.ts';
import { may, type Duty } from '../domain/roles.ts';
import { InputError } from './command.ts';
import { systemClock, version } from './runtime.ts';
import { vaultWords } from './vault-words.ts';
import type { Terminal } from './terminal.ts';

/** User name from COUNTERSIGN_USER, pass phrase as {@link Terminal.secret} finds it. @throws InputError */
export const readLogin = async (terminal: Terminal, descriptor: string | undefined): Promise<Credentials> => {
  const userName = terminal.env['COUNTERSIGN_USER'];
  if (userName === undefined) throw new InputError('vault/no-user', 'set COUNTERSIGN_USER to your user name');
  const passPhrase = await terminal.secret('Pass phrase', 'COUNTERSIGN_PASSPHRASE', descriptor);
  if (passPhrase === null)
    throw new InputError('vault/no-pass-phrase', 'no pass phrase: set COUNTERSIGN_PASSPHRASE or give --passphrase-fd');
  return { userName, passPhrase };
};

/** Opens something with the code of a second factor from COUNTERSIGN_CODE; where one is needed, it is asked for. */
export const withCode = async <T>(
  terminal: Terminal,
  open: (code: string | null) => Promise<Result<T, Failure<VaultFailure>>>,
): Promise<Result<T, Failure<VaultFailure>>> => {
  const first = await open(terminal.env['COUNTERSIGN_CODE'] ?? null);
  if (first.ok || first.error.code !== 'vault/second-factor-needed') return first;
  const code = await terminal.secret('Code of your authenticator app', 'COUNTERSIGN_CODE', undefined);
  return code === null ? first : open(code);
};

/**
 * Opens a vault for a command, as {@link readLogin} says who. Opening is an entry of the vault's trail.
 *
 * @param acceptMissing why it is opened although entries are missing from its trail
 * @throws InputError with the failure's code
 */
export const openForCommand = async (
  folder: string,
  terminal: Terminal,
  descriptor: string | undefined,
  acceptMissing: string | null = null,
): Promise<OpenVault> => {
  const login = await readLogin(terminal, descriptor);
  const opened = await withCode(terminal, (code) =>
    openVault({ folder: resolve(folder), ...login, code, acceptMissing, clock: systemClock, appVersion: version }),
  );
  if (!opened.ok) {
    const { attemptsLeft, found, acknowledged } = opened.error.details ?? {};
    const left = typeof attemptsLeft === 'number' ? `, ${attemptsLeft} attempts left` : '';
    const ends =
      typeof found === 'number' && typeof acknowledged === 'number'
        ? ` (it ends with ${found}, and ${acknowledged} was written)`
        : '';
    throw new InputError(opened.error.code, `${folder}: ${vaultWords[opened.error.code]}${left}${ends}`);
  }
  tellOfFailures(opened.value, terminal);
  tellOfOtherHistory(opened.value, terminal);
  return opened.value;
};

/**
 * Holds the vault against what the window of this computer saw of it, as a login there does: an older or another one in its place
 * is recorded and told. A vault that only the command line opened is not remembered.
 */
const tellOfOtherHistory = (vault: OpenVault, terminal: Terminal): void => {
  const seen = seenHeads(dataFolder(process.platform, terminal.env, homedir()));
  if (seen.find(vault.identity.id) === undefined) return;
  const place = compareWithSeen(seen, vault);
  if (place !== 'on-chain')
    terminal.say(
      place === 'rolled-back'
        ? 'WARNING: this is an older state of the vault than this computer saw; what was done after it is missing'
        : 'WARNING: this vault has another history than the one that this computer saw',
    );
};

/** What the window shows at a login (draft Annex 11, 11.9; 21 CFR 11.300(d)): this login is one, and the next is told of none. */
const tellOfFailures = (vault: OpenVault, terminal: Terminal): void => {
  const { failedLogins, failedSignings, lastFailure, recovered } = loginFacts(vault);
  if (lastFailure !== null)
    terminal.say(
      `since your last login: ${failedLogins} failed logins, ${failedSignings} failed signatures, the last at ` +
        `${lastFailure}; if that was not you, tell an administrator`,
    );
  if (recovered !== null)
    terminal.say(`the recovery kit was used at ${recovered.at}: ${recovered.userName} has a new pass phrase`);
};

/**
 * Whoever opened the vault, if one of their roles carries the duty: the command line gives no right that the window
 * does not. @throws InputError `access/denied`
 */
export const callerOf = (vault: OpenVault, duty: Duty): Caller => {
  const found = vault.read((db) => account(db, vault.accountId));
  if (found === undefined) throw new Error('the account that opened the vault is not in it');
  if (mustChange(vault, found, systemClock.now()) !== null)
    throw new InputError('session/must-change-pass-phrase', 'choose a pass phrase of your own first, in the window');
  if (mustEnrol(vault, found))
    throw new InputError('session/must-enrol-second-factor', 'enrol your second factor first, in the window');
  if (!may(found.roles, duty))
    throw new InputError('access/denied', `none of the roles of ${found.userName} allows this (${duty})`);
  return { vault, account: found };
};

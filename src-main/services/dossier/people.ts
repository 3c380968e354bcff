import type { DossierSection } from '../../documents/index.ts';
import { roleLabel, roles } from '../../domain/roles.ts';
import { parseCertificate } from '../../pki/index.ts';
import {
  accounts,
  authorities,
  certificatesOf,
  latestCrl,
  programAccount,
  roleHistory,
  type ReadableVault,
} from '../../vault/index.ts';
import { dutyMatrix } from '../access-register/matrix.ts';
import { registerOn } from '../access-register/register.ts';
import { keyStateOf } from '../people/key-state.ts';
import { day, minute } from './words.ts';

/** Users and rights, now and as of a day; who granted what to whom; what each role may (PI 041-1, 9.3, 9.5; Annex 11, 12.3). */
export const peopleSection = (db: ReadableVault, now: Date, asOf: string | null): DossierSection => {
  const everybody = accounts(db);
  const register = registerOn(db, now.toISOString().slice(0, 10));
  const nameOf = (id: string): string =>
    id === programAccount.id ? 'Countersign' : (everybody.find((one) => one.id === id)?.userName ?? id);
  const grants = everybody.flatMap(({ id }) => roleHistory(db, id));
  return {
    title: 'Users and rights',
    about:
      'Every account that there ever was. An account is deactivated, never deleted, and its name is not given again.',
    facts: [
      ['Active accounts', String(everybody.filter(({ status }) => status === 'active').length)],
      ['Deactivated', String(everybody.filter(({ status }) => status === 'deactivated').length)],
    ],
    tables: [
      {
        title: `Accounts on ${day(now.toISOString())}`,
        columns: [
          { title: 'Name' },
          { title: 'User name' },
          { title: 'Roles' },
          { title: 'State', rigid: true },
          { title: 'Since', rigid: true },
          { title: 'Signing key', rigid: true },
        ],
        rows: everybody.map((one) => [
          one.fullName,
          one.userName,
          one.roles.map((role) => roleLabel[role]).join(', '),
          one.status,
          day(one.deactivatedAt ?? one.createdAt),
          keyStateOf(db, one.id, now),
        ]),
        empty: 'There is none.',
      },
      ...(asOf === null ? [] : [accountsOn(db, asOf)]),
      {
        title: 'Held against the procedure, now',
        columns: [{ title: 'Beyond what it allows' }],
        rows: register.beyond.map(({ words }) => [words]),
        empty:
          register.procedure === null
            ? 'No procedure on roles is on record.'
            : `Nothing is beyond what ${register.procedure} allows.`,
      },
      {
        title: 'Roles as they were given and taken',
        columns: [
          { title: 'User name' },
          { title: 'Role' },
          { title: 'Given', rigid: true },
          { title: 'by' },
          { title: 'Taken', rigid: true },
          { title: 'by' },
        ],
        rows: grants
          .toSorted((a, b) => (a.grantedAt < b.grantedAt ? -1 : 1))
          .map((grant) => [
            nameOf(grant.accountId),
            roleLabel[grant.role],
            minute(grant.grantedAt),
            nameOf(grant.grantedBy),
            grant.revokedAt === null ? '' : minute(grant.revokedAt),
            grant.revokedBy === null ? '' : nameOf(grant.revokedBy),
          ]),
        empty: 'None was given.',
      },
      {
        title: 'What each role may do',
        columns: [
          { title: 'Duty' },
          { title: 'Roles that carry it' },
          { title: 'Calls of the program that ask for it' },
        ],
        rows: dutyMatrix().map(({ words, roles: held, calls }) => [
          words,
          held.length === roles.length ? 'every role' : held.map((role) => roleLabel[role]).join(', '),
          calls.join(', '),
        ]),
        empty: '',
      },
    ],
    notes: [],
  };
};

/** The register at the end of a day. */
const accountsOn = (db: ReadableVault, asOf: string) => ({
  title: `Accounts at the end of ${asOf} (UTC)`,
  columns: [{ title: 'Name' }, { title: 'User name' }, { title: 'Roles held then' }],
  rows: registerOn(db, asOf).people.map(({ fullName, userName, roles: held }) => [
    fullName,
    userName,
    held.map(({ role }) => roleLabel[role]).join(', '),
  ]),
  empty: 'There was none yet.',
});

/** Certificates of the authority and of people, revocation lists, and what expires next. */
export const keySection = (db: ReadableVault): DossierSection => {
  const issuers = authorities(db);
  return {
    title: 'Keys and certificates',
    about:
      'Private keys are under pass phrases that their owners alone know, or on tokens of theirs; nobody else can use or reset one. Certificates of the ' +
      'vault’s own authority are not qualified in the sense of eIDAS.',
    facts: [],
    tables: [
      {
        title: 'Authority of the vault',
        columns: [
          { title: 'Subject' },
          { title: 'Until', rigid: true },
          { title: 'List', rigid: true, right: true },
          { title: 'List of', rigid: true },
          { title: 'Next list by', rigid: true },
          { title: 'SHA-256 of the certificate' },
        ],
        rows: issuers.map((one) => {
          const info = parseCertificate(one.certificate);
          const crl = latestCrl(db, one.id);
          return [
            info.subject.commonName ?? info.subject.text,
            day(info.notAfter.toISOString()),
            crl === undefined ? '' : String(crl.number),
            crl === undefined ? '' : day(crl.thisUpdate),
            crl === undefined ? '' : day(crl.nextUpdate),
            info.fingerprint,
          ];
        }),
        empty: 'The vault has no authority of its own.',
      },
      {
        title: 'Certificates of people',
        columns: [
          { title: 'User name' },
          { title: 'Issued by' },
          { title: 'Serial number', rigid: true },
          { title: 'Issued', rigid: true },
          { title: 'Until', rigid: true },
          { title: 'Revoked', rigid: true },
          { title: 'Cause' },
        ],
        rows: accounts(db).flatMap(({ id, userName }) =>
          certificatesOf(db, id).map((one) => [
            userName,
            one.issuerId === null ? issuerOf(one.der) : 'This vault',
            one.serial,
            day(one.issuedAt),
            day(one.notAfter),
            one.revokedAt === null ? '' : day(one.revokedAt),
            one.revocationReason ?? '',
          ]),
        ),
        empty: 'Nobody has one.',
      },
    ],
    notes: [],
  };
};

const issuerOf = (der: Uint8Array): string => {
  const { issuer } = parseCertificate(der);
  return issuer.commonName ?? issuer.text;
};

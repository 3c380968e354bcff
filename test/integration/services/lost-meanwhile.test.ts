import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadFonts } from '../../../src-main/documents/index.ts';
import type { Result } from '../../../src-main/domain/result.ts';
import { auditHandlers } from '../../../src-main/services/audit/index.ts';
import { refreshed, type ServiceContext } from '../../../src-main/services/context.ts';
import { makeDossier } from '../../../src-main/services/dossier/index.ts';
import { enrolmentHandlers } from '../../../src-main/services/enrolment/index.ts';
import { signingHandlers } from '../../../src-main/services/signing/index.ts';
import {
  cancelPending,
  certificatesOf,
  currentSigningKey,
  openVault,
  requirements,
  retireSigningKey,
  revokeCertificate,
  setRevisionState,
  type OpenVault,
} from '../../../src-main/vault/index.ts';
import { teamOfEachTest } from '../../support/each-team.ts';
import { evaluator, quality, quickKdf, type TestPerson } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const team = teamOfEachTest();
const fonts = loadFonts(new URL('../../../assets/fonts', import.meta.url).pathname);

let vault: OpenVault;
/** Done once, between the opening of a key and the signature. */
let meanwhile: () => void;

beforeEach(() => {
  meanwhile = () => undefined;
});
afterEach(() => vault.close());

/** The use cases over a vault that this person opened, in which something happens meanwhile. */
const openedBy = async ({ userName, passPhrase }: TestPerson): Promise<ServiceContext> => {
  await team.services.ask('session.logout', {});
  const { clock, folder } = team.services;
  const opened = await openVault({
    ...{ folder: vaultFolderOf(folder), userName, passPhrase },
    ...{ clock, appVersion: '0.0.0-test', kdf: quickKdf },
  });
  if (!opened.ok) throw new Error(opened.error.code);
  vault = opened.value;
  return {
    version: '0.0.0-test',
    fonts: await fonts,
    host: {
      ...{ kind: 'browser', dataFolder: folder },
      chooseFolder: () => Promise.resolve(null),
      choosePlace: () => Promise.resolve(null),
    },
    clock: {
      ...clock,
      // Looked at when a key was opened and before it signs, and at no other time: these vaults have no second factor.
      steady: () => {
        meanwhile();
        meanwhile = () => undefined;
        return clock.steady();
      },
    },
    caller: () => refreshed(vault),
  };
};

/** What a report of the loss writes. */
const loseKey = (): void =>
  vault.write(vault, (db, audit) => {
    for (const { id } of certificatesOf(db, vault.accountId))
      revokeCertificate(db, audit, id, { reason: 'keyCompromise', invalidSince: null });
    retireSigningKey(db, audit, currentSigningKey(db, vault.accountId)?.id ?? '');
    audit.record({ action: 'key.report-lost', subject: { type: 'account', id: vault.accountId } });
  });

const codeOf = (answer: Result<unknown>): string => (answer.ok ? 'signed' : answer.error.code);
const secrets = (who: TestPerson) => ({ signingPassPhrase: who.signingPassPhrase, pin: null, code: null });

/** A record that waits for the evaluator, and how they sign it. */
const signing = async () => {
  const recordId = await team.sent();
  const place = { recordId, requirementId: 'evaluator' };
  const handlers = signingHandlers(await openedBy(evaluator));
  const shown = await handlers['signing.prepare'](place);
  if (!shown.ok) throw new Error(shown.error.code);
  const { userName } = evaluator;
  const consent = { ...place, ...secrets(evaluator), userName, shown: shown.value.sha256 };
  return {
    recordId,
    sign: () => handlers['signing.sign']({ ...consent, comment: null, trailReviewed: null }),
    statuses: () => vault.read((db) => requirements(db, recordId, 1)).map(({ status }) => status),
  };
};

describe('a key that is reported lost after it was opened and before it signed [11.300(c)]', () => {
  test('signs no record', async () => {
    const { sign, statuses } = await signing();
    meanwhile = loseKey;
    expect(codeOf(await sign())).toBe('keys/none');
    expect(statuses()).toEqual(['pending', 'pending', 'pending']);
  });

  test('signs no checkpoint', async () => {
    const { 'audit.checkpoint': checkpoint } = auditHandlers(await openedBy(evaluator));
    meanwhile = loseKey;
    expect(codeOf(await checkpoint({ ...secrets(evaluator), userName: evaluator.userName }))).toBe('keys/none');
  });

  test('signs no undertaking', async () => {
    const handlers = enrolmentHandlers(await openedBy(evaluator));
    const prepared = await handlers['enrolment.prepareUndertaking']({});
    if (!prepared.ok) throw new Error(prepared.error.code);
    const { userName } = evaluator;
    const consent = { ...secrets(evaluator), userName, shown: prepared.value.sha256 };
    meanwhile = loseKey;
    expect(codeOf(await handlers['enrolment.signUndertaking'](consent))).toBe('keys/none');
  });

  test('signs no dossier', async () => {
    const context = await openedBy(quality);
    const caller = context.caller();
    if (!caller.ok) throw new Error(caller.error.code);
    const installation = { version: '0.0.0-test', components: null, tests: null };
    meanwhile = loseKey;
    const made = makeDossier(context, caller.value, installation, { asOf: null, signing: secrets(quality) });
    expect(codeOf(await made)).toBe('keys/none');
  });
});

test('a record that is taken back while it is signed stays unsigned, and the signer is told [11.70]', async () => {
  const { recordId, sign, statuses } = await signing();
  const takeBack = (): void =>
    vault.write(vault, (db, audit) => {
      cancelPending(db, recordId, 1);
      setRevisionState(db, audit, recordId, 1, 'withdrawn');
      audit.record({ action: 'record.withdraw', subject: { type: 'record', id: recordId } });
    });
  meanwhile = takeBack;
  expect(codeOf(await sign())).toBe('signing/changed-meanwhile');
  expect(statuses()).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

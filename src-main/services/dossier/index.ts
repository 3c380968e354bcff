import { renderDossier, renderManifestation, signatureFieldSize, type Dossier } from '../../documents/index.ts';
import { localTime } from '../../domain/local-time.ts';
import { ok, type Result } from '../../domain/result.ts';
import { roleLabel, signingRoles } from '../../domain/roles.ts';
import { Meaning } from '../../domain/signing.ts';
import { signPdf } from '../../pades/index.ts';
import type { Signer } from '../../pki/index.ts';
import { clearFailedSigning, type ReadableVault, type RecoveryKit } from '../../vault/index.ts';
import { today, type Caller, type ServiceOptions } from '../context.ts';
import { trustMaterial, validationDataFor } from '../trust/material.ts';
import {
  ownKey,
  stillInUse,
  withOwnKey,
  type KeyContext,
  type OwnKey,
  type SigningSecrets,
} from '../signing/own-key.ts';
import { enrolmentSection } from './enrolment.ts';
import { backupSection, trailSection } from './history.ts';
import { programSection, testSection, type Installation } from './installation.ts';
import { keySection, peopleSection } from './people.ts';
import { recordSection } from './records.ts';
import { settingSection } from './settings.ts';

export type { Installation } from './installation.ts';

export interface DossierWish {
  /** A day, ISO 8601: the register of that day stands beside that of today. */
  readonly asOf: string | null;
  /** What opens the caller's key; null: nobody signs, and the pages say so. */
  readonly signing: SigningSecrets | null;
}

export interface MadeDossier {
  readonly pdf: Uint8Array;
  readonly signed: boolean;
  readonly madeAt: string;
}

/**
 * The system dossier (PI 041-1, 9.3): users and rights, settings, backups, trail and reviews, keys, records, components and
 * test evidence as one PDF, signed and certified with the caller's own key. That it was made is an entry of the trail, and
 * the head that the dossier names is that entry.
 */
export const makeDossier = async (
  options: KeyContext & Pick<ServiceOptions, 'fonts'>,
  caller: Caller,
  installation: Installation,
  { asOf, signing }: DossierWish,
): Promise<Result<MadeDossier>> => {
  if (signing === null) return writeDossier(options, caller, installation, asOf, null);
  const { vault, account: self } = caller;
  const own = vault.read((db) => ownKey(db, self.id, options.clock.now()));
  if (!own.ok) return own;
  const about = { subject: { type: 'vault', id: vault.identity.id }, details: { document: 'dossier' } };
  return withOwnKey(options, caller, own.value, signing, about, (signer) =>
    writeDossier(options, caller, installation, asOf, { own: own.value, signer }),
  );
};

/** The key that signs, with its certificate. */
interface Signing {
  readonly own: OwnKey;
  readonly signer: Signer;
}

const writeDossier = async (
  options: Pick<ServiceOptions, 'clock' | 'fonts'>,
  caller: Caller,
  installation: Installation,
  asOf: string | null,
  signing: Signing | null,
): Promise<Result<MadeDossier>> => {
  const { clock, fonts } = options;
  const { vault, account: self } = caller;
  const now = clock.now();
  const subject = { type: 'vault', id: vault.identity.id };
  const inUse = (): Result<void> => (signing === null ? ok(undefined) : stillInUse(caller, signing.own, options));

  const begun = inUse();
  if (!begun.ok) return begun;
  vault.write(vault, (db, audit) => {
    if (signing !== null) clearFailedSigning(db, signing.own.key.id);
    audit.record({
      action: 'dossier.export',
      subject,
      details: { asOf, signed: signing !== null, certificate: signing?.own.certificate.serial ?? null },
    });
  });
  const kit = vault.recoveryKit();
  const dossier: Dossier = {
    program: `Countersign ${installation.version}`,
    organisation: vault.identity.organisation,
    vaultName: vault.identity.name,
    vaultId: vault.identity.id,
    madeAt: now.toISOString(),
    madeBy: `${self.fullName} (${self.userName})`,
    signed: signing !== null,
    sections: vault.read((db) => sections(db, installation, { now, asOf, today: today(options), kit })),
    attachments: [
      ...attachment('sbom.cdx.json', 'Bill of materials (CycloneDX)', installation.components, now),
      ...attachment('compliance.json', 'Clauses, code and tests of the last test run', installation.tests, now),
    ],
  };
  const { pdf, place } = await renderDossier(fonts, dossier);
  if (signing === null) return ok({ pdf, signed: false, madeAt: dossier.madeAt });
  const { own, signer } = signing;

  const signedAt = clock.now();
  const zone = clock.zone();
  const role = self.roles.find((one) => signingRoles.includes(one)) ?? self.roles[0];
  if (role === undefined) throw new Error('whoever has a key holds a role');
  const manifestation = {
    accountId: self.id,
    userName: self.userName,
    fullName: self.fullName,
    role,
    requirement: 'System dossier',
    meaning: Meaning.Authorship,
    signedAt: signedAt.toISOString(),
    zone,
    comment: null,
    certificateSerial: own.certificate.serial,
  };
  const dss = validationDataFor(vault.read(trustMaterial), own.certificate.der, signedAt);
  const signed = await signPdf(
    pdf,
    {
      field: { kind: 'new', name: 'dossier', page: place.page, rect: place.rect },
      signedAt,
      zoneOffsetMinutes: localTime(manifestation.signedAt, zone).offsetMinutes,
      name: self.fullName,
      reason: `${Meaning.Authorship} of the system dossier as ${roleLabel[role]}`,
      contactInfo: self.email ?? self.userName,
      appearance: await renderManifestation({ manifestation, ...signatureFieldSize }, fonts),
      dss,
      certify: 1,
    },
    signer,
  );
  if (!signed.ok) return signed;
  const still = inUse();
  return still.ok ? ok({ pdf: signed.value, signed: true, madeAt: dossier.madeAt }) : still;
};

const attachment = (
  name: string,
  description: string,
  bytes: Uint8Array | null,
  modified: Date,
): Dossier['attachments'] => (bytes === null ? [] : [{ name, mime: 'application/json', description, bytes, modified }]);

const sections = (
  db: ReadableVault,
  installation: Installation,
  {
    now,
    asOf,
    today,
    kit,
  }: {
    readonly now: Date;
    readonly asOf: string | null;
    readonly today: string;
    readonly kit: RecoveryKit | null;
  },
): Dossier['sections'] => [
  peopleSection(db, now, asOf),
  enrolmentSection(db, now),
  keySection(db),
  settingSection(db),
  backupSection(db, kit),
  trailSection(db),
  recordSection(db, today),
  programSection(installation),
  testSection(installation),
  {
    title: 'Known limits',
    about: 'What this dossier and the program cannot say or do.',
    facts: [],
    tables: [],
    notes: [
      'The time of a signature that was made offline is the claim of the signer’s computer, unless a time-stamp authority confirmed it.',
      'Revocation is known up to the date of the list that a file carries or that the reader has.',
      'The trail shows what was done with the program. Whoever has the data key can alter the files outside it; that is found by the chain, by signed records and by checkpoints, not prevented.',
      'Backups that were copied elsewhere by other means, and the computers that the program runs on, are not described here.',
      'The register as of a day rests on when accounts and roles were given and taken. A log-in that was locked for a time is not in it.',
    ],
  },
];

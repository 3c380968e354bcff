import type { Handlers } from '../../contract/index.ts';
import { fail, ok } from '../../domain/result.ts';
import { parseCertificate } from '../../pki/index.ts';
import { otherVersionValidated } from '../../domain/settings/index.ts';
import { foldUserName, type OpenVault } from '../../vault/index.ts';
import { auditRow } from '../audit/index.ts';
import type { ServiceContext } from '../context.ts';
import { pdfName } from '../records/read.ts';
import { settingInForce } from '../settings/in-force.ts';
import { tokenOf, withOwnKey, type SigningSecrets } from './own-key.ts';
import { signingPlace, type SigningPlace } from './place.ts';
import { codeNeeded } from './series.ts';
import { signPlace, type Decision } from './sign.ts';
import { trailReviewed, trailToReview, type RecordTrail } from './trail-review.ts';

type SigningCall = 'signing.prepare' | 'signing.sign' | 'signing.reject';

interface Consent extends SigningSecrets {
  readonly recordId: string;
  readonly requirementId: string;
  readonly userName: string;
  readonly shown: string;
}

/** Signing: the signer sees the exact bytes, names themselves and opens their key; a session alone never signs. */
export const signingHandlers = (context: ServiceContext): Pick<Handlers, SigningCall> => ({
  'signing.prepare': ({ recordId, requirementId }) => {
    const place = signingPlace(context, recordId, requirementId);
    if (!place.ok) return place;
    const { caller, loaded, requirement, pdf, certificate } = place.value;
    const trail = trailOf(place.value);
    return ok({
      recordId,
      revision: loaded.revision.revision,
      title: loaded.record.title,
      meaning: requirement.meaning,
      requirement: requirement.title,
      signer: { userName: caller.account.userName, fullName: caller.account.fullName, role: requirement.role },
      at: context.clock.now().toISOString(),
      zone: context.clock.zone(),
      sha256: pdf.sha256,
      pdf: pdf.bytes,
      fileName: pdfName(recordId, loaded.revision.revision),
      certificate: {
        subject: parseCertificate(certificate.der).subject.text,
        serial: certificate.serial,
        notAfter: certificate.notAfter,
      },
      unvalidated: unvalidated(context, caller.vault),
      codeNeeded: codeNeeded(caller.vault, context.clock),
      token: tokenOf(place.value),
      trail: trail && {
        ...trail,
        unusual: caller.vault.read((db) => trail.unusual.slice(0, mostShown).map((entry) => auditRow(db, entry))),
      },
    });
  },
  'signing.sign': ({ comment, trailReviewed: confirmed, ...consent }) =>
    decide(context, consent, { kind: 'signed', comment }, confirmed),
  'signing.reject': ({ reason, ...consent }) => decide(context, consent, { kind: 'rejected', comment: reason }, null),
});

const unvalidated = ({ version: running }: ServiceContext, vault: OpenVault) => {
  const validated = vault.read((db) => otherVersionValidated(settingInForce(db, 'signing.gate'), running));
  return validated === null ? null : { running, validated };
};

/** Unusual entries that the signing dialog shows; the record's history holds all. */
const mostShown = 50;

const trailOf = ({ caller, loaded, requirement }: SigningPlace): RecordTrail | null =>
  caller.vault.read((db) => trailToReview(db, loaded.record.id, caller.account.id, requirement.meaning));

const decide = async (
  context: ServiceContext,
  consent: Consent,
  decision: Decision,
  confirmed: number | null,
): Promise<Awaited<ReturnType<typeof signPlace>>> => {
  const place = signingPlace(context, consent.recordId, consent.requirementId);
  if (!place.ok) return place;
  if (foldUserName(consent.userName) !== foldUserName(place.value.caller.account.userName))
    return fail('signing/wrong-user');
  if (consent.shown !== place.value.pdf.sha256) return fail('signing/changed-meanwhile');
  const { caller, loaded, requirement } = place.value;
  // A rejection needs no look: it releases nothing.
  const reviewed = trailReviewed(decision.kind === 'signed' ? trailOf(place.value) : null, confirmed);
  if (!reviewed.ok) return reviewed;
  return withOwnKey(
    context,
    caller,
    place.value,
    consent,
    { subject: { type: 'record', id: loaded.record.id }, details: { requirement: requirement.id } },
    (signer) => signPlace(context, place.value, signer, { ...decision, details: reviewed.value }),
  );
};

import type { Handlers } from '../../contract/index.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { openSigner, parseCertificate, type Signer } from '../../pki/index.ts';
import { authorities, countFailedSigning, foldUserName } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { signingAttempts } from '../people/keys.ts';
import { pdfName } from '../records/read.ts';
import { signingPlace, type SigningPlace } from './place.ts';
import { signPlace, type Decision } from './sign.ts';

type SigningCall = 'signing.prepare' | 'signing.sign' | 'signing.reject';

interface Consent {
  readonly recordId: string;
  readonly requirementId: string;
  readonly userName: string;
  readonly signingPassPhrase: string;
  readonly shown: string;
}

/** Signing: the signer sees the exact bytes, names themselves and opens their key; a session alone never signs. */
export const signingHandlers = (context: ServiceContext): Pick<Handlers, SigningCall> => ({
  'signing.prepare': ({ recordId, requirementId }) => {
    const place = signingPlace(context, recordId, requirementId);
    if (!place.ok) return place;
    const { caller, loaded, requirement, pdf, certificate } = place.value;
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
    });
  },
  'signing.sign': ({ comment, ...consent }) => decide(context, consent, { kind: 'signed', comment }),
  'signing.reject': ({ reason, ...consent }) => decide(context, consent, { kind: 'rejected', comment: reason }),
});

const decide = async (
  context: ServiceContext,
  consent: Consent,
  decision: Decision,
): Promise<Awaited<ReturnType<typeof signPlace>>> => {
  const place = signingPlace(context, consent.recordId, consent.requirementId);
  if (!place.ok) return place;
  if (foldUserName(consent.userName) !== foldUserName(place.value.caller.account.userName))
    return fail('signing/wrong-user');
  if (consent.shown !== place.value.pdf.sha256) return fail('signing/changed-meanwhile');
  const signer = await openKey(place.value, consent.signingPassPhrase);
  return signer.ok ? signPlace(context, place.value, signer.value, decision) : signer;
};

/** Opens the signer's key. A wrong pass phrase counts, is recorded, and at the last try locks the key (11.300(d)). */
const openKey = async (place: SigningPlace, passPhrase: string): Promise<Result<Signer>> => {
  const { vault, account: self } = place.caller;
  const issuing = vault.read(authorities).find((one) => one.id === place.certificate.issuerId);
  const opened = await openSigner({
    encryptedPkcs8: place.key.encryptedPkcs8,
    passPhrase,
    certificate: place.certificate.der,
    chain: issuing ? [issuing.certificate] : [],
  });
  if (opened.ok || opened.error.code !== 'key/wrong-pass-phrase') return opened;
  const attemptsLeft = vault.write(vault, (db, audit) => {
    const left = countFailedSigning(db, audit, place.key.id, signingAttempts);
    audit.record({
      action: 'signing.refuse',
      subject: { type: 'record', id: place.loaded.record.id },
      details: { requirement: place.requirement.id, account: self.id, attemptsLeft: left, locked: left === 0 },
    });
    return left;
  });
  return attemptsLeft === 0 ? fail('signing/key-locked') : fail('signing/wrong-pass-phrase', { attemptsLeft });
};

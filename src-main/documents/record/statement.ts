import { embeddedRecordName, type RevisionDocument } from '../../domain/revision-document.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { bullet, paragraph } from '../layout/paragraph.ts';
import { text } from '../layout/style.ts';
import { fieldTitle } from './sections.ts';

/** How anybody checks this document, and what its signatures are in law: printed in every record. */
export const statementBlocks = (fonts: Fonts, { auditHead }: RevisionDocument, digest: string): Block[] => {
  const item = (content: string): Block => paragraph(fonts, text.small, content, { before: 1.5, hang: bullet });
  const plain = (content: string): Block => paragraph(fonts, text.small, content, { before: 2 });
  return [
    { ...fieldTitle(fonts, 'How to verify this document'), before: 24 },
    plain(
      'Neither Countersign nor its makers are needed. The signatures follow PAdES (ETSI EN 319 142-1) and are checked by ' +
        'any validator of PDF signatures, for example Adobe Acrobat, poppler’s pdfsig, pyHanko or EU DSS.',
    ),
    item(
      'Obtain the root certificate of the signing authority from its owner, by a way that you trust, and make it the ' +
        'trust anchor of your validator. Never take it from this file.',
    ),
    item(
      'Every signature must be intact, and nothing but validation data and time-stamps may have been added after the ' +
        'last one. A record in which a box above is empty or shows a rejection has not been approved.',
    ),
    item(
      `The attachment ${embeddedRecordName} holds the record as canonical JSON (RFC 8785); the pages are drawn from it and ` +
        `from nothing else. Its SHA-256 is ${digest}.`,
    ),
    item(
      `Entry ${auditHead.seq} of the vault’s audit trail must carry the hash ${auditHead.hash}: if it does, the history up ` +
        'to it has not been rewritten since this document was made.',
    ),
    fieldTitle(fonts, 'What the signatures mean'),
    plain(
      'Each signature is made with a private key that is its signer’s alone, after entering user name and signing pass ' +
        'phrase (or the PIN of a token), and belongs to this revision only. A change to the record is a new revision ' +
        'that carries no signature.',
    ),
    plain(
      'Certificates issued by a vault’s own authority are not qualified certificates, and signatures made with them are not ' +
        'qualified electronic signatures in the sense of Regulation (EU) No 910/2014 (eIDAS). The time shown is the time of ' +
        'the signer’s computer unless the signature carries a time-stamp of a time-stamping authority.',
    ),
  ];
};

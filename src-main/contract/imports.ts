import { z } from 'zod';
import { Indication } from '../domain/indication.ts';
import { call } from './call.ts';
import { bytes, instant, sha256 } from './shapes.ts';
import { verification } from './signing.ts';

const file = z.object({
  name: z.string().max(400),
  /** A sealed PDF of another vault. */
  bytes: bytes.refine((value) => value.length <= 256 * 2 ** 20, 'too large'),
  /** Certificates (PEM or DER) that the person accepts as anchors for this import; null for none. */
  anchors: bytes.refine((value) => value.length <= 2 ** 20, 'too large').nullable(),
});

const anchor = z.object({ subject: z.string(), fingerprint: z.string() });
const pages = z.enum(['reproduced', 'not-provable']);

const shown = {
  organisation: z.string(),
  recordId: z.string(),
  revision: z.number().int(),
  typeTitle: z.string(),
  title: z.string(),
  systemName: z.string(),
  frozenAt: instant,
};

export const foreignEntry = z.object({
  ...shown,
  /** Of the PDF: what it is known by. */
  sha256,
  /** What verification said when it was imported. */
  indication: z.enum(Indication),
  pages,
  importedAt: instant,
  importedBy: z.string(),
});

const known = z.object({ sha256 });

export const importCalls = {
  /** What would be taken in, or the code of what stands against it. Nothing is written. */
  'imports.look': call(
    file,
    z.object({
      verification,
      record: z.object({ ...shown, author: z.string() }).nullable(),
      pages: pages.nullable(),
      obstacle: z.string().nullable(),
      anchors: z.array(anchor),
      /** It is there already, under this hash. */
      already: sha256.nullable(),
    }),
  ),
  /** Takes it in, read-only for good; the same bytes twice are one record. */
  'imports.take': call(file, z.object({ sha256, already: z.boolean() })),
  'imports.list': call(
    z.object({ after: z.string().max(300).nullable() }),
    z.object({ records: z.array(foreignEntry), next: z.string().nullable() }),
  ),
  /** With a verdict made anew, by the vault's anchors and those accepted at the import. */
  'imports.get': call(known, z.object({ entry: foreignEntry, verification, anchors: z.array(anchor) })),
  'imports.pdf': call(known, z.object({ fileName: z.string(), bytes })),
  /** The same, for a copy that leaves the vault: the trail says so. */
  'imports.savePdf': call(known, z.object({ fileName: z.string(), bytes })),
};

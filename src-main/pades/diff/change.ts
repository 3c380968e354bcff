/** The rule that explains a change between two neighbouring revisions; `forbidden` is the absence of one. */
export const ChangeRule = {
  DssUpdate: 'dss-update',
  DocumentTimestamp: 'document-timestamp',
  Extensions: 'extensions-update',
  Version: 'version-raised',
  Metadata: 'metadata',
  Information: 'document-information',
  FormDefaults: 'form-defaults',
  NewSignatureField: 'new-signature-field',
  SignField: 'sign-field',
  FillField: 'fill-field',
  Structure: 'structure-of-a-field',
  AnnotationAdded: 'annotation-added',
  AnnotationChanged: 'annotation-changed',
  AnnotationRemoved: 'annotation-removed',
  /** Something opaque was laid over what was signed: in a certified document that is an attack (C36). */
  CoversContent: 'covers-content',
  Unreferenced: 'unreferenced-object',
  Forbidden: 'forbidden',
} as const;
export type ChangeRule = (typeof ChangeRule)[keyof typeof ChangeRule];

/** The lowest DocMDP permission (ISO 32000-2, table 257) that lets a change be; 4: none does. */
export const neededPermission: Readonly<Record<ChangeRule, 1 | 2 | 3 | 4>> = {
  'dss-update': 1,
  'document-timestamp': 1,
  'extensions-update': 1,
  'version-raised': 1,
  metadata: 1,
  'document-information': 1,
  'covers-content': 1,
  'unreferenced-object': 1,
  'form-defaults': 2,
  'new-signature-field': 2,
  'sign-field': 2,
  'fill-field': 2,
  'structure-of-a-field': 2,
  'annotation-added': 3,
  'annotation-changed': 3,
  'annotation-removed': 3,
  forbidden: 4,
};

/** One difference between a revision and the one before it. */
export interface Change {
  /** The revision that made it. */
  readonly revision: number;
  readonly rule: ChangeRule;
  /** Where, from the trailer: `Root/Pages/Kids[0]/Contents`. */
  readonly path: string;
  /** A sentence for a reader; for `forbidden`, what is wrong. */
  readonly description: string;
  /** Fully qualified name of the field concerned. */
  readonly field?: string;
}

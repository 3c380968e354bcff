import type { Content } from '../../domain/form.ts';
import type { RecordTypeId } from '../../domain/record-type.ts';
import type { Source } from '../../domain/revision-document.ts';
import type { ReadableVault } from '../../vault/index.ts';
import { collectAccessReview } from '../access-review/collect.ts';
import type { LoadedRecord } from './access.ts';
import { contentOf } from './history.ts';
import { withLinkedSources } from './linked-sources.ts';
import { pullerOf } from './pull.ts';

/** Content as it is frozen, and what it was drawn from. */
export interface Collected {
  readonly content: Content;
  readonly sources: readonly Source[];
}

/** Fills a revision's content with what the vault knows, at the moment it is sent for signature. */
export type Collector = (db: ReadableVault, loaded: LoadedRecord) => Collected;

/** Types whose content does not stand in the draft alone. */
const collectors: Partial<Readonly<Record<RecordTypeId, Collector>>> = {
  'access-review': collectAccessReview,
  incident: withLinkedSources,
  defect: withLinkedSources,
  'post-mortem': withLinkedSources,
  'post-mortem-waiver': withLinkedSources,
};

/** The content that is frozen; the draft as it is for every type without a collector. */
export const collected = (db: ReadableVault, loaded: LoadedRecord): Collected =>
  collectors[loaded.type.id]?.(db, loaded) ?? pulledAtLast(db, loaded);

/** A type that takes over from the vault does so once more, and says from what. */
const pulledAtLast = (db: ReadableVault, { type, system, revision }: LoadedRecord): Collected => {
  const draft = contentOf(revision);
  const pulled = pullerOf(type.id)?.(db, system, draft);
  return pulled === undefined
    ? { content: draft, sources: [] }
    : { content: pulled.content, sources: pulled.sources() };
};

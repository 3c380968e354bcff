import type { Output } from '../../../src-main/contract/index.ts';
import { placeOf } from '../links/EntityName.tsx';

type Hit = Output<'search.find'>['hits'][number];

/** Where a hit leads: to the page of what was found. */
export const addressOf = ({ kind, id }: Pick<Hit, 'kind' | 'id'>): string =>
  kind === 'imported' ? `/imports/${id}` : (placeOf({ kind, id }) ?? '/systems');

/** What a hit is, for people; of a record its type says more. */
export const kindLabel: Readonly<Record<Hit['kind'], string>> = {
  record: 'Record',
  imported: 'Imported record, read-only',
  system: 'System',
  action: 'Action',
  reference: 'Reference',
  supplier: 'Supplier',
};

import type { Output } from '../../../src-main/contract/index.ts';
import { placeOf } from '../links/EntityName.tsx';

type Hit = Output<'search.find'>['hits'][number];

/** Where a hit leads: to the page of what was found, of a record to the revision that holds it. */
export const addressOf = ({ kind, id, inForce }: Pick<Hit, 'kind' | 'id' | 'inForce'>): string => {
  if (kind === 'imported') return `/imports/${id}`;
  const place = placeOf({ kind, id }) ?? '/systems';
  return inForce === null ? place : `${place}/revisions/${String(inForce)}`;
};

/** What a hit is, for people; of a record its type says more. */
export const kindLabel: Readonly<Record<Hit['kind'], string>> = {
  record: 'Record',
  imported: 'Imported record, read-only',
  system: 'System',
  action: 'Action',
  reference: 'Reference',
  supplier: 'Supplier',
};

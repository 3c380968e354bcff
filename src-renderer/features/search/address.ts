import type { Output } from '../../../src-main/contract/index.ts';

type Hit = Output<'search.find'>['hits'][number];

/** Where a hit leads. What has no page of its own is found on the page of its system. */
export const addressOf = ({ kind, id, systemId }: Pick<Hit, 'kind' | 'id' | 'systemId'>): string => {
  if (kind === 'record') return `/records/${encodeURIComponent(id)}`;
  const system = kind === 'system' ? id : systemId;
  return system === null ? '/systems' : `/systems/${encodeURIComponent(system)}`;
};

/** What a hit is, for people; of a record its type says more. */
export const kindLabel: Readonly<Record<Hit['kind'], string>> = {
  record: 'Record',
  system: 'System',
  action: 'Action',
  reference: 'Reference',
  supplier: 'Supplier',
};

import { recordTypes } from '../../../src-main/contract/index.ts';
import type { WorkItem } from '../../stores/work.ts';

/** A heading of the queue and what stands under it. */
export interface WorkGroup {
  readonly title: string;
  readonly items: readonly WorkItem[];
}

const order: readonly (readonly [kind: WorkItem['kind'], title: string])[] = [
  ['overdue', 'Due and overdue'],
  ['action', 'Actions'],
  ['returned', 'Returned to you'],
  ['sign', 'To sign'],
  ['review', 'To review'],
  ['approve-key', 'Keys to approve'],
  ['renew-key', 'Certificates to renew'],
  ['write', 'To write'],
];

/** The queue by kind, the most pressing kind first; within it the longest waiting first. */
export const groupsOf = (items: readonly WorkItem[]): readonly WorkGroup[] =>
  order
    .map(([kind, title]) => ({
      title,
      items: items.filter((item) => item.kind === kind).sort((a, b) => pressing(b) - pressing(a)),
    }))
    .filter(({ items: some }) => some.length > 0);

const pressing = (item: WorkItem): number =>
  item.daysOverdue ?? (item.since === null ? Number.NEGATIVE_INFINITY : -Date.parse(item.since));

/** Where an item leads, and the word on its button. */
export const stepOf = (item: WorkItem): { readonly href: string; readonly label: string } => {
  const record = item.recordId === null ? null : `/records/${encodeURIComponent(item.recordId)}`;
  switch (item.kind) {
    case 'approve-key':
      return { href: '/people', label: 'Check and approve' };
    case 'renew-key':
      return { href: '/people', label: 'Renew' };
    case 'overdue':
      if (item.accountId !== null) return { href: '/key', label: 'Open' };
      if (item.systemId === null || item.starts === null) return { href: record ?? '/calendar', label: 'Open' };
      return {
        href: `/records/new/${item.starts}/${encodeURIComponent(item.systemId)}`,
        label: `Start ${recordTypes[item.starts].title.toLowerCase()}`,
      };
    case 'action':
      return { href: `/actions/${encodeURIComponent(item.actionId ?? '')}`, label: 'Open' };
    case 'sign':
      return { href: `${record ?? '/records'}/sign`, label: 'Read and sign' };
    case 'review':
      return { href: record ?? '/records', label: 'Review' };
    case 'returned':
      return { href: record ?? '/records', label: 'See why' };
    default:
      return { href: record ?? '/records', label: 'Continue' };
  }
};

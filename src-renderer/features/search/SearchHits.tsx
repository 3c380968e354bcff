import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { RecordState, recordTypes, type Output } from '../../../src-main/contract/index.ts';
import { ImportedPill } from '../../ui/ImportedPill.tsx';
import { StatePill } from '../../ui/StatePill.tsx';
import { addressOf, kindLabel } from './address.ts';
import { Marked } from './Marked.tsx';
import styles from './Search.module.css';

type Hit = Output<'search.find'>['hits'][number];

const aboutHit = ({ kind, record, imported }: Hit): string => {
  if (record !== null) return `${recordTypes[record.type].title} · ${record.systemName}`;
  if (imported !== null) return `${imported.typeTitle} · ${imported.systemName} · ${imported.organisation}`;
  return kindLabel[kind];
};

/** What was found, each with the place in its text. */
export const SearchHits = ({ hits }: { readonly hits: readonly Hit[] }) => (
  <ol className={styles['hits']} aria-label="Hits">
    {hits.map((hit) => (
      <li key={`${hit.kind} ${hit.id}`} className={styles['hit']}>
        <div className={styles['head']}>
          <Anchor component={Link} href={addressOf(hit)} fw={500}>
            {hit.imported === null && `${hit.id} `}
            <Marked pieces={hit.title} />
          </Anchor>
          {hit.record !== null && <StatePill state={hit.inForce === null ? hit.record.state : RecordState.Effective} />}
          {hit.imported !== null && <ImportedPill />}
        </div>
        <div className={styles['about']}>
          {hit.inForce !== null && `In revision ${String(hit.inForce)}, which is in force · `}
          {aboutHit(hit)}
          {hit.record?.dueOn != null && ` · due ${hit.record.dueOn}`}
        </div>
        {hit.snippet.length > 0 && (
          <p className={styles['snippet']}>
            <Marked pieces={hit.snippet} />
          </p>
        )}
      </li>
    ))}
  </ol>
);

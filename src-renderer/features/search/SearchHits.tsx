import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { recordTypes, type Output } from '../../../src-main/contract/index.ts';
import { StatePill } from '../../ui/StatePill.tsx';
import { addressOf, kindLabel } from './address.ts';
import { Marked } from './Marked.tsx';
import styles from './Search.module.css';

type Hit = Output<'search.find'>['hits'][number];

/** What was found, each with the place in its text. */
export const SearchHits = ({ hits }: { readonly hits: readonly Hit[] }) => (
  <ol className={styles['hits']} aria-label="Hits">
    {hits.map((hit) => (
      <li key={`${hit.kind} ${hit.id}`} className={styles['hit']}>
        <div className={styles['head']}>
          <Anchor component={Link} href={addressOf(hit)} fw={500}>
            {hit.id} <Marked pieces={hit.title} />
          </Anchor>
          {hit.record !== null && <StatePill state={hit.record.state} />}
        </div>
        <div className={styles['about']}>
          {hit.record === null
            ? kindLabel[hit.kind]
            : `${recordTypes[hit.record.type].title} · ${hit.record.systemName}`}
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

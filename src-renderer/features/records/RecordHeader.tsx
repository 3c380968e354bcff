import { Alert, Anchor, NativeSelect, Tabs, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { recordTypes } from '../../../src-main/contract/index.ts';
import { shortDay, shortTime } from '../../lib/time.ts';
import { useDraft } from '../../stores/draft.ts';
import { StatePill } from '../../ui/StatePill.tsx';
import { BeginFrom } from './BeginFrom.tsx';
import { panelsOf } from './panels.ts';
import { RecordActions } from './RecordActions.tsx';
import { StageActions } from './StageActions.tsx';
import { StageSteps } from './StageSteps.tsx';
import { inForceWords } from './in-force.ts';
import { shownState } from './next-actor.ts';
import styles from './Record.module.css';
import { StateSteps } from './StateSteps.tsx';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  readonly older: boolean;
  readonly tab: string;
  readonly onChanged: (view: RecordView) => void;
  readonly onReload: () => Promise<void>;
}

const tabsOf = (view: RecordView): readonly (readonly [string, string])[] => [
  ['content', 'Content'],
  ...panelsOf(view).map(({ id, label }) => [id, label] as const),
  ['signatures', 'Signatures'],
  ['history', 'History'],
  ['pdf', 'PDF'],
];

/** Always visible: number, title, type, revision, state, owner, lock; what can be done; who acts next. */
export const RecordHeader = ({ view, older, tab, onChanged, onReload }: Props) => {
  const [, go] = useLocation();
  const { summary, revision } = view;
  const draft = useDraft((store) => store.draft);
  const title = draft.kind === 'open' && draft.recordId === summary.id ? draft.title : summary.title;
  const base = `/records/${encodeURIComponent(summary.id)}`;
  const here = older ? `${base}/revisions/${String(revision)}` : base;
  const editable = view.actions.edit === null && !older;
  const newest = view.revisions[0]?.revision ?? revision;

  return (
    <div className={styles['head']}>
      <div className={styles['top']}>
        <div className={styles['titles']}>
          <h1 className={styles['title']}>{title}</h1>
          <div className={styles['meta']}>
            <strong>{summary.id}</strong>
            <span>{recordTypes[summary.type].title}</span>
            <span>Revision {revision}</span>
            <StatePill state={shownState(view)} />
            {!editable && (
              <span>
                <IconLock size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Read only
              </span>
            )}
            <Anchor component={Link} href={`/systems/${encodeURIComponent(summary.systemId)}`} inherit>
              {summary.systemName}
            </Anchor>
            <span>Owner {summary.owner}</span>
            {summary.effectiveAt === null || (summary.inForce !== null && !older) ? (
              <span>Updated {shortTime(summary.updatedAt)}</span>
            ) : (
              <span>Effective {shortDay(summary.effectiveAt)}</span>
            )}
          </div>
        </div>
        <div className={styles['actions']}>
          {view.revisions.length > 1 ? (
            <NativeSelect
              size="xs"
              aria-label="Revision shown"
              value={String(revision)}
              data={view.revisions.map((entry) => ({
                value: String(entry.revision),
                label: `Revision ${String(entry.revision)}`,
              }))}
              onChange={(event) => {
                const chosen = Number(event.currentTarget.value);
                go(chosen === newest ? base : `${base}/revisions/${String(chosen)}`);
              }}
            />
          ) : null}
          {!older && <StageActions view={view} onChanged={onChanged} onReload={onReload} />}
          {!older && <BeginFrom view={view} />}
          {!older && <RecordActions view={view} onChanged={onChanged} onReload={onReload} />}
        </div>
      </div>
      {older && (
        <Alert color="yellow" mt={8} py={6}>
          This is revision {revision}
          {summary.inForce === revision && ', which is in force'}.{' '}
          <Link href={base}>Show revision {newest}, the newest.</Link>
        </Alert>
      )}
      {!older && summary.inForce !== null && (
        <Text size="sm" mt={4}>
          {inForceWords(summary)}
          {summary.effectiveAt !== null && ` since ${shortDay(summary.effectiveAt)}`}.{' '}
          <Link href={`${base}/revisions/${String(summary.inForce)}`}>Show what is in force.</Link>
        </Text>
      )}
      {view.returnedBecause !== null && (
        <Alert color="red" mt={8} py={8} title="Returned with a reason">
          {view.returnedBecause}
        </Alert>
      )}
      <StageSteps view={view} />
      <div className={styles['row']}>
        <Tabs value={tab} onChange={(next) => go(next === null || next === 'content' ? here : `${here}/${next}`)}>
          <Tabs.List>
            {tabsOf(view).map(([id, label]) => (
              <Tabs.Tab
                key={id}
                value={id}
                id={`record-tab-${id}`}
                aria-controls={tab === id ? 'record-panel' : undefined}
              >
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <StateSteps view={view} older={older} />
      </div>
    </div>
  );
};

import { Button, Group, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconListSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { decisionLabel, paceLimits } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { hasMod, isTyping, mod } from '../../lib/keys.ts';
import { shortly } from '../../lib/messages.ts';
import { count } from '../../lib/text.ts';
import { announce } from '../../stores/announce.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { undoNotice } from '../../ui/form/undo-notice.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import type { PanelProps } from '../records/types.ts';
import styles from './AccessReview.module.css';
import { AccountsGrid } from './AccountsGrid.tsx';
import { DecisionDialog } from './DecisionDialog.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { Filters } from './Filters.tsx';
import { LinePanel } from './LinePanel.tsx';
import { everything, type DecisionId, type Filter, type Overview } from './types.ts';
import { useLines } from './use-lines.ts';

/** The tab in which a review is done: every account, decided line by line or together. */
export const AccountsPanel = ({ view }: PanelProps) => {
  const recordId = view.summary.id;
  const overview = useCall('access.overview', { recordId });
  return (
    <Loaded of={overview}>
      {(now) =>
        now.analysedAt === null ? (
          <EmptyState
            icon={<IconListSearch size={36} />}
            title="No accounts yet"
            action={
              <Button component={Link} href={`/records/${encodeURIComponent(recordId)}/lists`}>
                Import the lists
              </Button>
            }
          >
            A review compares the account list of the system with the HR roster. Import both to begin.
          </EmptyState>
        ) : (
          <Workbench recordId={recordId} overview={now} onOverview={overview.put} />
        )
      }
    </Loaded>
  );
};

interface WorkProps {
  readonly recordId: string;
  readonly overview: Overview;
  readonly onOverview: (overview: Overview) => void;
}

const Workbench = ({ recordId, overview, onOverview }: WorkProps) => {
  const [filter, setFilter] = useState<Filter>(everything);
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<DecisionId | null>(null);
  const lines = useLines(recordId, filter);
  const decide = useAction('access.decide');
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const aside = useRef<HTMLElement>(null);
  const lastAct = useRef<number | null>(null);

  const numbers = lines.numbers ?? [];
  const here = Math.min(active, Math.max(0, numbers.length - 1));
  const current = lines.lineAt(here);
  const targets = selected.size > 0 ? [...selected] : numbers[here] === undefined ? [] : [numbers[here]];
  const known = targets.flatMap((line) => lines.lineAt(numbers.indexOf(line)) ?? []).slice(0, 200);

  const undo = useCallback(
    async (act: number) => {
      const reply = await ask('access.undo', { recordId, act });
      if (!reply.ok) {
        notifications.show({ color: 'red', message: shortly(reply.error.code) });
        return;
      }
      lastAct.current = null;
      announce(`${count(reply.value.restored, 'account')} as before.`);
      onOverview(reply.value.overview);
      await lines.refresh();
    },
    [recordId, onOverview, lines],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      if (event.key === '/' && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        search.current?.focus();
      } else if (hasMod(event) && event.key.toLowerCase() === 'z' && lastAct.current !== null) {
        event.preventDefault();
        void undo(lastAct.current);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo]);

  const run = async (decision: DecisionId, justification: string, removeRoles: readonly string[]) => {
    const done = await decide.run({
      recordId,
      lines: targets,
      decision,
      justification,
      removeRoles: [...removeRoles],
    });
    if (done === null) return;
    setAsked(null);
    const words = `${decisionLabel[decision]}: ${count(done.decided, 'account')}.`;
    announce(words);
    lastAct.current = done.act;
    // One at a time: only the last decision is taken back by its key.
    notifications.clean();
    undoNotice(`${words} (${mod} Z)`, () => void undo(done.act));
    for (const { code, lines: left } of done.refused)
      notifications.show({
        color: 'yellow',
        autoClose: 12_000,
        title: `${count(left, 'account')} left as before`,
        message: shortly(code),
        closeButtonProps: { 'aria-label': 'Dismiss' },
      });
    if (selected.size === 0 && filter.decision === null) setActive(Math.min(here + 1, numbers.length - 1));
    setSelected(new Set());
    onOverview(done.overview);
    await lines.refresh();
    grid.current?.focus();
  };

  const start = (decision: DecisionId) => {
    if (targets.length === 0 || decide.state.kind === 'running') return;
    if (overview.may.decide !== null) {
      notifications.show({ color: 'yellow', message: shortly(overview.may.decide) });
      return;
    }
    const plain = decision === 'keep' && targets.length === 1 && current?.findings.length === 0 && !current.own;
    if (plain) void run('keep', '', []);
    else {
      decide.clear();
      setAsked(decision);
    }
  };

  const confirmGuess = async () => {
    const line = numbers[here];
    if (line === undefined || overview.may.load !== null) return;
    const detail = await ask('access.line', { recordId, line });
    const [guess, ...others] = detail.ok && detail.value.person === null ? detail.value.candidates : [];
    if (guess === undefined || others.length > 0) {
      announce(guess === undefined ? 'There is no guess to confirm.' : 'Several people may be meant: choose one.');
      if (others.length > 0) aside.current?.focus();
      return;
    }
    const reply = await ask('access.settleMatch', {
      recordId,
      line,
      person: guess.line,
      reason: `Confirmed: ${guess.name}`,
    });
    if (!reply.ok) {
      notifications.show({ color: 'red', message: shortly(reply.error.code) });
      return;
    }
    announce(`${current?.account ?? ''} belongs to ${guess.name}.`);
    onOverview(reply.value);
    await lines.refresh();
  };

  return (
    <>
      <Figures overview={overview} />
      <div className={styles['work']}>
        <div className={styles['main']}>
          <Filters
            overview={overview}
            filter={filter}
            onFilter={(next) => {
              setFilter(next);
              setActive(0);
              setSelected(new Set());
            }}
            search={search}
            onLeave={() => grid.current?.focus()}
          />
          <div className={styles['tools']}>
            <span aria-live="polite">
              {selected.size > 0
                ? `${selected.size.toLocaleString('en')} of ${numbers.length.toLocaleString('en')} selected`
                : `${numbers.length.toLocaleString('en')} ${numbers.length === 1 ? 'account' : 'accounts'}`}
            </span>
            <Group gap={6} ml="auto">
              <Button
                size="compact-sm"
                variant="default"
                disabled={numbers.length === 0}
                onClick={() => setSelected(selected.size === numbers.length ? new Set() : new Set(numbers))}
              >
                {selected.size > 0 && selected.size === numbers.length ? 'Select none' : 'Select all'}
              </Button>
              <ExportMenu recordId={recordId} filter={filter} />
            </Group>
          </div>
          <AccountsGrid
            numbers={numbers}
            busy={lines.numbers === null}
            lineAt={lines.lineAt}
            onSee={lines.see}
            active={here}
            onActive={setActive}
            selected={selected}
            onSelect={setSelected}
            onDecide={start}
            onOpen={() => aside.current?.focus()}
            onConfirm={() => void confirmGuess()}
            grid={grid}
          />
        </div>
        {/* Escape leads back to the grid, from wherever in here. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <aside
          ref={aside}
          className={styles['aside']}
          aria-label="Account"
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key === 'Escape') grid.current?.focus();
          }}
        >
          {numbers[here] === undefined ? (
            'No account fits.'
          ) : (
            <LinePanel
              key={`${String(numbers[here])} ${current?.decidedAt ?? ''} ${current?.decision ?? ''}`}
              recordId={recordId}
              line={numbers[here]}
              overview={overview}
              onDecide={start}
              onSettled={(next) => {
                onOverview(next);
                void lines.refresh();
              }}
            />
          )}
        </aside>
      </div>
      {asked !== null && (
        <DecisionDialog
          decision={asked}
          lines={targets.length}
          known={known}
          state={decide.state}
          onClose={() => {
            setAsked(null);
            grid.current?.focus();
          }}
          onConfirm={(justification, removeRoles) => void run(asked, justification, removeRoles)}
        />
      )}
    </>
  );
};

/** How far the review is, and whether it was done with care. */
const Figures = ({ overview }: { readonly overview: Overview }) => {
  const { lines, open, unconfirmed, pace } = overview;
  const share = lines === 0 ? 0 : Math.floor(((lines - open) / lines) * 100);
  return (
    <>
      <div className={styles['figures']}>
        <span>
          <strong>{(lines - open).toLocaleString('en')}</strong> of {lines.toLocaleString('en')} accounts settled
        </span>
        {unconfirmed > 0 && <span>{count(unconfirmed, 'match', 'matches')} to confirm</span>}
        {overview.decisions
          .filter((one) => one.lines > 0)
          .map((one) => (
            <span key={one.decision}>
              {decisionLabel[one.decision]} {one.lines.toLocaleString('en')}
            </span>
          ))}
        {pace.bulkKeepShare !== null && (
          <span>
            Kept in bulk {pace.bulkKeepShare} %{pace.bulkKeepShare > paceLimits.bulkKeepShare ? ' (explain it)' : ''}
          </span>
        )}
        {pace.perMinute !== null && <span>{pace.perMinute} a minute</span>}
      </div>
      <Progress value={share} aria-label="Accounts settled" size="sm" mb={12} />
    </>
  );
};

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows out of sight are not in the page: a table cannot say so, a grid can */
import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconSquare, IconSquareCheck } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react';
import { decisionLabel, findingLabel } from '../../../src-main/contract/index.ts';
import styles from './AccessReview.module.css';
import type { DecisionId, Line } from './types.ts';
import { matchWords } from './words.ts';

interface Props {
  readonly numbers: readonly number[];
  /** Whether the numbers are still asked for. */
  readonly busy: boolean;
  readonly lineAt: (index: number) => Line | undefined;
  readonly onSee: (first: number, last: number) => void;
  /** Place of the row with the keyboard. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  /** Numbers of the selected lines. */
  readonly selected: ReadonlySet<number>;
  readonly onSelect: (selected: ReadonlySet<number>) => void;
  readonly onDecide: (decision: DecisionId) => void;
  readonly onOpen: () => void;
  /** Confirms the one guess whose account the row is. */
  readonly onConfirm: () => void;
  readonly grid: RefObject<HTMLDivElement | null>;
}

const rowHeight = 48;
const decisionKeys: Readonly<Record<string, DecisionId>> = {
  k: 'keep',
  m: 'modify',
  r: 'revoke',
  e: 'escalate',
  n: 'not-mine',
};

const columns = ['Selected', 'Account', 'Person', 'Roles', 'Findings', 'Decision'] as const;

/** Numbers of the rows between two places, both included. */
const range = (numbers: readonly number[], a: number, b: number): readonly number[] =>
  numbers.slice(Math.min(a, b), Math.max(a, b) + 1);

/**
 * The accounts of a review: any number of rows, of which those in sight are in the page. One tab stop; arrows move, Space
 * selects, Shift extends, K M R E N decide, Enter opens the line (WAI-ARIA grid).
 */
export const AccountsGrid = (props: Props) => {
  const { numbers, busy, lineAt, onSee, active, onActive, selected, onSelect, onDecide, onOpen, onConfirm, grid } =
    props;
  const base = useId();
  const anchor = useRef(active);
  // The virtualizer changes behind React's back; the compiler leaves this component as it is.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: numbers.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 36,
    getItemKey: (index) => numbers[index] ?? index,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSee(first, last), [first, last, onSee]);

  const move = (to: number, extend: boolean) => {
    const index = Math.max(0, Math.min(numbers.length - 1, to));
    if (extend) onSelect(new Set(range(numbers, anchor.current, index)));
    else anchor.current = index;
    onActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const toggle = (index: number) => {
    const line = numbers[index];
    if (line === undefined) return;
    const next = new Set(selected);
    if (!next.delete(line)) next.add(line);
    anchor.current = index;
    onSelect(next);
  };
  const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / rowHeight) - 2);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a') return;
      event.preventDefault();
      onSelect(new Set(numbers));
      return;
    }
    const extend = event.shiftKey;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(active + 1, extend),
      ArrowUp: () => move(active - 1, extend),
      PageDown: () => move(active + page, extend),
      PageUp: () => move(active - page, extend),
      Home: () => move(0, extend),
      End: () => move(numbers.length - 1, extend),
      ' ': () => toggle(active),
      Enter: onOpen,
      c: onConfirm,
      C: onConfirm,
      Escape: () => onSelect(new Set()),
    };
    const decision = decisionKeys[event.key.toLowerCase()];
    const act = Object.hasOwn(moves, event.key)
      ? moves[event.key]
      : decision === undefined
        ? undefined
        : () => onDecide(decision);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <div
      ref={grid}
      role="grid"
      aria-label="Accounts"
      aria-multiselectable="true"
      aria-busy={busy}
      aria-rowcount={numbers.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.some(({ index }) => index === active) ? `${base}-${String(active)}` : undefined}
      aria-describedby={`${base}-keys`}
      tabIndex={0}
      className={styles['grid']}
      onKeyDown={onKeyDown}
    >
      <span id={`${base}-keys`} className="visually-hidden">
        Arrow keys move, Space selects, Shift with arrows selects a range. K keeps, M modifies, R revokes, E escalates,
        N is not mine. C confirms the guessed person where there is one guess. Enter opens the account.
      </span>
      <div role="rowgroup" className={styles['gridHead']}>
        <div role="row" aria-rowindex={1} className={styles['row']}>
          {columns.map((label, index) => (
            <div key={label} role="columnheader" aria-colindex={index + 1} className={styles['cell']}>
              {index === 0 ? <span className="visually-hidden">{label}</span> : label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['gridBody']} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const number = numbers[index] ?? 0;
          const isSelected = selected.has(number);
          return (
            // The grid has the keyboard; a click on a row is the pointer's way to the same.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={key}
              id={`${base}-${String(index)}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={isSelected}
              className={styles['row']}
              data-active={index === active || undefined}
              data-selected={isSelected || undefined}
              style={{ transform: `translateY(${String(start)}px)` }}
              onClick={(event) => {
                if (event.shiftKey) move(index, true);
                else move(index, false);
              }}
            >
              <Row
                line={lineAt(index)}
                number={number}
                selected={isSelected}
                onToggle={() => {
                  onActive(index);
                  toggle(index);
                }}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
};

interface RowProps {
  readonly line: Line | undefined;
  readonly number: number;
  readonly selected: boolean;
  readonly onToggle: () => void;
}

const Row = ({ line, number, selected, onToggle }: RowProps) => {
  const Box = selected ? IconSquareCheck : IconSquare;
  return (
    <>
      {/* Space on the row does the same for the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div
        role="gridcell"
        aria-colindex={1}
        className={styles['check']}
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        <Box size={18} aria-hidden />
        <span className="visually-hidden">{selected ? 'Selected' : 'Not selected'}</span>
      </div>
      {line === undefined ? (
        <div role="gridcell" aria-colindex={2} className={styles['cell']}>
          Row {number}
        </div>
      ) : (
        <Cells line={line} />
      )}
    </>
  );
};

const findingColour = (kind: Line['findings'][number]['kind']): string =>
  ['leaver', 'orphan', 'conflict', 'service-privileged'].includes(kind)
    ? 'red'
    : ['service', 'never-used', 'dormant', 'shared', 'self-review'].includes(kind)
      ? 'gray'
      : 'yellow';

const Cells = ({ line }: { readonly line: Line }) => {
  const [firstFinding, ...more] = line.findings;
  return (
    <>
      <div role="gridcell" aria-colindex={2} className={styles['cell']}>
        <span className={styles['strong']}>{line.account}</span>
        {line.privileged && <span className={styles['mark']}>privileged</span>}
        {!line.active && <span className={styles['mark']}>disabled</span>}
        <span className={styles['sub']}>{line.name === '' ? line.email : line.name}</span>
      </div>
      <div role="gridcell" aria-colindex={3} className={styles['cell']}>
        <span>{line.person?.name ?? '–'}</span>
        <span className={styles['sub']}>{matchWords(line)}</span>
      </div>
      <div role="gridcell" aria-colindex={4} className={styles['cell']} title={line.roles.join(', ')}>
        {line.roles.join(', ') || '–'}
      </div>
      <div role="gridcell" aria-colindex={5} className={styles['cell']}>
        {firstFinding !== undefined && (
          <Badge
            size="sm"
            variant="light"
            color={findingColour(firstFinding.kind)}
            tt="none"
            radius="sm"
            fw={500}
            leftSection={<IconAlertTriangle size={11} aria-hidden />}
            title={line.findings.map(({ detail }) => detail).join('\n')}
          >
            {findingLabel[firstFinding.kind]}
          </Badge>
        )}
        {more.length > 0 && (
          <span className={styles['mark']} title={more.map(({ kind }) => findingLabel[kind]).join(', ')}>
            +{more.length}
            <span className="visually-hidden">: {more.map(({ kind }) => findingLabel[kind]).join(', ')}</span>
          </span>
        )}
      </div>
      <div role="gridcell" aria-colindex={6} className={styles['cell']}>
        <span className={styles['strong']}>{line.decision === null ? '' : decisionLabel[line.decision]}</span>
        <span className={styles['sub']} title={line.reason}>
          {line.decision === null ? (line.own ? 'Your own account' : 'Not decided') : line.reason}
        </span>
      </div>
    </>
  );
};

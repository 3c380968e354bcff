import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { decisionLabel, findingHelp, findingLabel } from '../../../src-main/contract/index.ts';
import styles from './AccessReview.module.css';
import type { Filter, Overview } from './types.ts';

interface Props {
  readonly overview: Overview;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  /** Where the keyboard goes once the search is typed. */
  readonly onLeave: () => void;
}

const decisions: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'All decisions' },
  { value: 'open', label: 'To settle' },
  { value: 'none', label: 'Not looked at' },
  ...Object.entries(decisionLabel).map(([value, label]) => ({ value, label })),
];

/** Findings that there are, and such as are chosen although there are none left. */
const chipsOf = ({ findings }: Overview, filter: Filter): Overview['findings'] => [
  ...findings,
  ...filter.findings
    .filter((kind) => !findings.some((one) => one.kind === kind))
    .map((kind) => ({ kind, lines: 0, open: 0 })),
];

/** Which accounts are shown: by text, decision, and finding with its count. */
export const Filters = ({ overview, filter, onFilter, search, onLeave }: Props) => {
  const toggle = (kind: Filter['findings'][number]) =>
    onFilter({
      ...filter,
      noFinding: false,
      findings: filter.findings.includes(kind)
        ? filter.findings.filter((one) => one !== kind)
        : [...filter.findings, kind],
    });
  return (
    <>
      <div className={styles['tools']}>
        <TextInput
          ref={search}
          size="xs"
          aria-label="Search accounts"
          placeholder="Search: account, name, role …"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={filter.search}
          onChange={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return;
            event.preventDefault();
            if (event.key === 'Escape') onFilter({ ...filter, search: '' });
            onLeave();
          }}
          style={{ flex: '1 1 200px' }}
        />
        <NativeSelect
          size="xs"
          aria-label="Decision"
          value={filter.decision ?? ''}
          data={[...decisions]}
          onChange={(event) =>
            onFilter({ ...filter, decision: (event.currentTarget.value || null) as Filter['decision'] })
          }
        />
        <NativeSelect
          size="xs"
          aria-label="Accounts shown"
          value={filter.privileged === true ? 'privileged' : filter.active === false ? 'disabled' : ''}
          data={[
            { value: '', label: 'All accounts' },
            { value: 'privileged', label: `Privileged (${String(overview.privileged)})` },
            { value: 'disabled', label: `Disabled (${String(overview.lines - overview.active)})` },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onFilter({
              ...filter,
              privileged: value === 'privileged' ? true : null,
              active: value === 'disabled' ? false : null,
            })
          }
        />
      </div>
      <fieldset className={styles['chips']} style={{ border: 0, margin: 0, borderBottom: '1px solid var(--cs-line)' }}>
        <legend className="visually-hidden">Findings</legend>
        {chipsOf(overview, filter).map(({ kind, lines, open }) => (
          <button
            key={kind}
            type="button"
            className={styles['chip']}
            aria-pressed={filter.findings.includes(kind)}
            title={`${findingHelp[kind]} ${String(open)} to settle.`}
            onClick={() => toggle(kind)}
          >
            {findingLabel[kind]} <b>{lines}</b>
          </button>
        ))}
        <button
          type="button"
          className={styles['chip']}
          aria-pressed={filter.noFinding}
          onClick={() => onFilter({ ...filter, findings: [], noFinding: !filter.noFinding })}
        >
          No finding <b>{overview.withoutFinding}</b>
        </button>
      </fieldset>
    </>
  );
};

import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { decisionLabel, findingLabel, type Decision } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { shortly } from '../../lib/messages.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import styles from './AccessReview.module.css';
import { Raised } from './Raised.tsx';
import type { DecisionId, LineDetail, Overview, RosterPerson } from './types.ts';
import { kindWords, matchWords } from './words.ts';

interface Props {
  readonly recordId: string;
  readonly line: number;
  readonly overview: Overview;
  readonly onDecide: (decision: DecisionId) => void;
  readonly onSettled: (overview: Overview) => void;
}

const buttons: readonly (readonly [DecisionId, string])[] = [
  ['keep', 'K'],
  ['modify', 'M'],
  ['revoke', 'R'],
  ['escalate', 'E'],
  ['not-mine', 'N'],
];

/** One account: what the list says, whose it is and why, what was found, what was decided. */
export const LinePanel = ({ recordId, line, overview, onDecide, onSettled }: Props) => {
  const detail = useCall('access.line', { recordId, line });
  return (
    <Loaded of={detail}>
      {(view) => (
        <>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {view.account}
          </Text>
          {overview.may.decide === null ? (
            <Group gap={6} mt={8}>
              {buttons.map(([decision, key]) => (
                <Button
                  key={decision}
                  size="compact-sm"
                  variant={view.decision === decision ? 'filled' : 'default'}
                  aria-keyshortcuts={key}
                  onClick={() => onDecide(decision)}
                >
                  {decisionLabel[decision]}
                </Button>
              ))}
            </Group>
          ) : (
            <Text size="xs" c="dimmed" mt={4}>
              {shortly(overview.may.decide)}
            </Text>
          )}
          {view.own && (
            <Alert color="yellow" mt={10} py={6}>
              This is your own account: somebody else decides on it.
            </Alert>
          )}
          <Findings view={view} />
          <Raised
            recordId={recordId}
            view={view}
            open={overview.may.raise === null}
            onRaised={() => void detail.reload()}
          />
          <Match
            key={`${String(line)} ${String(view.person?.line)}`}
            recordId={recordId}
            view={view}
            settle={overview.may.load === null}
            onSettled={(next) => {
              void detail.reload();
              onSettled(next);
            }}
          />
          <h3>In the list</h3>
          <dl className={styles['facts']}>
            {facts(view).map(([label, value]) => (
              <Fact key={label} label={label} value={value} />
            ))}
          </dl>
          <History view={view} />
        </>
      )}
    </Loaded>
  );
};

const Fact = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);

const statusWords = { active: 'Active', disabled: 'Disabled', unknown: 'Not stated' } as const;

const facts = (view: LineDetail): readonly (readonly [string, string])[] =>
  (
    [
      ['Name', view.name],
      ['E-mail', view.email],
      ['Employee id', view.employeeId],
      ['Department', view.department],
      ['Roles', view.roles.join(', ')],
      ['Status', statusWords[view.status]],
      ['Type', `${kindWords(view.kind)}${view.privileged ? ', privileged' : ''}`],
      ['Last login', view.lastLogin ?? ''],
      ['Created', view.created ?? ''],
      ['Justification', view.justification],
      ['Responsible', view.owner],
      ['Multi-factor', view.mfa === null ? '' : view.mfa ? 'Yes' : 'No'],
      ['Row', String(view.line)],
    ] as const
  ).filter(([, value]) => value !== '');

const Findings = ({ view }: { readonly view: LineDetail }) => (
  <>
    <h3>Findings</h3>
    {view.findings.length === 0 ? (
      <Text size="sm" c="dimmed">
        Nothing was found.
      </Text>
    ) : (
      <ul className={styles['plain']}>
        {view.findings.map(({ kind, detail }) => (
          <li key={`${kind} ${detail}`}>
            <strong>{findingLabel[kind]}</strong>
            <br />
            {detail}
          </li>
        ))}
      </ul>
    )}
  </>
);

const employmentWords = ({ employed }: RosterPerson): string =>
  employed === null ? 'employment not stated' : employed ? '' : 'has left';

const personWords = (person: RosterPerson): string =>
  [person.employeeId, person.title, person.department, employmentWords(person)]
    .filter((part) => part !== '')
    .join(' · ');

interface MatchProps {
  readonly recordId: string;
  readonly view: LineDetail;
  readonly settle: boolean;
  readonly onSettled: (overview: Overview) => void;
}

/** Whose account it is, with the evidence; a guess is confirmed or rejected here. */
const Match = ({ recordId, view, settle, onSettled }: MatchProps) => {
  const action = useAction('access.settleMatch');
  const [looking, setLooking] = useState(false);
  const confirm = async (person: RosterPerson | null) => {
    const next = await action.run({
      recordId,
      line: view.line,
      person: person?.line ?? null,
      reason: person === null ? 'Nobody on the roster is meant' : `Confirmed: ${person.name}`,
    });
    if (next !== null) onSettled(next);
  };
  const guesses = view.person === null ? view.candidates : [];
  return (
    <>
      <h3>Person</h3>
      {view.person !== null && (
        <Text size="sm">
          <strong>{view.person.name}</strong>
          <br />
          {personWords(view.person)}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {view.evidence} {view.person !== null && `(${matchWords(view)})`}
      </Text>
      {guesses.length > 0 && (
        <ul className={styles['plain']}>
          {guesses.map((person) => (
            <li key={person.line}>
              <Group justify="space-between" wrap="nowrap" gap={8}>
                <span>
                  {person.name}
                  <br />
                  <Text span size="xs" c="dimmed">
                    {personWords(person)}
                  </Text>
                </span>
                {settle && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    style={{ flexShrink: 0 }}
                    aria-label={`Confirm ${person.name}`}
                    onClick={() => void confirm(person)}
                  >
                    Confirm
                  </Button>
                )}
              </Group>
            </li>
          ))}
        </ul>
      )}
      {settle && (
        <Group gap={6} mt={6}>
          {(guesses.length > 0 || view.person !== null) && (
            <Button size="compact-xs" variant="default" onClick={() => void confirm(null)}>
              Nobody on the roster
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setLooking(!looking)} aria-expanded={looking}>
            Somebody else
          </Button>
        </Group>
      )}
      {looking && <PersonSearch recordId={recordId} onChoose={(person) => void confirm(person)} />}
      {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
    </>
  );
};

interface SearchProps {
  readonly recordId: string;
  readonly onChoose: (person: RosterPerson) => void;
}

const PersonSearch = ({ recordId, onChoose }: SearchProps) => {
  const [search, setSearch] = useState('');
  const found = useCall('access.people', search.trim().length < 2 ? null : { recordId, search });
  return (
    <>
      <TextInput
        size="xs"
        mt={8}
        label="Look up on the roster"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.state.kind === 'have' && (
        <ul className={styles['plain']}>
          {found.state.value.people.map((person) => (
            <li key={person.line}>
              <Button size="compact-xs" variant="subtle" onClick={() => onChoose(person)}>
                {person.name}, {personWords(person)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

const History = ({ view }: { readonly view: LineDetail }) =>
  view.history.length === 0 ? null : (
    <>
      <h3>Decisions</h3>
      <ul className={styles['plain']}>
        {view.history.map((act) => (
          <li key={`${act.at} ${act.mode}`}>
            <strong>
              {act.mode === 'undo' ? 'Taken back: ' : ''}
              {decisionLabel[act.decision as Decision]}
            </strong>
            {act.mode === 'bulk' ? `, with ${String(act.lines - 1)} others` : ''}
            <br />
            {act.justification}
            <Text size="xs" c="dimmed">
              {act.by}, {shortTime(act.at)}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );

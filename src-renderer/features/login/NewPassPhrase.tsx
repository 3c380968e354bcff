import { Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

interface Props {
  readonly presentLabel: string;
  /** The first field has the focus: the screen asks for nothing else. */
  readonly focusFirst?: boolean;
  readonly onChanged: (session: Output<'session.changePassPhrase'>) => void;
  /** The buttons: one of type submit. */
  readonly children: (state: { readonly ready: boolean; readonly running: boolean }) => ReactNode;
}

/** One's own pass phrase, changed: the present one, and the new one twice. */
export const NewPassPhrase = ({ presentLabel, focusFirst = false, onChanged, children }: Props) => {
  const { account, passPhrase: rules } = useOpenSession();
  const change = useAction('session.changePassPhrase');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const submit = async () => {
    const changed = await change.run({ current, next });
    if (changed === null) return;
    [setCurrent, setNext, setAgain].forEach((clear) => {
      clear('');
    });
    onChanged(changed);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <input type="hidden" name="username" autoComplete="username" value={account.userName} readOnly />
        <PassPhrase
          label={presentLabel}
          autoComplete="current-password"
          focusFirst={focusFirst}
          value={current}
          onChange={setCurrent}
        />
        <PassPhrase label="New pass phrase" autoComplete="new-password" rules={rules} value={next} onChange={setNext} />
        <PassPhrase
          label="New pass phrase, again"
          autoComplete="new-password"
          error={again !== '' && again !== next ? 'The two are not the same.' : undefined}
          value={again}
          onChange={setAgain}
        />
        {change.state.kind === 'failed' && <FailureNote failure={change.state.failure} />}
        {children({
          ready: current !== '' && next.length >= rules.minLength && next === again,
          running: change.state.kind === 'running',
        })}
      </Stack>
    </form>
  );
};

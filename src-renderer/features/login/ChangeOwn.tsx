import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

/** Changes one's own login pass phrase, whenever one wants to. */
export const ChangeOwn = () => {
  const { account, passPhrase: rules } = useOpenSession();
  const accept = useSession((store) => store.accept);
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
    announce('Your pass phrase was changed.');
    accept(changed);
  };
  return (
    <Panel title="Pass phrase">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md" maw={560}>
          <input type="hidden" name="username" autoComplete="username" value={account.userName} readOnly />
          <PassPhrase
            label="Present pass phrase"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
          />
          <PassPhrase
            label="New pass phrase"
            autoComplete="new-password"
            rules={rules}
            value={next}
            onChange={setNext}
          />
          <PassPhrase
            label="New pass phrase, again"
            autoComplete="new-password"
            error={again !== '' && again !== next ? 'The two are not the same.' : undefined}
            value={again}
            onChange={setAgain}
          />
          {change.state.kind === 'failed' && <FailureNote failure={change.state.failure} />}
          <Group>
            <Button
              type="submit"
              loading={change.state.kind === 'running'}
              disabled={current === '' || next.length < rules.minLength || next !== again}
            >
              Change it
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
};

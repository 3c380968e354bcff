import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { RecordState, recordTypes, type RecordType, type Role } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useDraft } from '../../stores/draft.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { RecordView } from './types.ts';

/** Records that are begun from this one: a post-mortem from its incident, with the facts carried over. */
export const BeginFrom = ({ view }: { readonly view: RecordView }) => {
  const { account } = useOpenSession();
  const [, go] = useLocation();
  const [chosen, setChosen] = useState<Choice | null>(null);
  const create = useAction('records.createFrom');
  const flush = useDraft((store) => store.flush);
  const { id: recordId, type, state } = view.summary;
  const choices = state === RecordState.Withdrawn ? [] : choicesFor(type, account.roles);
  if (choices.length === 0) return null;

  const close = () => {
    create.clear();
    setChosen(null);
  };
  const confirm = async ({ type: next }: Choice) => {
    const made = await create.run({ recordId, type: next.id });
    if (made === null) return;
    announce(`${made.summary.id} was begun.`);
    go(`/records/${encodeURIComponent(made.summary.id)}`);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
            Begin from this
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map((choice) => (
            <Menu.Item
              key={choice.type.id}
              onClick={() => {
                // What was typed is carried over only once it is saved.
                void flush().then((saved) => saved && setChosen(choice));
              }}
            >
              {choice.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen !== null && (
        <Dialog
          opened
          title={chosen.label}
          confirm={chosen.label}
          state={create.state}
          onClose={close}
          onConfirm={() => void confirm(chosen)}
        >
          A draft of the kind &quot;{chosen.type.title}&quot; is begun with what {recordId} already says, and linked
          with it. {recordId} stays as it is.
        </Dialog>
      )}
    </>
  );
};

interface Choice {
  readonly type: RecordType;
  readonly label: string;
}

/** What somebody with these roles may begin from a record of the type. */
const choicesFor = (from: RecordType['id'], roles: readonly Role[]): readonly Choice[] =>
  Object.values(recordTypes).flatMap((type) => {
    const beginning = type.beginsFrom?.find((one) => one.type === from);
    const author = type.requirements.find(({ byAuthor }) => byAuthor);
    const may = author === undefined || author.eligible.some((role) => roles.includes(role));
    return beginning !== undefined && may ? [{ type, label: beginning.label }] : [];
  });

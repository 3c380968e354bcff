import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import { recordTypes, type Form } from '../../../src-main/contract/index.ts';
import { clockTime } from '../../lib/time.ts';
import { useDraft, type Draft } from '../../stores/draft.ts';
import { useLeaving, type Way } from '../../stores/leaving.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';

type OpenDraft = Extract<Draft, { kind: 'open' }>;

const words: Readonly<Record<Way, { readonly stay: string; readonly leave: string }>> = {
  lock: { stay: 'Stay', leave: 'Lock without it' },
  logout: { stay: 'Stay', leave: 'Log out without it' },
  close: { stay: 'Stay', leave: 'Close without it' },
  record: { stay: 'Back to the record', leave: 'Leave without it' },
};

/** Asked before somebody leaves what the vault could not take: names what would be lost, and why it is not saved. */
export const UnsavedDialog = () => {
  const { leaving, stay, retry, leave } = useLeaving();
  const draft = useDraft((store) => store.draft);
  const [, go] = useLocation();
  if (leaving.kind === 'no' || draft.kind === 'none') return null;
  const { way, trying } = leaving;
  const sections = unsavedSections(draft);
  const back = () => {
    stay();
    if (way === 'record') go(`/records/${encodeURIComponent(draft.recordId)}/content/${sections[0]?.id ?? ''}`);
  };
  return (
    <Modal opened onClose={back} title="Not saved yet" size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <div>
          <Text size="sm">
            What was typed since {clockTime(draft.base)} is not in the vault, and would be lost for good:
          </Text>
          <Text size="sm" fw={600} mt={6}>
            <span className="mono">{draft.recordId}</span> {draft.title}
          </Text>
          <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
            {sections.map(({ id, title }) => (
              <Text key={id} size="sm" component="li">
                {title}
              </Text>
            ))}
          </ul>
        </div>
        <Cause draft={draft} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={leave} c="red">
            {words[way].leave}
          </Button>
          {draft.saving.kind !== 'conflict' && (
            <Button variant="default" loading={trying} onClick={() => void retry()}>
              Try to save again
            </Button>
          )}
          <Button data-autofocus onClick={back}>
            {words[way].stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** The sections that were typed in since the vault last took them, in the form's order. */
const unsavedSections = ({ type, content, held }: OpenDraft): Form['sections'] =>
  recordTypes[type].form.sections.filter(({ id }) => content[id] !== held[id]);

const Cause = ({ draft: { saving } }: { readonly draft: OpenDraft }) => {
  if (saving.kind === 'conflict') return <FailureNote failure={{ code: 'records/changed-elsewhere' }} />;
  return saving.kind === 'failed' ? <FailureNote failure={saving.failure} /> : null;
};

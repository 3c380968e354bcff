import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import { recordTypes } from '../../../src-main/contract/index.ts';
import { useDraft } from '../../stores/draft.ts';
import { useDraftView } from '../../stores/draft-view.ts';
import { FindingsList } from '../../ui/form/FindingsList.tsx';
import type { RecordView } from './types.ts';

interface Props {
  readonly opened: boolean;
  readonly view: RecordView;
  readonly onClose: () => void;
}

/** Why the draft cannot be sent yet: each entry leads to its field. */
export const NotComplete = ({ opened, view, onClose }: Props) => {
  const [, go] = useLocation();
  const draft = useDraft((store) => store.draft);
  const lookAt = useDraftView((store) => store.lookAt);
  const findings = draft.kind === 'open' ? draft.findings : view.findings;
  return (
    <Modal opened={opened} onClose={onClose} title="Not complete yet" size="lg">
      <Stack gap="md">
        <Text size="sm">Everything marked as missing has to be filled in before the revision is frozen.</Text>
        <FindingsList
          form={recordTypes[view.summary.type].form}
          findings={findings.filter(({ severity }) => severity === 'blocking')}
          onGo={(finding) => {
            onClose();
            lookAt(finding);
            go(`/records/${encodeURIComponent(view.summary.id)}/content/${finding.section}`);
          }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

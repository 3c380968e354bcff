import { Button, Text } from '@mantine/core';
import { IconArrowBarToDown } from '@tabler/icons-react';
import { sampleText, type Content } from '../../../src-main/contract/index.ts';
import { useDraft } from '../../stores/draft.ts';
import { setValue } from '../../ui/form/edit.ts';
import { Panel } from '../../ui/Page.tsx';
import type { PanelProps } from '../records/types.ts';

/** The random sample that the seed of an audit-trail review draws, and the way of it into the record. */
export const SamplePanel = ({ view, editable }: PanelProps) => {
  const draft = useDraft((store) => store.draft);
  const edit = useDraft((store) => store.edit);
  const content: Content = draft.kind === 'open' && draft.recordId === view.summary.id ? draft.content : view.content;
  const sample = sampleText(content);
  const kept = content['trails']?.values['drawn'] ?? '';
  const upToDate = kept === sample || (kept === null && sample === '');
  return (
    <Panel title="Random sample">
      <Text size="sm" c="dimmed" maw={720} mb="sm">
        Numbers of the entries to look at, counted from 1 in the order of each extract. They follow from the seed, the
        name of the trail, its number of entries and the size of the sample: with these four anybody draws them again.
      </Text>
      {sample === '' ? (
        <Text>No trail has a random sample: enter its size in the table of trails.</Text>
      ) : (
        sample.split('\n').map((line) => (
          <Text key={line} mb={6} style={{ overflowWrap: 'anywhere' }}>
            {line}
          </Text>
        ))
      )}
      {editable && (
        <Button
          mt="md"
          disabled={upToDate}
          leftSection={<IconArrowBarToDown size={16} />}
          onClick={() => edit('trails', setValue('drawn', sample === '' ? null : sample))}
        >
          {upToDate ? 'Taken over into the record' : 'Take over into the record'}
        </Button>
      )}
    </Panel>
  );
};

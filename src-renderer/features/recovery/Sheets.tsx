import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { download } from '../../lib/download.ts';

type Sheet = Output<'recovery.make'>['sheets'][number];

/** The two sheets of a kit that was just made, one after the other, each for its holder alone. */
export const Sheets = ({ sheets, onClose }: { readonly sheets: readonly Sheet[]; readonly onClose: () => void }) => {
  const [current, setCurrent] = useState(0);
  const [saved, setSaved] = useState(false);
  const [printed, setPrinted] = useState(false);
  const sheet = sheets[current];
  if (sheet === undefined) return null;
  const last = current === sheets.length - 1;
  const goOn = () => {
    if (last) {
      onClose();
      return;
    }
    setCurrent(current + 1);
    setSaved(false);
    setPrinted(false);
  };
  return (
    <Modal
      opened
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      onClose={() => undefined}
      title={`Part ${sheet.part}, for ${sheet.holder}`}
    >
      <Stack gap="md">
        <Text size="sm">
          {sheet.holder} saves this sheet, prints it on both sides and seals it, while nobody else looks on.
        </Text>
        <Button
          leftSection={<IconDownload size={16} />}
          onClick={() => {
            download(sheet.fileName, sheet.bytes, 'application/pdf');
            setSaved(true);
          }}
        >
          Save part {sheet.part} for printing
        </Button>
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="Delete the file once it is printed">
          It holds the code of part {sheet.part}. It is best saved on a drive that can be wiped. Countersign keeps no
          copy: a sheet that was not printed means a new kit.
        </Alert>
        <Checkbox
          label={`Part ${sheet.part} is printed and readable, and its file is deleted.`}
          checked={printed}
          disabled={!saved}
          onChange={(event) => setPrinted(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!printed} onClick={goOn}>
            {last ? 'Done' : 'On to the other part'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

import { Button, Group, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import type { Asked } from '../../bridge/use-call.ts';
import { download } from '../../lib/download.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Pdf } from '../../ui/pdf/Pdf.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly revision: number;
  readonly onClose: () => void;
}

/** Exactly the version that a signature covers, without anything that came after it. */
export const SignedVersion = ({ bytes, name, revision, onClose }: Props) => {
  useFocusBack(true);
  const [state, setState] = useState<Asked<Output<'verify.revision'>>>({ kind: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    const read = async () => {
      const reply = await ask('verify.revision', { bytes, revision });
      if (current) setState(reply.ok ? { kind: 'have', value: reply.value } : { kind: 'failed', failure: reply.error });
    };
    if (turn >= 0) void read();
    return () => {
      current = false;
    };
  }, [bytes, revision, turn]);
  const reload = () => {
    setTurn(turn + 1);
    return Promise.resolve();
  };
  const file = `${name.replace(/\.pdf$/i, '')}-revision-${String(revision)}.pdf`;
  return (
    <Modal opened onClose={onClose} title={`Signed version: revision ${String(revision)} of ${name}`} size="90%">
      <Loaded of={{ state, reload, put: () => undefined }}>
        {({ bytes: signed }) => (
          <>
            <Group justify="flex-end" mb="xs">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconDownload size={15} />}
                onClick={() => download(file, signed, 'application/pdf')}
              >
                Save this version
              </Button>
            </Group>
            <Pdf bytes={signed} label={file} height="calc(100vh - 240px)" />
          </>
        )}
      </Loaded>
    </Modal>
  );
};

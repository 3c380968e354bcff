import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { recordTypes } from '../../../src-main/contract/index.ts';
import { useOpenSession } from '../../stores/session.ts';
import { ImportScan } from './ImportScan.tsx';

const author = recordTypes.defect.requirements.find(({ byAuthor }) => byAuthor);

/** Opens the import of a scanner's report, for those who may write defects. */
export const ImportScanButton = ({ onImported }: { readonly onImported: () => void }) => {
  const { account } = useOpenSession();
  const [open, setOpen] = useState(false);
  if (author?.eligible.some((role) => account.roles.includes(role)) !== true) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={() => setOpen(true)}>
        Import scanner findings
      </Button>
      {open && <ImportScan onClose={() => setOpen(false)} onImported={onImported} />}
    </>
  );
};

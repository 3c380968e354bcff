import { Button, FileButton, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconFileUpload, IconRefresh, IconX } from '@tabler/icons-react';
import { summarise } from '../../lib/verdict.ts';
import { useVerify, type Check } from '../../stores/verify.ts';
import { Busy } from '../../ui/Busy.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Panel } from '../../ui/Page.tsx';
import { Report } from './Report.tsx';
import { StateIcon } from './StateIcon.tsx';
import styles from './Verify.module.css';

/** Drop area, the files that were dropped, and the verdict over the chosen one. */
export const VerifyPanel = () => {
  const { checks, selected, add, select, again, clear } = useVerify();
  const shown = checks.find(({ key }) => key === selected) ?? checks[0];
  const many = checks.length > 1;
  return (
    <Stack gap="md">
      <div className={styles['drop']} data-large={checks.length === 0 || undefined}>
        {checks.length === 0 && <IconFileUpload size={40} aria-hidden />}
        <Text>Drop PDFs anywhere on this window, or</Text>
        <FileButton
          accept="application/pdf,.pdf"
          multiple
          onChange={(files) => void add(files)}
          inputProps={{ 'aria-label': 'PDF files to verify' }}
        >
          {(props) => (
            <Button
              {...props}
              variant={checks.length === 0 ? 'filled' : 'default'}
              size={checks.length === 0 ? 'sm' : 'xs'}
            >
              Choose files
            </Button>
          )}
        </FileButton>
        {checks.length > 0 && (
          <>
            <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} onClick={() => void again()}>
              {many ? 'Verify all again' : 'Verify again'}
            </Button>
            <Button size="xs" variant="subtle" leftSection={<IconX size={15} />} onClick={clear}>
              Clear
            </Button>
          </>
        )}
      </div>
      {many && (
        <Panel title="Files" flush>
          <ul className={styles['files']}>
            {checks.map((check) => (
              <li key={check.key}>
                <FileRow check={check} current={check.key === shown?.key} onSelect={() => select(check.key)} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {shown !== undefined && (
        <section aria-label={`Verdict over ${shown.name}`}>
          <h2 className="visually-hidden">{shown.name}</h2>
          {shown.kind === 'running' && <Busy label={`Verifying ${shown.name}`} />}
          {shown.kind === 'failed' && <FailureNote failure={shown.failure} />}
          {shown.kind === 'done' && <Report key={shown.key} report={shown.report} bytes={shown.bytes} />}
        </section>
      )}
    </Stack>
  );
};

interface RowProps {
  readonly check: Check;
  readonly current: boolean;
  readonly onSelect: () => void;
}

const FileRow = ({ check, current, onSelect }: RowProps) => (
  <UnstyledButton className={styles['file']} aria-current={current || undefined} onClick={onSelect}>
    {check.kind === 'running' && <Loader size={18} aria-hidden />}
    {check.kind === 'failed' && <StateIcon state="unverified" />}
    {check.kind === 'done' && <StateIcon state={summarise(check.report).state} />}
    <span className={styles['fileName']}>{check.name}</span>
    <Text size="sm" c="dimmed">
      {wordOf(check)}
    </Text>
  </UnstyledButton>
);

const wordOf = (check: Check): string => {
  switch (check.kind) {
    case 'running':
      return 'Verifying …';
    case 'failed':
      return check.failure.code.endsWith('/unreadable') ? 'Could not be read' : 'Not verified';
    default:
      return summarise(check.report).title;
  }
};

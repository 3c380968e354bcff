import { useVerify } from '../../stores/verify.ts';
import { Page } from '../../ui/Page.tsx';
import { VerifyPanel } from './VerifyPanel.tsx';

/** Verifying PDFs from inside a vault: its trust anchors count. Headed by the file's name once there is one. */
export const VerifyScreen = () => {
  const { checks, selected } = useVerify();
  const shown = checks.find(({ key }) => key === selected) ?? checks[0];
  return (
    <Page
      title={shown === undefined ? 'Verify signed PDFs' : shown.name}
      lead="Any signed PDF, not only those of Countersign. Files are read on this computer and not kept."
    >
      <VerifyPanel />
    </Page>
  );
};

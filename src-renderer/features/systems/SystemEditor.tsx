import { emptyContent, systemForm } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SystemForm } from './SystemForm.tsx';

/** A new entry of the inventory, or a new version of one. */
export const SystemEditor = ({ systemId }: { readonly systemId: string | null }) =>
  systemId === null ? (
    <SystemForm systemId={null} baseVersion={null} title="Add a system" content={emptyContent(systemForm)} />
  ) : (
    <ExistingSystem systemId={systemId} />
  );

const ExistingSystem = ({ systemId }: { readonly systemId: string }) => {
  const system = useCall('systems.get', { systemId });
  if (system.state.kind !== 'have')
    return (
      <Page title={systemId}>
        <Loaded of={system}>{() => null}</Loaded>
      </Page>
    );
  const { summary, version, content } = system.state.value;
  return <SystemForm systemId={systemId} baseVersion={version} title={`Edit ${summary.name}`} content={content} />;
};

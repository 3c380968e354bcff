import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { systemForm, type Content } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { EntryForm, type Wire } from '../entries/EntryForm.tsx';

interface Props {
  readonly systemId: string | null;
  readonly baseVersion: number | null;
  readonly title: string;
  readonly content: Content;
}

/** The entry of a system. */
export const SystemForm = ({ systemId, baseVersion, title, content }: Props) => {
  const [, go] = useLocation();
  const save = useAction('systems.save');
  const check = useCallback(
    async (typed: Wire) => {
      const reply = await ask('systems.check', { systemId, content: typed });
      return reply.ok ? reply.value.findings : null;
    },
    [systemId],
  );
  return (
    <EntryForm
      form={systemForm}
      title={title}
      content={content}
      isNew={systemId === null}
      check={check}
      save={async (typed, reason) => {
        const view = await save.run({ systemId, baseVersion, content: typed, reason });
        if (view !== null) go(`/systems/${encodeURIComponent(view.summary.id)}`, { replace: true });
      }}
      saving={save.state.kind === 'running'}
      failure={save.state.kind === 'failed' ? save.state.failure : null}
      back={systemId === null ? '/systems' : `/systems/${encodeURIComponent(systemId)}`}
    />
  );
};

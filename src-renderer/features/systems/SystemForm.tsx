import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { systemForm, type Content, type Finding, type Input } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { count } from '../../lib/text.ts';
import type { EditSection, Target } from '../../ui/form/edit.ts';
import { FindingsList } from '../../ui/form/FindingsList.tsx';
import { SectionEditor } from '../../ui/form/SectionEditor.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Page, Panel } from '../../ui/Page.tsx';

type Wire = Input<'systems.save'>['content'];

interface Props {
  readonly systemId: string | null;
  readonly baseVersion: number | null;
  readonly title: string;
  readonly content: Content;
}

/** Milliseconds between the last key and the check of what is missing. */
const pause = 400;

/** The whole entry on one page; saving asks why and makes a new version. */
export const SystemForm = ({ systemId, baseVersion, title, content: initial }: Props) => {
  const [, go] = useLocation();
  const [content, setContent] = useState<Content>(initial);
  const [reason, setReason] = useState(systemId === null ? 'New entry in the inventory' : '');
  const [showAll, setShowAll] = useState(false);
  const [target, setTarget] = useState<Target | null>(null);
  const save = useAction('systems.save');
  const findings = useFindings(content);
  const blocking = findings.filter(({ severity }) => severity === 'blocking');

  const edit = useCallback<EditSection>(
    (section, update) => setContent((before) => ({ ...before, [section]: update(before[section] ?? { values: {} }) })),
    [],
  );
  const goTo = (finding: Finding) =>
    setTarget({
      section: finding.section,
      field: finding.field ?? null,
      row: finding.row ?? null,
      turn: (target?.turn ?? 0) + 1,
    });
  const submit = async () => {
    setShowAll(true);
    const first = blocking[0];
    if (first !== undefined) {
      goTo(first);
      return;
    }
    const view = await save.run({ systemId, baseVersion, content: content as Wire, reason: reason.trim() });
    if (view !== null) go(`/systems/${encodeURIComponent(view.summary.id)}`, { replace: true });
  };
  const cancel = () => go(systemId === null ? '/systems' : `/systems/${encodeURIComponent(systemId)}`);

  return (
    <Page title={title} lead="Fields with * are needed. Saving makes a new version; the older ones stay readable.">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          {systemForm.sections.map((section) => (
            <Panel key={section.id}>
              <SectionEditor
                section={section}
                content={content[section.id]}
                findings={findings.filter((finding) => finding.section === section.id)}
                showAll={showAll}
                target={target}
                onEdit={edit}
              />
            </Panel>
          ))}
          <Panel title="Save">
            <Stack gap="md">
              <Textarea
                label="Reason for the change"
                description="Kept in the audit trail and beside the version."
                required
                autosize
                minRows={1}
                maw={680}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              {showAll && findings.length > 0 && <FindingsList form={systemForm} findings={findings} onGo={goTo} />}
              {save.state.kind === 'failed' && <FailureNote failure={save.state.failure} />}
              <Group gap="sm">
                <Button type="submit" disabled={reason.trim().length < 3} loading={save.state.kind === 'running'}>
                  Save
                </Button>
                <Button variant="default" onClick={cancel}>
                  Cancel
                </Button>
                <Text size="sm" c="dimmed" component="output">
                  {blocking.length === 0 ? 'Nothing is missing.' : `${count(blocking.length, 'field')} to fill in`}
                </Text>
              </Group>
            </Stack>
          </Panel>
        </Stack>
      </form>
    </Page>
  );
};

/** What the entry still lacks, asked a moment after the last key. */
const useFindings = (content: Content): readonly Finding[] => {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  useEffect(() => {
    let current = true;
    const check = async () => {
      const reply = await ask('systems.check', { content: content as Wire });
      if (current && reply.ok) setFindings(reply.value.findings);
    };
    const timer = setTimeout(() => {
      void check();
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [content]);
  return findings;
};

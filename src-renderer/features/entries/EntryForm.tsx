import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useCallback, useEffect, useState, type ComponentType } from 'react';
import { useLocation } from 'wouter';
import type { Content, Failure, Finding, Form, Input } from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import type { EditSection, Target } from '../../ui/form/edit.ts';
import { FindingsList } from '../../ui/form/FindingsList.tsx';
import { SectionEditor } from '../../ui/form/SectionEditor.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Page, Panel } from '../../ui/Page.tsx';

/** Content as the wire takes it. */
export type Wire = Input<'systems.save'>['content'];

/** What a part below a section is given. */
export interface BelowProps {
  readonly content: Content;
  readonly onEdit: EditSection;
}

interface Props {
  readonly form: Form;
  readonly title: string;
  readonly content: Content;
  /** A new entry has its reason already. */
  readonly isNew: boolean;
  /** Asks what an entry lacks. */
  readonly check: (content: Wire) => Promise<readonly Finding[] | null>;
  /** Saves; answers whether it was. */
  readonly save: (content: Wire, reason: string) => Promise<void>;
  readonly saving: boolean;
  readonly failure: Failure | null;
  /** Where the way back leads. */
  readonly back: string;
  /** What stands below a section's fields, by the section's id. */
  readonly below?: Readonly<Record<string, ComponentType<BelowProps>>>;
}

/** Milliseconds between the last key and the check of what is missing. */
const pause = 400;

/** The whole entry of an inventory on one page; saving asks why and makes a new version. */
export const EntryForm = ({
  form,
  title,
  content: initial,
  isNew,
  check,
  save,
  saving,
  failure,
  back,
  below,
}: Props) => {
  const [, go] = useLocation();
  const [content, setContent] = useState<Content>(initial);
  const [reason, setReason] = useState(isNew ? 'New entry in the inventory' : '');
  const [showAll, setShowAll] = useState(false);
  const [target, setTarget] = useState<Target | null>(null);
  const findings = useFindings(content, check);
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
    if (first === undefined) await save(content as Wire, reason.trim());
    else goTo(first);
  };

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
          {form.sections.map((section) => {
            const Below = below?.[section.id];
            return (
              <Panel key={section.id}>
                <SectionEditor
                  section={section}
                  content={content[section.id]}
                  findings={findings.filter((finding) => finding.section === section.id)}
                  showAll={showAll}
                  target={target}
                  onEdit={edit}
                />
                {Below !== undefined && <Below content={content} onEdit={edit} />}
              </Panel>
            );
          })}
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
              {showAll && findings.length > 0 && <FindingsList form={form} findings={findings} onGo={goTo} />}
              {failure !== null && <FailureNote failure={failure} />}
              <Group gap="sm">
                <Button type="submit" disabled={reason.trim().length < 3} loading={saving}>
                  Save
                </Button>
                <Button variant="default" onClick={() => go(back)}>
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
const useFindings = (content: Content, check: Props['check']): readonly Finding[] => {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const found = await check(content as Wire);
      if (current && found !== null) setFindings(found);
    };
    const timer = setTimeout(() => {
      void ask();
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [content, check]);
  return findings;
};

import { Button, Title } from '@mantine/core';
import { IconAlertCircle, IconChartBar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import type { Finding, Form } from '../../../src-main/contract/index.ts';
import { useDraft, type Draft } from '../../stores/draft.ts';
import { useDraftView } from '../../stores/draft-view.ts';
import { FindingsList } from '../../ui/form/FindingsList.tsx';
import { SectionEditor } from '../../ui/form/SectionEditor.tsx';
import { SectionNav } from '../../ui/form/SectionNav.tsx';
import { Figures } from './Figures.tsx';
import styles from './Record.module.css';
import { SavingNote } from './SavingNote.tsx';

interface Props {
  readonly form: Form;
  readonly draft: Extract<Draft, { kind: 'open' }>;
  readonly section: string;
  readonly onReload: () => Promise<void>;
}

/** Writing: the sections on the left, one of them in the middle, what is missing and the figures on demand. */
export const DraftEditor = ({ form, draft, section, onReload }: Props) => {
  const edit = useDraft((store) => store.edit);
  const [, go] = useLocation();
  const { aside, showAll, target, toggle, lookAt } = useDraftView();
  const at = Math.max(
    0,
    form.sections.findIndex(({ id }) => id === section),
  );
  const current = form.sections[at];
  const blocking = draft.findings.filter(({ severity }) => severity === 'blocking').length;
  const href = (id: string): string => `/records/${encodeURIComponent(draft.recordId)}/content/${id}`;
  const goTo = (finding: Finding) => {
    lookAt(finding);
    go(href(finding.section));
  };
  const shownId = current?.id ?? '';
  useEffect(() => {
    if (useDraftView.getState().target?.section === shownId) return;
    document.getElementById(`section-${shownId}`)?.closest('main')?.scrollTo({ top: 0 });
  }, [shownId]);
  if (current === undefined) return null;

  return (
    <div className={styles['editor']} data-aside={aside === 'none' ? undefined : aside}>
      <div className={styles['bar']}>
        <SavingNote draft={draft} onReload={onReload} />
        <div className={styles['barEnd']}>
          <Button
            size="xs"
            variant={aside === 'findings' ? 'light' : 'default'}
            leftSection={<IconAlertCircle size={15} />}
            aria-expanded={aside === 'findings'}
            onClick={() => toggle('findings')}
          >
            {blocking === 0 ? 'Nothing missing' : `${String(blocking)} missing`}
          </Button>
          <Button
            size="xs"
            variant={aside === 'figures' ? 'light' : 'default'}
            leftSection={<IconChartBar size={15} />}
            aria-expanded={aside === 'figures'}
            onClick={() => toggle('figures')}
          >
            Figures
          </Button>
        </div>
      </div>
      <SectionNav form={form} content={draft.content} findings={draft.findings} current={current.id} href={href} />
      <div className={styles['section']}>
        <SectionEditor
          key={current.id}
          section={current}
          content={draft.content[current.id]}
          findings={draft.findings.filter((finding) => finding.section === current.id)}
          showAll={showAll}
          target={target}
          onEdit={edit}
        />
        <div className={styles['steps']}>
          <Neighbour section={form.sections[at - 1]} href={href} back />
          <Neighbour section={form.sections[at + 1]} href={href} />
        </div>
      </div>
      {aside === 'findings' && (
        <aside className={styles['aside']} aria-label="What is missing">
          <Title order={2} mb={6}>
            What is missing
          </Title>
          <FindingsList form={form} findings={draft.findings} onGo={goTo} />
        </aside>
      )}
      {aside === 'figures' && (
        <aside className={styles['aside']} aria-label="Figures">
          <Title order={2} mb={8}>
            Figures
          </Title>
          <Figures metrics={draft.metrics} />
        </aside>
      )}
    </div>
  );
};

interface NeighbourProps {
  readonly section: Form['sections'][number] | undefined;
  readonly href: (id: string) => string;
  readonly back?: boolean;
}

const Neighbour = ({ section, href, back = false }: NeighbourProps) =>
  section === undefined ? (
    <span />
  ) : (
    <Button
      component={Link}
      href={href(section.id)}
      variant="default"
      size="xs"
      leftSection={back ? <IconChevronLeft size={15} /> : null}
      rightSection={back ? null : <IconChevronRight size={15} />}
      aria-label={`${back ? 'Previous' : 'Next'} section: ${section.title}`}
    >
      {section.title}
    </Button>
  );

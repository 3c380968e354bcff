import { Anchor, Badge, Button, Checkbox, Group, Pagination, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import styles from './ScanFindings.module.css';

type Finding = Output<'defects.readScan'>['findings'][number];

interface Props {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
}

const pageSize = 25;
/** As many as one import takes. */
const most = 500;

const severities = { critical: 'Critical', major: 'Major', minor: 'Minor' } as const;

/** The findings of a report, to be picked one by one or all that are new. */
export const ScanFindings = ({ name, findings, picked, onPick }: Props) => {
  const [page, setPage] = useState(1);
  const open = findings.filter(({ known, setAside }) => known === null && !setAside);
  const pages = Math.max(1, Math.ceil(findings.length / pageSize));
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    onPick(next);
  };
  if (findings.length === 0) return <Text component="output">{name} reports nothing.</Text>;
  return (
    <div>
      <Group justify="space-between" mb={8}>
        <Text size="sm" component="output">
          {name}: {count(findings.length, 'finding')}, {open.length} new, {picked.size} picked
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={open.length === 0}
            onClick={() => onPick(new Set(open.slice(0, most).map(({ key }) => key)))}
          >
            {open.length > most ? `Pick the first ${most} new ones` : 'Pick all new ones'}
          </Button>
          <Button size="xs" variant="default" disabled={picked.size === 0} onClick={() => onPick(new Set())}>
            Pick none
          </Button>
        </Group>
      </Group>
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label="Findings of the report" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={40}>
                <span className="visually-hidden">Picked</span>
              </Table.Th>
              <Table.Th>Finding</Table.Th>
              <Table.Th w={120}>Severity</Table.Th>
              <Table.Th w={190}>State</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {findings.slice((page - 1) * pageSize, page * pageSize).map((finding) => (
              <Row
                key={finding.key}
                finding={finding}
                picked={picked.has(finding.key)}
                full={picked.size >= most}
                onToggle={toggle}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pages > 1 && (
        <Pagination
          mt={8}
          size="sm"
          total={pages}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': `${control} page of findings` })}
        />
      )}
    </div>
  );
};

interface RowProps {
  readonly finding: Finding;
  readonly picked: boolean;
  readonly full: boolean;
  readonly onToggle: (key: string) => void;
}

const Row = ({ finding, picked, full, onToggle }: RowProps) => {
  const { key, title, rule, message, location, tool, severity, security, known, times } = finding;
  return (
    <Table.Tr>
      <Table.Td>
        {known === null && (
          <Checkbox
            aria-label={`Pick ${title}${location === null ? '' : ` in ${location}`}`}
            checked={picked}
            disabled={full && !picked}
            onChange={() => onToggle(key)}
          />
        )}
      </Table.Td>
      <Table.Td>
        <div className={styles['title']}>{title}</div>
        {message !== title && <div>{message}</div>}
        <div className={styles['place']}>
          {tool}, {rule}
          {location === null ? '' : `, ${location}`}
          {times > 1 ? `, ${times} times` : ''}
        </div>
      </Table.Td>
      <Table.Td>
        {severities[severity]}
        {security && (
          <Badge size="xs" variant="default" ml={6}>
            Security
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <State finding={finding} />
      </Table.Td>
    </Table.Tr>
  );
};

const State = ({ finding: { known, setAside } }: { readonly finding: Finding }) => {
  if (known !== null)
    return (
      <>
        Known as{' '}
        <Anchor component={Link} href={`/records/${encodeURIComponent(known)}`} inherit>
          {known}
        </Anchor>
      </>
    );
  return setAside ? 'Set aside by the scanner' : 'New';
};

import { Text, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react';
import type { Finding, Form } from '../../../src-main/contract/index.ts';
import styles from './FindingsList.module.css';

interface Props {
  readonly form: Form;
  readonly findings: readonly Finding[];
  readonly onGo: (finding: Finding) => void;
}

/** What is missing and what to look at, in the order of the form; each entry leads to its field. */
export const FindingsList = ({ form, findings, onGo }: Props) => {
  if (findings.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing is missing.
      </Text>
    );
  return (
    <ul className={styles['list']}>
      {findings.map((finding) => {
        const title = form.sections.find(({ id }) => id === finding.section)?.title ?? finding.section;
        const advice = finding.severity === 'advice';
        return (
          <li key={`${finding.section}/${finding.field ?? ''}/${String(finding.row ?? '')}/${finding.message}`}>
            <UnstyledButton className={styles['finding']} onClick={() => onGo(finding)}>
              {advice ? (
                <IconInfoCircle size={16} className={styles['advice']} aria-label="Advice" />
              ) : (
                <IconAlertCircle size={16} className={styles['blocking']} aria-label="Missing" />
              )}
              <span>
                {finding.message} <span className={styles['where']}>{title}</span>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
};

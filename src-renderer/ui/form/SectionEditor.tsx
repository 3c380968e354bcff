import { Checkbox, Stack, Text, Textarea, Title } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import {
  isBlank,
  type Field,
  type Finding,
  type Section,
  type SectionContent,
} from '../../../src-main/contract/index.ts';
import { fieldDomId, rowsIn, setNotApplicable, setValue, type EditSection, type Target } from './edit.ts';
import { FieldEditor } from './FieldEditor.tsx';
import styles from './Form.module.css';
import { TableEditor } from './TableEditor.tsx';

interface Props {
  readonly section: Section;
  readonly content: SectionContent | undefined;
  /** What the check found in this section. */
  readonly findings: readonly Finding[];
  /** Also says what is missing in fields that were not touched yet. */
  readonly showAll: boolean;
  readonly target: Target | null;
  readonly onEdit: EditSection;
  readonly headingLevel?: 2 | 3;
}

/** One section of a form, with everything needed to fill it in. */
export const SectionEditor = ({ section, content, findings, showAll, target, onEdit, headingLevel = 2 }: Props) => {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const setAside = content?.notApplicable;
  useTargetFocus(section, target);

  const touch = (field: string) => {
    if (!touched.has(field)) setTouched(new Set([...touched, field]));
  };
  const general = findings.filter(({ field }) => field === undefined);

  return (
    <section aria-labelledby={`section-${section.id}`}>
      <div className={styles['sectionHead']}>
        <Title order={headingLevel} id={`section-${section.id}`} tabIndex={-1}>
          {section.title}
        </Title>
        <p className={styles['help']}>{section.help}</p>
        {section.clauses.length > 0 && (
          <ul className={styles['clauses']} aria-label="Asked for by">
            {section.clauses.map((clause) => (
              <li key={clause} className={styles['clause']}>
                {clause}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Stack gap="md">
        {section.mayBeNotApplicable && (
          <Checkbox
            label="This section does not apply"
            checked={setAside !== undefined}
            onChange={(event) => onEdit(section.id, setNotApplicable(event.currentTarget.checked ? '' : null))}
          />
        )}
        {general.length > 0 && showAll && (
          <ul className={styles['problems']}>
            {general.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        )}
        {setAside === undefined ? (
          <div className={styles['fields']}>
            {section.fields.map((field) => {
              const some = findings.filter((finding) => finding.field === field.id);
              // Rows that are being typed are marked in the table; their list of gaps comes when it is asked for.
              const answered = field.kind !== 'table' && (touched.has(field.id) || !isBlank(content?.values[field.id]));
              const show = showAll || answered;
              return (
                <div key={field.id} className={spanOf(field)} onBlur={() => touch(field.id)}>
                  <OneField
                    section={section}
                    field={field}
                    content={content}
                    findings={some}
                    show={show}
                    target={target}
                    onEdit={onEdit}
                  />
                </div>
              );
            })}
          </div>
        ) : (
          <Textarea
            id={fieldDomId(section.id, 'not-applicable')}
            label="Why it does not apply"
            required
            autosize
            minRows={2}
            maw={680}
            error={showAll && setAside.trim() === '' ? 'Say why.' : null}
            value={setAside}
            onChange={(event) => onEdit(section.id, setNotApplicable(event.currentTarget.value))}
          />
        )}
      </Stack>
    </section>
  );
};

const spanOf = (field: Field): string | undefined => {
  if (field.kind === 'prose') return styles['prose'];
  return field.kind === 'table' ? styles['span'] : undefined;
};

interface OneFieldProps {
  readonly section: Section;
  readonly field: Field;
  readonly content: SectionContent | undefined;
  readonly findings: readonly Finding[];
  readonly show: boolean;
  readonly target: Target | null;
  readonly onEdit: EditSection;
}

const OneField = ({ section, field, content, findings, show, target, onEdit }: OneFieldProps) => {
  const sectionId = section.id;
  const editRows = useCallback<Parameters<typeof TableEditor>[0]['onEdit']>(
    (update) => onEdit(sectionId, (before) => setValue(field.id, update(rowsIn(before, field.id)))(before)),
    [field.id, onEdit, sectionId],
  );
  if (field.kind === 'table')
    return (
      <TableEditor
        section={sectionId}
        field={field}
        rows={rowsIn(content, field.id)}
        findings={findings}
        showProblems={show}
        focusRow={rowTarget(target, sectionId, field.id)}
        onEdit={editRows}
      />
    );
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  const advice = findings.filter(({ severity }) => severity === 'advice');
  return (
    <>
      <FieldEditor
        id={fieldDomId(sectionId, field.id)}
        field={field}
        value={content?.values[field.id]}
        error={show && blocking.length > 0 ? blocking.map(({ message }) => message).join(' ') : null}
        onChange={(value) => onEdit(sectionId, setValue(field.id, value))}
      />
      {advice.map(({ message }) => (
        <Text key={message} size="xs" c="yellow" mt={4}>
          Advice: {message}
        </Text>
      ))}
    </>
  );
};

const targets = new WeakMap<Target, { readonly row: number; readonly turn: number }>();

/** The row a target names in this field; the same object for the same target, so that effects run once. */
const rowTarget = (target: Target | null, section: string, field: string) => {
  if (target === null || target.row === null || target.section !== section || target.field !== field) return null;
  const known = targets.get(target) ?? { row: target.row, turn: target.turn };
  targets.set(target, known);
  return known;
};

/** Brings the control that a finding names under the keyboard. */
const useTargetFocus = (section: Section, target: Target | null): void => {
  useEffect(() => {
    if (target === null || target.section !== section.id || target.row !== null) return undefined;
    const timer = setTimeout(() => {
      const element =
        target.field === null
          ? document.getElementById(`section-${section.id}`)
          : document.getElementById(fieldDomId(section.id, target.field));
      const control = element?.matches('[role="radiogroup"]') === true ? element.querySelector('input') : element;
      control?.focus();
      element?.scrollIntoView({ block: 'center' });
    }, 30);
    return () => clearTimeout(timer);
  }, [section, target]);
};

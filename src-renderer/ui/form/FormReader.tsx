import { Title } from '@mantine/core';
import {
  blankText,
  displayValue,
  type Content,
  type Field,
  type FieldValue,
  type Form,
  type Row,
  type Scalar,
  type Section,
  type SectionContent,
} from '../../../src-main/contract/index.ts';
import styles from './Form.module.css';
import { proseRuns } from './prose.ts';
import { Tree } from './Tree.tsx';

interface Props {
  readonly form: Form;
  readonly content: Content;
}

/** A filled-in form to read: the words are those of the PDF. */
export const FormReader = ({ form, content }: Props) => (
  <div className={styles['reader']}>
    {form.sections.map((section, index) => (
      <ReadSection key={section.id} number={index + 1} section={section} content={content[section.id]} />
    ))}
  </div>
);

interface ReadSectionProps {
  readonly number: number;
  readonly section: Section;
  readonly content: SectionContent | undefined;
}

const ReadSection = ({ number, section, content }: ReadSectionProps) => (
  <section aria-labelledby={`read-${section.id}`}>
    <Title order={2} id={`read-${section.id}`} mb={8}>
      {number} {section.title}
    </Title>
    {content?.notApplicable === undefined ? (
      <div className={styles['fields']}>
        {section.fields.map((field) => (
          <div key={field.id} className={field.kind === 'prose' || field.kind === 'table' ? styles['span'] : undefined}>
            <ReadField field={field} value={content?.values[field.id]} />
          </div>
        ))}
      </div>
    ) : (
      <p className={styles['text']}>Does not apply: {content.notApplicable}</p>
    )}
  </section>
);

const ReadField = ({ field, value }: { readonly field: Field; readonly value: FieldValue | undefined }) => {
  if (field.kind === 'table') {
    const rows = Array.isArray(value) ? (value as readonly Row[]) : [];
    return (
      <div>
        <div className={styles['tableHead']}>
          <span className={styles['tableLabel']}>{field.label}</span>
        </div>
        {rows.length === 0 ? (
          <p>{field.emptyText === '' ? blankText : field.emptyText}</p>
        ) : field.tree !== undefined ? (
          <Tree field={field} rows={rows} />
        ) : (
          // Scrolls sideways on a narrow window, so it can be reached by the keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <section className={styles['tableScroll']} aria-label={`${field.label}, table`} tabIndex={0}>
            <table className={`${styles['table'] ?? ''} ${styles['readTable'] ?? ''}`} aria-label={field.label}>
              <thead>
                <tr>
                  {field.columns.map((column) => (
                    <th key={column.id} scope="col">
                      {column.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  // A frozen table never changes its order.
                  // oxlint-disable-next-line react/no-array-index-key
                  <tr key={index}>
                    {field.columns.map((column) => (
                      <td key={column.id}>{displayValue(column, row[column.id])}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    );
  }
  const scalar = Array.isArray(value) ? null : (value as Scalar | undefined);
  return (
    <dl className={styles['answer']} style={{ margin: 0 }}>
      <dt>{field.label}</dt>
      <dd>
        {field.kind === 'prose' && typeof scalar === 'string' && scalar.trim() !== '' ? (
          <Prose text={scalar} />
        ) : (
          displayValue(field, scalar)
        )}
      </dd>
    </dl>
  );
};

const Prose = ({ text }: { readonly text: string }) => (
  <div className={styles['text']}>
    {proseRuns(text).map((run, index) => {
      const key = `${index} ${run.kind}`;
      return run.kind === 'list' ? (
        <ul key={key}>
          {run.items.map((item, place) => (
            <li key={`${place} ${item}`}>{item}</li>
          ))}
        </ul>
      ) : (
        <p key={key}>{run.text}</p>
      );
    })}
  </div>
);

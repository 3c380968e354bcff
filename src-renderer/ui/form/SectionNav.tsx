import { IconAlertCircle, IconCircle, IconCircleCheck, IconCircleMinus, type Icon } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Content, Finding, Form } from '../../../src-main/contract/index.ts';
import { markOf, type Mark } from './edit.ts';
import styles from './Form.module.css';

interface Props {
  readonly form: Form;
  readonly content: Content;
  readonly findings: readonly Finding[];
  readonly current: string;
  readonly href: (section: string) => string;
}

const looks: Readonly<Record<Mark, { readonly icon: Icon; readonly word: string }>> = {
  complete: { icon: IconCircleCheck, word: 'complete' },
  'set-aside': { icon: IconCircleMinus, word: 'does not apply' },
  missing: { icon: IconAlertCircle, word: 'something is missing' },
  untouched: { icon: IconCircle, word: 'not started' },
};

/** The sections of a form with how far each is. */
export const SectionNav = ({ form, content, findings, current, href }: Props) => (
  <nav aria-label="Sections of the record" className={styles['navBox']}>
    <ol className={styles['nav']}>
      {form.sections.map((section) => {
        const own = findings.filter((finding) => finding.section === section.id);
        const blocking = own.filter(({ severity }) => severity === 'blocking').length;
        const mark = markOf(content[section.id], own);
        const { icon: MarkIcon, word } = looks[mark];
        return (
          <li key={section.id}>
            <Link
              href={href(section.id)}
              className={styles['navLink']}
              data-mark={mark}
              aria-current={section.id === current ? 'step' : undefined}
            >
              <MarkIcon size={16} className={styles['navIcon']} aria-hidden />
              <span>
                {section.title}
                <span className="visually-hidden">: {word}</span>
              </span>
              {mark === 'missing' && (
                <span className={styles['navCount']}>
                  {blocking}
                  <span className="visually-hidden"> missing</span>
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ol>
  </nav>
);

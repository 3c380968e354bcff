import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { mod } from '../../lib/keys.ts';
import { useOpenSession } from '../../stores/session.ts';
import { placesFor } from './places.ts';
import styles from './ShortcutSheet.module.css';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every key that does something, in one place. */
export const ShortcutSheet = ({ opened, onClose }: Props) => {
  const { account } = useOpenSession();
  const groups: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
    {
      title: 'Everywhere',
      keys: [
        [`${mod} K`, 'Find a record, go somewhere, do something'],
        [`${mod} Shift L`, 'Lock the vault'],
        ['?', 'This sheet'],
        ['Esc', 'Close a dialog'],
      ],
    },
    {
      title: 'Sections',
      keys: placesFor(account.roles).map(({ label }, index) => [`${mod} ${String(index + 1)}`, label] as const),
    },
    {
      title: 'Editing',
      keys: [
        [`${mod} S`, 'Save the draft now'],
        [`${mod} Z`, 'Undo typing'],
        ['Enter', 'In a table: same column of the next row; a new row after the last'],
        ['Alt ↑ / Alt ↓', 'In a table: move the row'],
        [`${mod} V`, 'In a table: paste rows from a spreadsheet'],
      ],
    },
    {
      title: 'Reviewing accounts',
      keys: [
        ['↑ ↓ / Page Up / Page Down', 'Move; with Shift select a range'],
        ['Space', 'Select the account'],
        [`${mod} A`, 'Select all that are shown'],
        ['K M R E N', 'Keep, modify, revoke, escalate, not mine'],
        [`${mod} Z`, 'Take the last decision back'],
        ['C', 'Confirm the guessed person, where there is one guess'],
        ['/', 'Search'],
        ['Enter / Esc', 'To the account’s details and back'],
      ],
    },
    {
      title: 'Reading a PDF',
      keys: [['Page Up / Page Down', 'Scroll, while the document has the focus']],
    },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={styles['groups']}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h2 className={styles['title']}>{title}</h2>
            <dl className={styles['keys']}>
              {keys.map(([key, what]) => (
                <Fragment key={what}>
                  <dt>
                    <Kbd size="xs">{key}</Kbd>
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
};

import { Anchor, Button, Text } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { dueLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { placeOfRecord, subjectWords, type DueItem } from './months.ts';

/** The way to a later day: what moved it already, the extension that is in work, or the button that begins one. */
export const Extension = ({ item }: { readonly item: DueItem }) => {
  const { extendedBy, extensionInWork, originalDueOn, mayExtend } = item;
  if (extendedBy !== null)
    return (
      <>
        from {originalDueOn} by{' '}
        <Anchor component={Link} href={placeOfRecord(extendedBy)}>
          {extendedBy}
        </Anchor>
      </>
    );
  if (extensionInWork !== null)
    return (
      <>
        <Anchor component={Link} href={placeOfRecord(extensionInWork)}>
          {extensionInWork}
        </Anchor>{' '}
        is in work
      </>
    );
  return mayExtend ? <Extend item={item} /> : null;
};

/** Begins the signed justification for a later day. */
const Extend = ({ item }: { readonly item: DueItem }) => {
  const [asked, setAsked] = useState(false);
  const extend = useAction('schedule.extend');
  const [, go] = useLocation();
  const what = `${dueLabel[item.kind]}, ${subjectWords(item)}`;
  const begin = async () => {
    const { systemId, kind, subject } = item;
    const made = await extend.run({ systemId: systemId ?? '', kind, subject: subject.id });
    if (made === null) return;
    announce(`${made.recordId} was begun.`);
    go(placeOfRecord(made.recordId));
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconClockPlus size={14} aria-hidden />}
        aria-label={`Extend: ${what}`}
        onClick={() => setAsked(true)}
      >
        Extend
      </Button>
      <Dialog
        opened={asked}
        title="Extend a due date"
        confirm="Begin the extension"
        state={extend.state}
        onClose={() => {
          extend.clear();
          setAsked(false);
        }}
        onConfirm={() => void begin()}
      >
        <Text size="sm">
          {what}: due on {item.dueOn}.
        </Text>
        <Text size="sm">
          You give the new date, the reason and the controls until then; the System Owner and Quality Assurance sign it.
          Until they did, the date stands. A due date is moved once, by six months at most.
        </Text>
      </Dialog>
    </>
  );
};

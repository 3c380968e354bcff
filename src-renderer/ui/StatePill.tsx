import { Badge } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBan,
  IconEye,
  IconHistory,
  IconLock,
  IconPencil,
  IconSignature,
  type Icon,
} from '@tabler/icons-react';
import { stateLabel, type RecordState } from '../../src-main/contract/index.ts';

const looks: Readonly<Record<RecordState, { readonly color: string; readonly icon: Icon }>> = {
  draft: { color: 'gray', icon: IconPencil },
  'in-review': { color: 'ink', icon: IconEye },
  'awaiting-signatures': { color: 'yellow', icon: IconSignature },
  effective: { color: 'green', icon: IconLock },
  superseded: { color: 'gray', icon: IconHistory },
  retired: { color: 'gray', icon: IconHistory },
  returned: { color: 'red', icon: IconArrowBackUp },
  withdrawn: { color: 'gray', icon: IconBan },
};

/** A record's state as icon and word, never colour alone. */
export const StatePill = ({ state }: { readonly state: RecordState }) => {
  const { color, icon: StateIcon } = looks[state];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      fw={500}
      radius="sm"
      // The word is the state: it is never cut short.
      style={{ minWidth: 'max-content' }}
      leftSection={<StateIcon size={13} aria-hidden />}
    >
      {stateLabel[state]}
    </Badge>
  );
};

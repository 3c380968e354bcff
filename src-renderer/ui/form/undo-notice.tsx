import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** One notice at a time: more of them would cover the page, and only the last act can be taken back cleanly. */
const id = 'undo';

/** Says what was done and offers to take it back. */
export const undoNotice = (message: string, undo: () => void): void => {
  notifications.hide(id);
  notifications.show({
    id,
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="light"
          style={{ flexShrink: 0 }}
          onClick={() => {
            undo();
            notifications.hide(id);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
};

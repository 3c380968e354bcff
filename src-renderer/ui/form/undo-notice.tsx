import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Says what was done and offers to take it back. */
export const undoNotice = (message: string, undo: () => void): void => {
  const id = notifications.show({
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

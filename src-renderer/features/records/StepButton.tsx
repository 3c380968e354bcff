import { Button, Tooltip } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { explain } from '../../lib/messages.ts';

interface Props {
  readonly children: ReactNode;
  /** Why it cannot be done now, or null. */
  readonly obstacle: string | null;
  readonly variant?: 'filled' | 'default' | 'subtle';
  readonly onClick: () => void;
}

/** States in which a step makes no sense at all: the button is left out instead of shown off. */
const pointless = new Set([
  'lifecycle/illegal-step',
  'access/denied',
  'records/not-editable',
  'records/not-author',
  'records/not-an-editor',
  'records/not-current',
  'records/author-cannot-review',
]);

/** A step of the record's life. Where it is off, the button stays reachable and says why. */
export const StepButton = ({ children, obstacle, variant = 'default', onClick }: Props) => {
  const why = useId();
  if (obstacle === null)
    return (
      <Button size="xs" variant={variant} onClick={onClick}>
        {children}
      </Button>
    );
  if (pointless.has(obstacle)) return null;
  const { what } = explain({ code: obstacle });
  return (
    <Tooltip label={what} multiline maw={300}>
      <Button
        size="xs"
        variant="default"
        data-disabled
        aria-disabled="true"
        aria-describedby={why}
        onClick={(event) => event.preventDefault()}
      >
        {children}
        <span id={why} className="visually-hidden">
          {what}
        </span>
      </Button>
    </Tooltip>
  );
};

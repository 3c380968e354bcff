import { Loader } from '@mantine/core';

interface Props {
  /** What is under way, for screen readers. */
  readonly label: string;
  readonly size?: number;
}

/** Something is under way. */
export const Busy = ({ label, size = 28 }: Props) => (
  <output>
    <Loader size={size} aria-hidden />
    <span className="visually-hidden">{label}</span>
  </output>
);

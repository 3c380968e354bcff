import { Textarea } from '@mantine/core';

interface Props {
  /** How it may read, e.g. `seen in person, company badge 4711 compared`. */
  readonly example: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly focusFirst?: boolean;
}

/** How an administrator knows who it is that gets a certificate (21 CFR 11.100(b)). */
export const IdentityProof = ({ example, value, onChange, focusFirst = false }: Props) => (
  <Textarea
    label="How the identity was verified"
    description={`For example: ${example}. Kept in the audit trail.`}
    required
    autosize
    minRows={2}
    data-autofocus={focusFirst || undefined}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

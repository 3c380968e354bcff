import { Group, NativeSelect, Radio, Text, Textarea, TextInput } from '@mantine/core';
import type { Field, FieldValue } from '../../../src-main/contract/index.ts';
import { DateField } from './DateField.tsx';
import { useNumberText } from './use-number-text.ts';
import { ZonedTimeField } from './ZonedTimeField.tsx';

type PlainField = Exclude<Field, { kind: 'table' }>;

interface Props<F extends PlainField = PlainField> {
  readonly id: string;
  readonly field: F;
  readonly value: FieldValue | undefined;
  readonly error: string | null;
  readonly onChange: (value: FieldValue) => void;
}

const shared = ({ id, field, error }: Props) => ({
  id,
  label: field.label,
  description: field.help,
  required: field.required,
  error,
});

const textOf = (value: FieldValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const orNull = (text: string): string | null => (text === '' ? null : text);

/** The control for one answer of a form. */
export const FieldEditor = (props: Props) => {
  const { field, value, onChange } = props;
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...shared(props)}
          value={textOf(value)}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      );
    case 'prose':
      return (
        <Textarea
          {...shared(props)}
          autosize
          minRows={3}
          value={textOf(value)}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      );
    case 'date':
      return <DateField {...shared(props)} value={textOf(value)} onChange={(text) => onChange(orNull(text))} />;
    case 'datetime':
      return <ZonedTimeField {...shared(props)} value={textOf(value)} onChange={(text) => onChange(orNull(text))} />;
    case 'number':
      return <NumberField {...props} field={field} />;
    case 'choice':
      return (
        <NativeSelect
          {...shared(props)}
          data={[{ value: '', label: 'Choose …' }, ...field.options]}
          value={textOf(value)}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      );
    default:
      return <YesNoField {...props} />;
  }
};

const NumberField = (props: Props<Extract<PlainField, { kind: 'number' }>>) => {
  const { field, value, onChange } = props;
  const { text, onText, onBlur } = useNumberText(value, onChange);
  return (
    <TextInput
      {...shared(props)}
      inputMode="decimal"
      value={text}
      rightSection={
        field.unit === '' ? null : (
          <Text size="sm" c="dimmed">
            {field.unit}
          </Text>
        )
      }
      rightSectionWidth={Math.max(34, field.unit.length * 8 + 18)}
      rightSectionPointerEvents="none"
      aria-label={field.unit === '' ? undefined : `${field.label} in ${field.unit}`}
      onChange={(event) => onText(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
};

const YesNoField = ({ id, field, value, error, onChange }: Props) => (
  <Radio.Group
    id={id}
    label={field.label}
    description={field.help}
    withAsterisk={field.required}
    error={error}
    value={typeof value === 'boolean' ? String(value) : ''}
    onChange={(next) => onChange(next === 'true')}
  >
    <Group gap="lg" mt={8} mb={4}>
      <Radio value="true" label="Yes" />
      <Radio value="false" label="No" />
    </Group>
  </Radio.Group>
);

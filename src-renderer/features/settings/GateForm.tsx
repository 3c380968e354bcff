import { Fieldset, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isDate, type SettingValue } from '../../../src-main/contract/index.ts';
import { useSession } from '../../stores/session.ts';
import type { SettingForm } from './types.ts';

type Gate = SettingValue<'signing.gate'>;

interface Typed {
  readonly policy: string;
  readonly effectiveOn: string;
  readonly letter: 'sent' | 'not-applicable' | '';
  readonly letterReference: string;
  readonly sentOn: string;
  readonly reason: string;
  readonly validation: string;
  readonly completedOn: string;
  readonly version: string;
}

const typedOf = ({ policy, letter, validation }: Gate, version: string): Typed => ({
  policy: policy?.reference ?? '',
  effectiveOn: policy?.effectiveOn ?? '',
  letter: letter?.kind ?? '',
  letterReference: letter?.kind === 'sent' ? letter.reference : '',
  sentOn: letter?.kind === 'sent' ? letter.sentOn : '',
  reason: letter?.kind === 'not-applicable' ? letter.reason : '',
  validation: validation?.reference ?? '',
  completedOn: validation?.completedOn ?? '',
  version: validation?.version ?? version,
});

const letterOf = ({ letter, letterReference, sentOn, reason }: Typed): Gate['letter'] | undefined => {
  switch (letter) {
    case 'sent':
      return letterReference.trim() !== '' && isDate(sentOn)
        ? { kind: letter, reference: letterReference.trim(), sentOn }
        : undefined;
    case 'not-applicable':
      return reason.trim().length >= 3 ? { kind: letter, reason: reason.trim() } : undefined;
    default:
      return null;
  }
};

/** What was typed as a value; null while a part of it is only half there. */
const gateOf = (typed: Typed): Gate | null => {
  const reference = typed.policy.trim();
  const report = typed.validation.trim();
  const letter = letterOf(typed);
  const half =
    letter === undefined ||
    (reference !== '' && !isDate(typed.effectiveOn)) ||
    (report !== '' && (!isDate(typed.completedOn) || typed.version.trim() === ''));
  if (half) return null;
  return {
    policy: reference === '' ? null : { reference, effectiveOn: typed.effectiveOn },
    letter,
    validation:
      report === '' ? null : { version: typed.version.trim(), reference: report, completedOn: typed.completedOn },
  };
};

const letterChoices = [
  { value: 'sent', label: 'Sent' },
  { value: 'not-applicable', label: 'Not applicable: no records that the FDA regulates' },
];

/** What has to be on record before anybody signs: policy, letter to the FDA, validation. */
export const GateForm = ({ value, onChange }: SettingForm<'signing.gate'>) => {
  const version = useSession((store) => store.info)?.version ?? '';
  const [typed, setTyped] = useState(() => typedOf(value, version));
  const set = (change: Partial<Typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    onChange(gateOf(next));
  };
  return (
    <Stack gap="md">
      <Fieldset legend="E-signature policy">
        <Stack gap="sm">
          <TextInput
            label="Number and title of the procedure"
            description="The one by which your organisation holds people accountable for their electronic signatures, e.g. SOP-031 Electronic signatures."
            data-autofocus
            value={typed.policy}
            onChange={(event) => set({ policy: event.currentTarget.value })}
          />
          <TextInput
            label="Effective since"
            description="Year-month-day"
            value={typed.effectiveOn}
            onChange={(event) => set({ effectiveOn: event.currentTarget.value.trim() })}
          />
        </Stack>
      </Fieldset>
      <Fieldset legend="Letter to the FDA, 21 CFR 11.100(c)">
        <Stack gap="sm">
          <Text size="sm">
            Needed once for the whole organisation, not for each person or vault: it certifies to the FDA that your
            electronic signatures are the legally binding equivalent of handwritten ones. It is due before, or at the
            time of, their first use on records that FDA regulations require. An earlier letter of your organisation
            counts. If no such records are kept here, say so and why.
          </Text>
          <Select
            label="The letter"
            data={letterChoices}
            value={typed.letter === '' ? null : typed.letter}
            clearable
            clearButtonProps={{ 'aria-label': 'Clear the letter' }}
            onChange={(letter) => set({ letter: letter === 'sent' || letter === 'not-applicable' ? letter : '' })}
          />
          {typed.letter === 'sent' && (
            <>
              <TextInput
                label="Reference of the letter"
                value={typed.letterReference}
                onChange={(event) => set({ letterReference: event.currentTarget.value })}
              />
              <TextInput
                label="Sent on"
                description="Year-month-day"
                value={typed.sentOn}
                onChange={(event) => set({ sentOn: event.currentTarget.value.trim() })}
              />
            </>
          )}
          {typed.letter === 'not-applicable' && (
            <Textarea
              label="Why no letter is needed"
              autosize
              minRows={2}
              value={typed.reason}
              onChange={(event) => set({ reason: event.currentTarget.value })}
            />
          )}
        </Stack>
      </Fieldset>
      <Fieldset legend="Validation of Countersign">
        <Stack gap="sm">
          <TextInput
            label="Number of the validation report"
            value={typed.validation}
            onChange={(event) => set({ validation: event.currentTarget.value })}
          />
          <TextInput
            label="Completed on"
            description="Year-month-day"
            value={typed.completedOn}
            onChange={(event) => set({ completedOn: event.currentTarget.value.trim() })}
          />
          <TextInput
            label="Version that was validated"
            description={version === '' ? undefined : `This is version ${version}.`}
            value={typed.version}
            onChange={(event) => set({ version: event.currentTarget.value })}
          />
        </Stack>
      </Fieldset>
    </Stack>
  );
};

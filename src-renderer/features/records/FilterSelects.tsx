import { NativeSelect } from '@mantine/core';
import { RecordState, RecordTypeId, recordTypes, stateLabel } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';

/** By what records are chosen; empty text chooses all. */
export interface Chosen {
  readonly type: RecordTypeId | '';
  readonly systemId: string;
  readonly state: RecordState | '';
}

const states = Object.values(RecordState);
const types = Object.values(RecordTypeId);

interface Props<C extends Chosen> {
  readonly chosen: C;
  readonly onChange: (chosen: C) => void;
}

/** Kind, system and state of records, to choose from. */
export const FilterSelects = <C extends Chosen>({ chosen, onChange }: Props<C>) => (
  <>
    <NativeSelect
      label="Kind"
      // The longest name is cut short in the closed box rather than that the filters take a second line.
      maw={180}
      value={chosen.type}
      onChange={(event) => onChange({ ...chosen, type: types.find((one) => one === event.currentTarget.value) ?? '' })}
      data={[
        { value: '', label: 'All kinds' },
        ...types.map((type) => ({ value: type, label: recordTypes[type].plural })),
      ]}
    />
    <SystemSelect value={chosen.systemId} onChange={(systemId) => onChange({ ...chosen, systemId })} />
    <NativeSelect
      label="State"
      value={chosen.state}
      onChange={(event) =>
        onChange({ ...chosen, state: states.find((one) => one === event.currentTarget.value) ?? '' })
      }
      data={[
        { value: '', label: 'All states' },
        ...states.map((state) => ({ value: state, label: stateLabel[state] })),
      ]}
    />
  </>
);

/** A system to choose, or all of them. */
export const SystemSelect = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (systemId: string) => void;
}) => {
  const systems = useCall('systems.list', {});
  const known = systems.state.kind === 'have' ? systems.state.value.systems : [];
  return (
    <NativeSelect
      label="System"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: 'All systems' }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
};

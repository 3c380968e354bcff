import { Autocomplete, type AutocompleteProps } from '@mantine/core';

const zones = Intl.supportedValuesOf('timeZone');

/** A time zone by its IANA name, typed or chosen. */
export const ZoneField = (props: Omit<AutocompleteProps, 'data' | 'limit'>) => (
  <Autocomplete {...props} data={zones} limit={40} />
);

import { Badge } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';

/** Says of a record that it is another vault's and only read here, in words: it has no state of this vault. */
export const ImportedPill = () => (
  <Badge
    variant="outline"
    color="gray"
    tt="none"
    fw={500}
    radius="sm"
    style={{ minWidth: 'max-content' }}
    leftSection={<IconFileImport size={13} aria-hidden />}
  >
    Imported, read-only
  </Badge>
);

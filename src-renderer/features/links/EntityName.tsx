import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import {
  isRecordTypeId,
  recordTypes,
  ReferenceKind,
  referenceLabel,
  type Output,
} from '../../../src-main/contract/index.ts';

export type Entity = Output<'links.of'>['links'][number]['other'];

/** Where an entity is shown; null for what has no screen. */
export const placeOf = ({ kind, id }: Pick<Entity, 'kind' | 'id'>): string | null => {
  const name = encodeURIComponent(id);
  switch (kind) {
    case 'record':
      return `/records/${name}`;
    case 'system':
      return `/systems/${name}`;
    case 'action':
      return `/actions/${name}`;
    case 'reference':
      return `/references/${name}`;
    case 'supplier':
      return `/suppliers/${name}`;
    default:
      return null;
  }
};

/** What people call its kind: `Incident`, `Commit`, `Action`. */
export const kindOf = ({ kind, type }: Pick<Entity, 'kind' | 'type'>): string => {
  if (kind === 'record' && isRecordTypeId(type)) return recordTypes[type].title;
  const reference = Object.values(ReferenceKind).find((one) => one === type);
  if (kind === 'reference' && reference !== undefined) return referenceLabel[reference];
  const words = kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** An entity by number and title, leading to its screen where it has one. */
export const EntityName = ({ entity }: { readonly entity: Entity }) => {
  const href = placeOf(entity);
  return (
    <>
      {href === null ? (
        <Text span fw={500}>
          {entity.id}
        </Text>
      ) : (
        <Anchor component={Link} href={href} fw={500}>
          {entity.id}
        </Anchor>
      )}
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {entity.title === entity.id ? kindOf(entity) : entity.title}
      </Text>
    </>
  );
};

import type { Input } from '../../src-main/contract/index.ts';
import { listPlace } from './list-place.ts';

/** What the list of actions shows; null means: all. */
export type ActionsFilter = Pick<Input<'actions.list'>, 'systemId' | 'status' | 'mine' | 'overdue'>;

export const openActions: ActionsFilter = { systemId: null, status: 'open', mine: false, overdue: false };

export const useActionsPlace = listPlace(openActions);

import type { Output } from '../../contract/index.ts';
import {
  accessRaised,
  account as readAccount,
  entities,
  entityKey,
  type AccessRaised,
  type ReadableVault,
} from '../../vault/index.ts';

export type RaisedView = Output<'access.line'>['raised'][number];

/** What was raised, as it stands now, and because of what. */
export interface RaisedThing {
  readonly cause: Pick<AccessRaised, 'account' | 'findings'>;
  readonly view: RaisedView;
}

/** What was raised in a review; of one line alone where that is given. */
export const raisedThings = (
  db: ReadableVault,
  recordId: string,
  of: { readonly fileId: string; readonly line: number } | null = null,
): readonly RaisedThing[] => {
  const raised = accessRaised(db, recordId, of);
  const known = entities(db, raised);
  return raised.map(({ kind, id, account, findings, at, accountId }) => {
    const entity = known.get(entityKey({ kind, id }));
    const owner = entity?.facts['owner'];
    return {
      cause: { account, findings },
      view: {
        kind,
        id,
        title: entity?.title ?? '',
        state: entity?.state ?? null,
        day: entity?.day ?? null,
        owner: kind === 'action' && typeof owner === 'string' ? owner : null,
        at,
        by: readAccount(db, accountId)?.fullName ?? accountId,
      },
    };
  });
};

import { foundation } from './0001-foundation.ts';
import { workingStates } from './0002-working-states.ts';
import { graph } from './0003-graph.ts';
import { search } from './0004-search.ts';
import { accessReview } from './0005-access-review.ts';
import { due } from './0006-due.ts';
import { foreignRecords } from './0007-foreign-records.ts';
import { passPhrases } from './0008-pass-phrases.ts';
import { inForce } from './0009-in-force.ts';
import { accessRuns } from './0010-access-runs.ts';
import { settingChanges } from './0011-setting-changes.ts';
import { accessRaised } from './0012-access-raised.ts';
import { keyReplacement } from './0013-key-replacement.ts';
import { enrolment } from './0014-enrolment.ts';
import { reopened } from './0015-reopened.ts';
import { entryInForce } from './0016-entry-in-force.ts';
import { loginReset } from './0017-login-reset.ts';
import { importedFound } from './0018-imported-found.ts';
import { ownKeys } from './0019-own-keys.ts';
import { inForceFound } from './0020-in-force-found.ts';

/**
 * The history of the schema, oldest first; the place in the list is the `user_version` it leads to. Forward only: a
 * migration that was released is never edited, imports nothing of today and never touches signed bytes.
 */
export const migrations: readonly string[] = [
  foundation,
  workingStates,
  graph,
  search,
  accessReview,
  due,
  foreignRecords,
  passPhrases,
  inForce,
  accessRuns,
  settingChanges,
  accessRaised,
  keyReplacement,
  enrolment,
  reopened,
  entryInForce,
  loginReset,
  importedFound,
  ownKeys,
  inForceFound,
];

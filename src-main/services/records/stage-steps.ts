import type { Output } from '../../contract/index.ts';
import type { Finding } from '../../domain/completeness.ts';
import { isEditable, type RecordState } from '../../domain/lifecycle.ts';
import type { StageStep } from '../../domain/stages.ts';
import type { Account, ReadableVault } from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import type { LoadedRecord } from './access.ts';
import { askedBy, checkContext } from './checks.ts';
import { writerObstacle } from './editors.ts';
import { contentOf } from './history.ts';

/** Why this account may not take the step, by code; null where it may. */
export const stepObstacle = ({ type, revision }: LoadedRecord, self: Account, step: StageStep): string | null => {
  const eligible = step.eligible;
  if (eligible !== undefined) return eligible.some((role) => self.roles.includes(role)) ? null : 'access/denied';
  return writerObstacle(type, revision, self);
};

/** What the type's own rule for this step finds missing. */
export const gateFindings = (
  db: ReadableVault,
  context: ServiceContext,
  { type, revision, system }: LoadedRecord,
  self: Account,
  step: StageStep,
): readonly Finding[] => {
  const content = contentOf(revision);
  const asked = checkContext(db, { type, system, revision, content, asked: askedBy(context, self) });
  return (step.check?.(content, asked) ?? []).filter(({ severity }) => severity === 'blocking');
};

/** The steps that lead on from where the record stands, each with what stands against this account taking it. */
export const stageSteps = (
  db: ReadableVault,
  context: ServiceContext,
  loaded: LoadedRecord,
  self: Account,
): Output<'records.get'>['stageSteps'] => {
  const { type, revision } = loaded;
  const { stages } = type;
  const at = revision.stage;
  if (stages === undefined || at === null || !isEditable(revision.state as RecordState)) return [];
  return stages.steps
    .filter(({ from }) => from.includes(at))
    .map((step) => ({
      id: step.id,
      label: step.label,
      needsReason: step.needsReason,
      obstacle: stepObstacle(loaded, self, step),
      findings: [...gateFindings(db, context, loaded, self, step)],
    }));
};

import type { Content } from '../../domain/form.ts';
import { withValues, type Values } from '../../domain/records/operations/prefilled.ts';
import { people } from './case.ts';
import { outage, outagePostMortem, printer, queueDefect, queueStop, slowness } from './case-operations.ts';
import type { Sealed, Troupe } from './troupe.ts';

const filled =
  (answers: Values) =>
  (content: Content): Content =>
    withValues(content, answers);

const handled = ['triage', 'start', 'mitigate', 'resolve', 'finish-analysis'] as const;

/** The incidents of the year with what came of them: a post-mortem, a defect, changes. */
export const incidents = async (
  troupe: Troupe,
  systems: { readonly laboratory: string; readonly manufacturing: string },
): Promise<readonly Sealed[]> => {
  const { today } = troupe;
  const sealed: Sealed[] = [];

  /** An incident with its resolution as a registered change, worked through to the end of its analysis. */
  const incident = async (systemId: string, answers: Values, change: string | null): Promise<string> => {
    await troupe.as(people.operative);
    const draft = await troupe.ask('records.create', { type: 'incident', systemId });
    const recordId = draft.summary.id;
    await troupe.write(draft, filled(answers));
    if (change !== null) await registerChange(troupe, systemId, recordId, answers, change);
    await troupe.steps(recordId, ...handled);
    return recordId;
  };

  const outageId = await incident(systems.laboratory, outage(today), 'Storage controller replaced, failover enabled');
  await troupe.as(people.technicalOwner);
  const lesson = await troupe.ask('records.createFrom', { recordId: outageId, type: 'post-mortem' });
  await troupe.write(lesson, filled(outagePostMortem(today)));
  await troupe.steps(lesson.summary.id, 'hold-review');
  sealed.push(await troupe.seal(lesson.summary.id));
  await troupe.as(people.operative);
  await troupe.steps(outageId, 'ask-quality');
  sealed.push(await troupe.seal(outageId));

  for (const [systemId, answers, change] of [
    [systems.laboratory, printer(today), 'Driver of the label printers updated'],
    [systems.laboratory, slowness(today), 'Stability recalculation moved to 02:00'],
  ] as const) {
    const recordId = await incident(systemId, answers, change);
    sealed.push(await troupe.seal(recordId));
  }

  const queueId = await incident(systems.manufacturing, queueStop(today), null);
  const flaw = await troupe.ask('records.createFrom', { recordId: queueId, type: 'defect' });
  const flawId = flaw.summary.id;
  await troupe.write(flaw, filled(queueDefect(today)));
  await troupe.steps(flawId, 'confirm', 'decide');
  await troupe.as(people.technicalOwner);
  await troupe.steps(flawId, 'begin-fix', 'fix');
  await troupe.as(people.qualityAssurance);
  await troupe.steps(flawId, 'verify');
  await troupe.as(people.operative);
  sealed.push(await troupe.seal(flawId));
  await troupe.as(people.operative);
  sealed.push(await troupe.seal(queueId));
  return sealed;
};

/** The change by which an incident was resolved, as a reference that is linked to it. */
const registerChange = async (
  troupe: Troupe,
  systemId: string,
  recordId: string,
  answers: Values,
  title: string,
): Promise<void> => {
  const text = (section: string, field: string): string => {
    const value = answers[section]?.[field];
    return typeof value === 'string' ? value : '';
  };
  const reference = await troupe.ask('references.add', {
    systemId,
    reference: {
      kind: 'change',
      value: text('change', 'number'),
      title,
      date: text('handling', 'resolvedAt').slice(0, 10),
      changeKind: 'normal',
      gxpImpact: false,
      major: false,
    },
  });
  await troupe.ask('links.add', {
    relation: 'resolved-by',
    from: { kind: 'record', id: recordId },
    to: { kind: 'reference', id: reference.id },
  });
};

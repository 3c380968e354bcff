import type { Output } from '../../contract/index.ts';
import { completeTotals } from '../../domain/access-review/totals.ts';
import { decisionLabel, type Decision } from '../../domain/access-review/decision.ts';
import { account, accessFiles, accessRules, remedyLines, type ReadableVault } from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { workObstacle, type LoadedReview } from './access.ts';
import { remedyFigures, reviewFigures } from './figures.ts';

export type Overview = Output<'access.overview'>;

/** All that a review's screen shows before a line is looked at. */
export const overviewOf = (db: ReadableVault, context: ServiceContext, review: LoadedReview): Overview => {
  const { record, revision, pointer } = review;
  const current = [pointer.accountsFile, pointer.rosterFile];
  const fileId = pointer.analysedAt === null ? null : pointer.accountsFile;
  const figures = fileId === null ? null : reviewFigures(db, fileId);
  return {
    systemId: record.systemId,
    stage: revision.stage ?? '',
    may: {
      load: workObstacle(review, 'load'),
      decide: workObstacle(review, 'decide'),
      remedy: workObstacle(review, 'remedy'),
      raise: workObstacle(review, 'raise'),
    },
    files: accessFiles(db, record.id).map((file) => ({
      id: file.id,
      kind: file.kind,
      number: file.number,
      name: file.name,
      size: file.size,
      sha256: file.sha256,
      encoding: file.encoding,
      source: file.source,
      extractor: file.extractor,
      query: file.query,
      extractedAt: file.extractedAt,
      declaredRows: file.declaredRows,
      reason: file.reason,
      importedAt: file.importedAt,
      totals: completeTotals(file.totals),
      importedBy: account(db, file.importedBy)?.fullName ?? file.importedBy,
      current: file.kind === 'later' || current.includes(file.id),
    })),
    analysedAt: pointer.analysedAt,
    rulesVersion: pointer.rulesVersion,
    newestRules: accessRules(db, record.systemId)?.version ?? 0,
    lines: figures?.lines ?? 0,
    active: figures?.active ?? 0,
    privileged: figures?.privileged ?? 0,
    open: figures?.open ?? 0,
    unconfirmed: figures?.unconfirmed ?? 0,
    findings: (figures?.findings ?? []).map(({ kind, lines, open }) => ({ kind, lines, open })),
    withoutFinding: figures?.withoutFinding ?? 0,
    decisions: (Object.keys(decisionLabel) as Decision[]).map((decision) => ({
      decision,
      lines: figures?.decisions[decision] ?? 0,
    })),
    pace: figures?.pace ?? { bulkKeepShare: null, perMinute: null },
    remedies: remedyFigures(fileId === null ? [] : remedyLines(db, fileId), today(context)),
  };
};

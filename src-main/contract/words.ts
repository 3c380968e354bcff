/** What the screens may know of the domain: its words, forms and pure helpers. */
export type { Failure, JsonValue, Result } from '../domain/result.ts';
export { auditEvent, Risk, riskLabel } from '../domain/audit-events.ts';
export {
  duties,
  dutyLabel,
  may,
  Role,
  roleLabel,
  roles,
  roleConflict,
  signingRoles,
  type Duty,
} from '../domain/roles.ts';
export type { SettingKey, SettingValue } from '../domain/settings/index.ts';
export {
  enrolmentStepLabel,
  enrolmentSteps,
  identityDocuments,
  proofingMethods,
  type EnrolmentStep,
} from '../domain/enrolment.ts';
export { RecordState, stateLabel } from '../domain/lifecycle.ts';
export { Indication } from '../domain/indication.ts';
export { Meaning } from '../domain/signing.ts';
export type {
  Column,
  Content,
  Field,
  FieldValue,
  Form,
  Option,
  Row,
  Scalar,
  Section,
  SectionContent,
  TableField,
} from '../domain/form.ts';
export { emptyContent, isBlank } from '../domain/form.ts';
export type { Finding } from '../domain/completeness.ts';
export { isDate } from '../domain/iso-date.ts';
export { outlineOf } from '../domain/outline.ts';
export { longestTimelineText, parseTimeline, type TimelineItem } from '../domain/timeline-text/index.ts';
export { isZone } from '../domain/local-time.ts';
export { joinZonedTime, readZonedTime, splitZonedTime, zonedTimeProblem } from '../domain/zoned-time.ts';
export { blankText, displayInstant, displayValue } from '../domain/display.ts';
export { EntityKind, Relation, relationRule, type LinkDirection } from '../domain/links.ts';
export { ChangeKind, ReferenceKind, referenceLabel } from '../domain/references.ts';
export { ActionStatus, actionStatusLabel, ActionType, actionTypeLabel } from '../domain/actions.ts';
export { DueKind, dueLabel } from '../domain/schedule.ts';
export { supplierForm } from '../domain/supplier.ts';
export { systemForm } from '../domain/system.ts';
export { RecordTypeId, type RecordType } from '../domain/record-type.ts';
export { everyFormula, trendGroups, type TrendGroup } from '../domain/trends/index.ts';
export type { ChartData } from '../domain/chart/data.ts';
export { layoutChart } from '../domain/chart/layout.ts';
export type { CellPlace, Drawing, Ink, Shape } from '../domain/chart/drawing.ts';
export { figure } from '../domain/chart/scale.ts';
export { addMonths } from '../domain/days.ts';
export { isRecordType as isRecordTypeId, recordTypes } from '../domain/records/index.ts';
export { rowKindLabel, rowNumber, rowSides } from '../domain/compare/rows.ts';
export { changedFields, type FieldChange, type SectionChange } from '../domain/compare/comparison.ts';
export type { LineChange } from '../domain/compare/words.ts';
export { sampleText } from '../domain/records/audit-trail-review.ts';

/** Why a certificate is revoked, as revocation lists say it (RFC 5280, 5.3.1). */
export const revocationCauses = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
] as const;
export type RevocationCause = (typeof revocationCauses)[number];
export { ListKind } from '../domain/access-review/columns.ts';
export { dateFormats } from '../domain/access-review/dates.ts';
export { Decision, decisionLabel, isFinal } from '../domain/access-review/decision.ts';
export { type FindingKind, findingHelp, findingLabel } from '../domain/access-review/findings.ts';
export { paceLimits } from '../domain/access-review/pace.ts';
export { accountKindLabel, type AccountKind } from '../domain/access-review/rows.ts';

import type { Input, Output } from '../../../src-main/contract/index.ts';

export type Overview = Output<'access.overview'>;
export type Line = Output<'access.lines'>['lines'][number];
export type LineDetail = Output<'access.line'>;
export type RosterPerson = Output<'access.people'>['people'][number];
export type Filter = Input<'access.numbers'>['filter'];
export type DecisionId = Input<'access.decide'>['decision'];
export type Preview = Output<'access.preview'>;
export type Mapping = Input<'access.import'>['mapping'];
export type ListKindId = Input<'access.import'>['kind'];
export type Rules = Output<'access.rules'>['rules'];
export type RemedyLine = Output<'access.remedies'>['lines'][number];

export const everything: Filter = {
  findings: [],
  noFinding: false,
  decision: null,
  privileged: null,
  active: null,
  search: '',
};

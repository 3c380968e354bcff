import { sampleLists } from '../../src-main/cli/bench/access-lists.ts';
import type { Input, Output } from '../../src-main/contract/index.ts';
import type { Content } from '../../src-main/domain/form.ts';
import { accessReviewForm } from '../../src-main/domain/records/access-review-form.ts';
import type { Staffed } from './services.ts';

export type ListInput = Pick<Input<'access.import'>, 'kind' | 'fileName' | 'bytes'>;

export const asBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Where a list came from, as a person types it. */
export const provenance = {
  source: 'LabCore LIMS production',
  extractor: 'Karin Vogel',
  query: 'Report USR-07 All accounts',
  extractedAt: '2026-11-20T07:30:00.000Z',
  declaredRows: null,
  reason: null,
} as const;

/** A review with its lists imported as the preview proposes. */
export interface ReviewAtWork {
  readonly recordId: string;
  /** Imports a list by its own preview. */
  load(list: ListInput, more?: Partial<Input<'access.import'>>): Promise<Output<'access.overview'>>;
  step(step: string, reason?: string): Promise<Output<'records.get'>>;
  /** Line numbers by a filter. */
  numbers(filter?: Partial<Input<'access.numbers'>['filter']>): Promise<readonly number[]>;
  decide(
    lines: readonly number[],
    decision: Input<'access.decide'>['decision'],
    justification?: string,
    removeRoles?: readonly string[],
  ): Promise<Output<'access.decide'>>;
}

export const everything = {
  findings: [],
  noFinding: false,
  decision: null,
  privileged: null,
  active: null,
  search: '',
} satisfies Input<'access.numbers'>['filter'];

export const newReview = async ({ services, systemId }: Staffed): Promise<ReviewAtWork> => {
  const created = await services.ask('records.create', { type: 'access-review', systemId });
  const recordId = created.summary.id;
  return {
    recordId,
    load: async (list, more = {}) => {
      const seen = await services.ask('access.preview', {
        recordId,
        ...list,
        encoding: null,
        delimiter: null,
        mapping: null,
      });
      return services.ask('access.import', {
        recordId,
        ...list,
        encoding: seen.encoding,
        delimiter: seen.delimiter,
        mapping: seen.mapping,
        ...provenance,
        ...more,
      });
    },
    step: (step, reason) => services.ask('records.takeStage', { recordId, step, reason: reason ?? null }),
    numbers: async (filter = {}) =>
      (await services.ask('access.numbers', { recordId, filter: { ...everything, ...filter } })).numbers,
    decide: (lines, decision, justification = '', removeRoles = []) =>
      services.ask('access.decide', {
        recordId,
        lines: [...lines],
        decision,
        justification,
        removeRoles: [...removeRoles],
      }),
  };
};

/** Loads seeded lists of so many accounts and begins the review. */
export const begunReview = async (staffed: Staffed, count: number): Promise<ReviewAtWork> => {
  const review = await newReview(staffed);
  const lists = sampleLists(count, '2026-11-20');
  await review.load({ kind: 'accounts', fileName: 'accounts.csv', bytes: asBytes(lists.accounts) });
  await review.load({ kind: 'roster', fileName: 'roster.csv', bytes: asBytes(lists.roster) });
  await review.step('load');
  await review.step('begin');
  return review;
};

/** What people write in a review, complete to the last field. */
export const filledReview = (content: Content, verdict: string): Content => {
  const words: Readonly<Record<string, unknown>> = {
    'scope.environments': 'Production',
    'scope.types': 'All accounts of people, services and benches.',
    'sources.completeness':
      'Row counts were compared with the report footer; nested groups are resolved by the report.',
    'rules.roleContent': 'The permissions of each role were compared with the role description of 2026-02.',
    'reviewers.assigned': [{ name: 'Irina Petrova', part: 'All accounts', why: 'Leads the laboratory systems' }],
    'outcome.assessment': 'Leavers and orphans are revoked, all others are needed.',
    'conclusion.verdict': verdict,
    'conclusion.rationale': 'Every account was compared with the roster and the role baseline.',
    'conclusion.paceRationale': 'Accounts without a finding were kept together after sampling fifty of them.',
  };
  return Object.fromEntries(
    accessReviewForm.sections.map((section) => [
      section.id,
      {
        ...content[section.id],
        values: {
          ...content[section.id]?.values,
          ...Object.fromEntries(
            section.fields.flatMap((field) => {
              const word = words[`${section.id}.${field.id}`];
              return word === undefined ? [] : [[field.id, word]];
            }),
          ),
        },
      },
    ]),
  ) as Content;
};

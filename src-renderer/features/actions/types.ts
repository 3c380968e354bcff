import type { Output } from '../../../src-main/contract/index.ts';

export type ActionView = Output<'actions.get'>;
export type People = Output<'actions.list'>['people'];

/** What a person may do with an action. */
export type Step = 'complete' | 'drop' | 'change' | 'judge';

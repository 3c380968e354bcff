import type { Output } from '../../../src-main/contract/index.ts';

export type Enrolling = Output<'enrolment.list'>['people'][number];

import type { Output } from '../../../src-main/contract/index.ts';

export type BackupState = Output<'backup.state'>;

import { expect } from 'vitest';
import type { Input, Output } from '../../src-main/contract/index.ts';
import type { Content } from '../../src-main/domain/form.ts';
import type { TestServices } from './services.ts';

type Wire = Input<'records.saveDraft'>['content'];

/** A draft in a test: filled once, changed for one rule, put back. */
export interface Drafted {
  readonly recordId: string;
  readonly content: Content;
}

/** Saves content over the newest draft of a record. */
export const saveContent = async (
  services: TestServices,
  recordId: string,
  content: Content,
): Promise<Output<'records.saveDraft'>> => {
  const { savedAt } = await services.ask('records.get', { recordId, revision: null });
  return services.ask('records.saveDraft', { recordId, base: savedAt, content: content as Wire });
};

/** Begins a record and fills it in; nothing may be missing. */
export const draftOf = async (
  services: TestServices,
  input: Input<'records.create'>,
  fill: (prefilled: Content) => Content,
): Promise<Drafted> => {
  const view = await services.ask('records.create', input);
  const content = fill(view.content);
  const { findings } = await saveContent(services, view.summary.id, content);
  expect(findings.filter(({ severity }) => severity === 'blocking')).toEqual([]);
  return { recordId: view.summary.id, content };
};

/** Expects a change of the draft to be held back with this message, and the draft not to be sent. */
export const expectHeldBack = async (
  services: TestServices,
  { recordId }: Drafted,
  changed: Content,
  message: string,
  signers: Readonly<Record<string, string>>,
): Promise<void> => {
  const { findings } = await saveContent(services, recordId, changed);
  expect(findings.filter(({ severity }) => severity === 'blocking').map((one) => one.message)).toContain(message);
  expect(await services.refusal('records.sendForSignature', { recordId, signers: { ...signers } })).toBe(
    'records/incomplete',
  );
};

import { join } from 'node:path';
import type { Input } from '../../contract/index.ts';
import { loadFonts } from '../../documents/index.ts';
import type { Content } from '../../domain/form.ts';
import { createServices, type TrustMaterial } from '../../services/index.ts';
import { fontsFolder, systemClock, version } from '../runtime.ts';
import { people, vaultName } from './case.ts';
import { fillEvaluation } from './case-evaluation.ts';
import { fillPlan, fillTrailReview } from './case-plan.ts';
import { manufacturingSystem, systemContent, trainingSystem } from './case-system.ts';
import { accessReview } from './scene-access.ts';
import { incidents } from './scene-incidents.ts';
import { Troupe, type Sealed } from './troupe.ts';

/** A sealed record with its PDF. */
export interface PlayedRecord extends Sealed {
  readonly pdf: { readonly fileName: string; readonly bytes: Uint8Array };
}

export interface Played {
  readonly vault: string;
  /** The evaluation first, then what it was drawn from, in the order in which that was sealed. */
  readonly records: readonly PlayedRecord[];
  readonly trust: TrustMaterial;
}

/** Plays the case through the services, person by person, each logging in with their own pass phrase. */
export const play = async (folder: string, say: (line: string) => void): Promise<Played> => {
  const services = createServices({
    clock: systemClock,
    fonts: await loadFonts(fontsFolder),
    version,
    host: {
      kind: 'browser',
      dataFolder: folder,
      chooseFolder: () => Promise.resolve(null),
      choosePlace: (name) => Promise.resolve(join(folder, name)),
    },
  });
  try {
    const troupe = new Troupe(services, say);
    await troupe.assemble();
    const sealed = await aYear(troupe);
    const records: PlayedRecord[] = [];
    for (const one of sealed)
      records.push({ ...one, pdf: await troupe.ask('records.pdf', { recordId: one.id, revision: 1 }) });
    const trust = services.trust();
    if (!trust.ok) throw new Error(trust.error.code);
    return { vault: join(folder, 'vaults', `${vaultName}.vault`), records, trust: trust.value };
  } finally {
    services.dispose();
  }
};

/** Plan, incidents and what came of them, reviews, and the evaluation that is drawn from all of it. */
const aYear = async (troupe: Troupe): Promise<readonly Sealed[]> => {
  const { today } = troupe;
  await troupe.as(people.evaluator);
  const system = async (content: Content): Promise<string> => {
    const saved = await troupe.ask('systems.save', {
      systemId: null,
      baseVersion: null,
      content: content as Input<'systems.save'>['content'],
      reason: 'Entered into the inventory',
    });
    troupe.say(`${saved.summary.id}: ${saved.summary.name} stands in the inventory`);
    return saved.summary.id;
  };
  const laboratory = await system(systemContent(today));
  const manufacturing = await system(manufacturingSystem(today));
  await system(trainingSystem(today));

  const written = async (
    type: Input<'records.create'>['type'],
    fill: (content: Content, today: string) => Content,
  ): Promise<Sealed> => {
    await troupe.as(people.evaluator);
    const draft = await troupe.ask('records.create', { type, systemId: laboratory });
    await troupe.write(draft, (content) => fill(content, today));
    return troupe.seal(draft.summary.id);
  };

  const sources = [
    await written('operation-plan', fillPlan),
    ...(await incidents(troupe, { laboratory, manufacturing })),
    await accessReview(troupe, laboratory),
    await written('audit-trail-review', fillTrailReview),
  ];
  return [await written('periodic-evaluation', fillEvaluation), ...sources];
};

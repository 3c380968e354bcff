import { accessReviewRules } from './access-reviews.ts';
import { defectRules } from './defects.ts';
import { evaluationRules } from './evaluations.ts';
import { incidentRules } from './incidents.ts';
import { inventoryRules } from './inventory.ts';
import { planRules } from './plans.ts';
import { postMortemRules } from './post-mortems.ts';
import type { Rule } from './rule.ts';

export * from './rule.ts';

/** The rules of plans, evaluations, reviews and the inventory. */
export const rulesOfReviews: readonly Rule[] = [
  ...planRules,
  ...evaluationRules,
  ...accessReviewRules,
  ...inventoryRules,
];

/** The rules of incidents, defects and post-mortems. */
export const rulesOfIncidents: readonly Rule[] = [...incidentRules, ...defectRules, ...postMortemRules];

/** Every rule of the process ("cannot close without ..."), each tried through the services and through the window. */
export const rules: readonly Rule[] = [...rulesOfReviews, ...rulesOfIncidents];

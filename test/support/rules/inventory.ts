import { newSystem, type Rule } from './rule.ts';

/** Rules of the inventory: the attempt is made on the entry of a system, whose id `begin` answers. */
export const inventoryRules: readonly Rule[] = [
  {
    id: '2.7-01',
    says: 'A regulated system is evaluated at least every twelve months',
    who: 'lead',
    begin: (world) => newSystem(world),
    attempt: { kind: 'save-system', section: 'intervals', field: 'evaluationInterval', value: 24 },
    refused: 'A regulated system is evaluated at least every 12 months.',
  },
  {
    id: '2.7-02',
    says: 'No interval is longer than three years',
    who: 'lead',
    begin: (world) => newSystem(world),
    attempt: { kind: 'save-system', section: 'intervals', field: 'accessReviewInterval', value: 60 },
    refused: 'User access review',
  },
];

import { options } from '../../fields.ts';
import type { Option } from '../../form.ts';

/** Lists of choices that incidents, defects and post-mortems share, so that their trends count the same things. */

/** Where a cause lies: the classes of the Pareto of causes. */
export const causeCategory: readonly Option[] = options({
  software: 'Software fault',
  configuration: 'Configuration',
  infrastructure: 'Infrastructure',
  interface: 'Interface',
  data: 'Data',
  procedure: 'Procedure or training',
  change: 'Change or deployment',
  supplier: 'Supplier or service',
  security: 'Security',
  unknown: 'Not determined',
});

export const environment: readonly Option[] = options({
  production: 'Production',
  validation: 'Validation',
  test: 'Test',
  development: 'Development',
});

/** What an action does about a cause. */
export const actionType: readonly Option[] = options({ prevent: 'Prevent', detect: 'Detect', mitigate: 'Mitigate' });

export const priorities = ['P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof priorities)[number];

import { addDays, addMonths } from '../../src-main/domain/days.ts';
import type { Content } from '../../src-main/domain/form.ts';
import { withValues } from '../../src-main/domain/records/operations/prefilled.ts';

/** A finished extension of the next evaluation by six weeks. */
export const fillExtension = (prefilled: Content, today: string): Content =>
  withValues(prefilled, {
    obligation: { obligation: 'evaluation', newDue: addDays(today, 47) },
    justification: { why: 'The upgrade to 8.5 goes live next week; the evaluation is to cover it.' },
    risk: { risk: 'Low: the last evaluation found no open point.', controls: 'Weekly look at incidents until then.' },
  });

/** A critical supplier in order. */
export const supplierEntry = (today: string, systemId: string): Content => ({
  identity: {
    values: {
      name: 'LabCore Software AG',
      kind: 'external',
      status: 'active',
      contact: 'support@labcore.example, +41 61 555 0100',
      owner: 'Tobias Okafor',
    },
  },
  services: {
    values: {
      services: [
        {
          service: 'Product support and releases',
          agreement: 'SLA-LC-2024-07',
          reviewOn: addMonths(today, 7),
          levels: 'P1 answered within 1 h',
        },
      ],
      systems: [{ system: systemId, purpose: 'Maker of the product' }],
    },
  },
  assessment: {
    values: {
      criticality: 'high',
      reviewInterval: 24,
      lastAssessment: addMonths(today, -9),
      assessmentReport: 'SA-2026-004',
      auditNeeded: true,
      auditRationale: 'Custom calculations are made by the supplier.',
      certificates: [{ certificate: 'ISO 9001', validUntil: addMonths(today, 14) }],
    },
  },
  exit: { values: { plan: 'Data export in CSV every quarter; a second maker is assessed.', endsOn: null } },
});

import { addDays, addMonths } from '../../domain/days.ts';
import type { Content } from '../../domain/form.ts';
import { withValues } from '../../domain/records/operations/prefilled.ts';
import { demoPeriod, people } from './case.ts';

/** What the system is for; the evaluation confirms it in the same words. */
export const intendedUse =
  'Planning, execution and release of quality-control tests of raw materials, intermediates and finished vaccine lots. Certificates of analysis and the release decision rest on its results.';

/** The inventory entry of the laboratory system. */
export const systemContent = (today: string): Content => ({
  identity: {
    values: {
      name: 'LabCore LIMS',
      intendedUse,
      systemOwner: people.systemOwner.fullName,
      processOwner: 'Head of Quality Control',
      technicalOwner: 'IT Applications, Laboratory Systems',
      location: 'Freiburg, data centre room 2.14; workstations in laboratories L1 to L6',
      status: 'live',
    },
  },
  classification: {
    values: {
      regulated: true,
      regulatedRationale:
        'Holds GMP records of quality control (EU GMP chapter 6) and computes results on which lots are released.',
      gampCategory: '4',
      riskClass: 'high',
      riskRationale:
        'A wrong result or a lost one can lead to the release of a lot that does not meet its specification.',
      dataClasses: 'Test results, specifications, certificates of analysis, audit trail, names of analysts',
    },
  },
  records: {
    values: {
      recordsHeld:
        'Samples, tests, results with their calculations, specifications, instrument and reagent references, electronic signatures of analysts and reviewers, audit trail.',
      primaryForm: 'electronic',
      retention: '5 years after certification of the lot by the Qualified Person, at least 1 year after its expiry',
      interfaces: [
        { partner: 'SAP S/4HANA (QM)', direction: 'both', data: 'Inspection lots in, usage decisions and results out' },
        {
          partner: 'Chromatography data system',
          direction: 'in',
          data: 'Peak results with sample id and integrity hash',
        },
        { partner: 'Balances and pH meters (LAN)', direction: 'in', data: 'Single readings with instrument id' },
      ],
    },
  },
  operation: {
    values: {
      hosting: 'on-premises',
      provider: 'LabCore Software AG (product support); own IT operates it',
      version: '8.4.2',
      validationStatus: 'validated',
      validationReport: 'VR-LIMS-014 rev. 3',
      validatedOn: addMonths(today, -31),
      repository: 'git: lims-configuration',
      endOfSupport: addMonths(`${today.slice(0, 7)}-01`, 27),
    },
  },
  continuity: {
    values: {
      rto: 8,
      rpo: 1,
      serviceLevels: [
        { measure: 'Availability in working hours', comparison: 'at-least', target: 99.5, unit: '%' },
        { measure: 'Result entry, 95th percentile', comparison: 'at-most', target: 2, unit: 's' },
        { measure: 'Priority 1 incidents resolved in time', comparison: 'at-least', target: 90, unit: '%' },
      ],
    },
  },
  intervals: {
    values: {
      evaluationInterval: 12,
      accessReviewInterval: 6,
      planReviewInterval: 12,
      disasterTestInterval: 12,
      restoreTestInterval: 6,
      lastEvaluation: addDays(demoPeriod(today).start, -1),
    },
  },
});

/** The inventory entry of the manufacturing system: a second regulated system, of medium risk. */
export const manufacturingSystem = (today: string): Content =>
  withValues(systemContent(today), {
    identity: {
      name: 'BatchTrack MES',
      intendedUse: 'Electronic batch record of filling and packaging: steps, confirmations, reconciliation of labels.',
      processOwner: 'Head of Manufacturing',
      technicalOwner: people.technicalOwner.fullName,
      location: 'Freiburg, data centre room 2.14; terminals of filling lines 1 to 3',
    },
    classification: {
      regulatedRationale: 'Holds the batch record (EU GMP chapter 4).',
      riskClass: 'medium',
      riskRationale: 'Steps are also witnessed on the line; a lost confirmation is noticed before release.',
      dataClasses: 'Batch records, label reconciliation, names of operators',
    },
    operation: { provider: 'BatchTrack Ltd', version: '3.9.1', validationReport: 'VR-MES-006', repository: null },
  });

/** The inventory entry of a system without GxP records: evaluated because it is good practice. */
export const trainingSystem = (today: string): Content =>
  withValues(systemContent(today), {
    identity: {
      name: 'Training portal',
      intendedUse: 'Announcement of courses and reminders. Training records of GxP duties are kept elsewhere.',
      processOwner: 'Human Resources',
      technicalOwner: people.technicalOwner.fullName,
      location: 'Provider in Frankfurt',
    },
    classification: {
      regulated: false,
      regulatedRationale: 'No GxP record and no GxP decision rests on it.',
      gampCategory: '3',
      riskClass: 'low',
      riskRationale: 'An outage is an inconvenience.',
      dataClasses: 'Names, course dates',
    },
    operation: { hosting: 'saas', provider: 'LernWerk GmbH', version: '2026.2', validationStatus: 'not-required' },
    intervals: { evaluationInterval: 24, accessReviewInterval: 12 },
  });

import { addDays, addMonths } from '../../domain/days.ts';
import type { Content } from '../../domain/form.ts';
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

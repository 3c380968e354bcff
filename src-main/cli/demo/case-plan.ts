import { addMonths } from '../../domain/days.ts';
import { rowsOf, type Content, type Row } from '../../domain/form.ts';
import { sampleText } from '../../domain/records/audit-trail-review.ts';
import { withValues } from '../../domain/records/operations/prefilled.ts';

const filled = (rows: readonly Row[], fill: (row: Row) => Row): readonly Row[] =>
  rows.map((row) => ({ ...row, ...fill(row) }));

/** A plan as its author leaves it: complete, every rule kept. */
export const fillPlan = (prefilled: Content, today: string): Content => {
  const names: Readonly<Record<string, string>> = {
    'system-owner': 'Tobias Okafor',
    'quality-assurance': 'Ελένη Παπαδάκη',
    'system-manager': 'Jana Nováková',
    operative: 'LIMS operators of the early and the late shift',
    'process-owner': 'Head of Quality Control',
    cloud: 'Data centre Freiburg',
    business: 'Laboratory heads',
  };
  return withValues(prefilled, {
    scope: {
      scope:
        'LabCore LIMS in production, with its interfaces to SAP S/4HANA, the chromatography data system and the balances.\n\n- application server and database in data centre room 2.14\n- workstations of laboratories L1 to L6',
      outOfScope: 'Network and directory service: plan OMP-NET-002.',
    },
    roles: {
      roles: filled(rowsOf(prefilled, 'roles', 'roles'), (row) => ({
        names: names[String(row['role'])] ?? row['names'] ?? null,
        comments:
          row['role'] === 'operative'
            ? 'Monitoring, backups, first response; they train each other every quarter'
            : 'As SOP-QC-014, section 4',
      })),
    },
    definitions: {
      terms: [
        { term: 'Lot release', meaning: 'Decision of the Qualified Person that rests on results of this system' },
        { term: 'Standby', meaning: 'Second database server in the fire compartment of building 7' },
      ],
    },
    documentation: {
      description: 'System description SD-LIMS-003, kept in the document system.',
      architecture: 'Three tiers, drawn in AD-LIMS-001. Configuration is kept in git: lims-configuration.',
      processing: 'Results are computed on the server and stored in PostgreSQL; raw data stay in the instruments.',
      data: filled(rowsOf(prefilled, 'documentation', 'data'), () => ({
        data: 'Samples, results, certificates, audit trail',
        afterwards: 'archive',
        frequency: 'Every quarter',
      })),
      protection: 'Nothing is deleted inside the retention time; the archive is read-only and checked yearly.',
    },
    providers: {
      providers: [
        ...rowsOf(prefilled, 'providers', 'providers'),
        {
          provider: 'IT Operations Freiburg',
          kind: 'internal',
          services: 'Servers, storage, backup media',
          agreement: 'OLA-IT-011',
          contact: 'it-desk@meridian.example',
          review: 12,
        },
      ],
      management: 'Quarterly meeting with LabCore Software AG; minutes are kept with the agreement.',
    },
    users: {
      granting:
        'Requested by the laboratory head, approved by the System Owner, set up by the operator (form F-LIMS-02).',
      privileged: 'Two administrator accounts, named persons, part of every access review.',
      training: 'SOP training before access; the evidence is in the training system.',
      reports: 'Written by the Validation Lead and kept in Countersign.',
    },
    risk: {
      assessment: 'RA-LIMS-006, reviewed with every normal change and yearly.',
      documentation: 'Each risk names the feature file that controls it.',
      risks: [
        {
          risk: 'A result is linked to the wrong sample',
          feature: 'sample-login',
          level: 'high',
          measure: 'Barcode check',
        },
      ],
    },
    incidents: {
      management: 'Service desk, then Countersign; significant ones get a post-mortem.',
      changeControl: 'A change that may touch the intended use is registered in change control before it is made.',
    },
    changes: {
      workflow: 'Feature branch, review, pipeline, test environment, production.',
      approval: 'A peer reviews every merge request; normal changes are approved by quality.',
      classes: 'Standard: listed in SOP-QC-015. Normal: whatever touches a GxP requirement.',
      traceability: 'Requirement, feature file, commit and release carry the same number.',
    },
    operation: {
      monitoring: [
        { component: 'Database', watched: 'Replication lag', threshold: '60 s', alert: 'Operator on call' },
        { component: 'Interface to SAP', watched: 'Queue length', threshold: '50', alert: 'Operator on call' },
      ],
      logging: 'Application and audit trail logs are kept for five years and reviewed by risk.',
      patching: 'Monthly window; security patches within 14 days.',
      tasks: [{ task: 'Check of backups', frequency: 'Daily', who: 'Operator', procedure: 'WI-LIMS-007' }],
    },
    backup: {
      backups: [
        {
          component: 'Database',
          kind: 'full',
          frequency: 'Every night',
          retention: '35 days',
          location: 'Vault building 7',
          encrypted: true,
        },
        {
          component: 'Database',
          kind: 'log',
          frequency: 'Every 15 minutes',
          retention: '35 days',
          location: 'Vault building 7',
          encrypted: true,
        },
      ],
      storage: 'Copies are encrypted and stand in another fire compartment; only two people may delete them.',
      procedures: 'WI-LIMS-009, tried yearly.',
      testing: 'A random lot is restored every six months and compared with production.',
    },
    impact: {
      components: [
        ...rowsOf(prefilled, 'impact', 'components'),
        { component: 'Interface to SAP', criticality: 'medium', rto: 8, rpo: 1, impact: 'Lots are released by hand' },
        { component: 'Label printing', criticality: 'low', rto: 4, rpo: 0, impact: null },
      ],
      rationale: 'A day without results can be bridged; more than that delays lot release.',
    },
    performance: {
      monitoring: 'Response time and throughput are measured every minute.',
      capacity: 'Storage grows by 8 % a year; it is doubled at 70 %.',
      alerting: 'By telephone to the operator on call.',
    },
    disaster: {
      objectives: 'Results can be entered again within 8 hours.',
      sites: 'Standby server in building 7; failover by hand.',
      communication: 'The System Owner tells the laboratory heads; quality tells the Qualified Person.',
      prerequisites: 'Backups of the last night, keys in the safe of building 7.',
      steps: '- Declare the disaster\n- Start the standby server\n- Restore the logs\n- Point the interfaces to it',
      validation: 'OQ subset T-11 to T-19; the System Owner signs before users are let in.',
      duties: filled(rowsOf(prefilled, 'disaster', 'duties'), (row) => ({
        names: names[String(row['role'])] ?? null,
        contact: 'Alarm list AL-01',
      })),
    },
    tests: {
      method: 'Restore: a lot and its audit trail. Disaster: full failover. Reports are kept in Countersign.',
      tests: [
        {
          date: addMonths(today, -4),
          kind: 'restore',
          scope: 'partial',
          component: 'Database',
          target: 8,
          reached: 3.5,
          result: 'passed',
          evidence: 'TR-LIMS-041',
        },
        {
          date: addMonths(today, -7),
          kind: 'disaster',
          scope: 'full',
          component: 'All',
          target: 8,
          reached: 9.25,
          result: 'partly',
          evidence: 'TR-LIMS-039',
        },
      ],
      nextDisasterTest: addMonths(today, 5),
    },
    upkeep: {
      triggers: 'A significant change, a lesson of an incident, a change of provider.',
      training: 'Operators read each revision and confirm it.',
      location: 'Printed in the control room and in the safe of building 7.',
    },
  });
};

/** A finished audit-trail review of two trails. */
export const fillTrailReview = (prefilled: Content, today: string): Content => {
  const content = withValues(prefilled, {
    identity: { periodStart: addMonths(today, -3), scope: 'Production; the training environment holds no GxP data.' },
    reviewer: {
      independent: true,
      doers: [{ name: 'Analysts of L1 to L6', role: 'Analyst' }],
      assurance: 'The reviewer holds no account in the system.',
    },
    trails: {
      trails: [
        {
          trail: 'Results',
          extractedOn: today,
          entries: 1840,
          unusual: 37,
          sample: 25,
          evidence: 'AT-results.csv, SHA-256 noted',
        },
        {
          trail: 'Rights and settings',
          extractedOn: today,
          entries: 22,
          unusual: 22,
          sample: 0,
          evidence: 'AT-admin.csv',
        },
      ],
      riskFilter: '- results changed after review\n- deletions\n- entries between 22:00 and 05:00',
      trailOn: true,
    },
    findings: {
      findings: [
        {
          entry: '1204',
          trail: 'Results',
          what: 'Result changed after review; the reason names the wrong sample',
          class: 'deviation',
          followUp: 'DEV-2026-031',
        },
      ],
    },
    conclusion: { conclusion: 'minor', rationale: 'One clerical error, found and corrected by the laboratory.' },
    actions: {
      actions: [
        {
          action: 'Show the sample number in the reason dialogue',
          type: 'prevent',
          owner: 'Jana Nováková',
          due: addMonths(today, 3),
          outcome: 'No wrong reference in the next review',
        },
      ],
    },
    next: { rationale: 'Every three months, as the risk class is high.' },
  });
  return withValues(content, { trails: { drawn: sampleText(content) } });
};

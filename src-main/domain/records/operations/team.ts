import { Role } from '../../roles.ts';

/** Who writes in an incident, a defect or a post-mortem while it is worked on. */
export const operationsTeam: readonly Role[] = [
  Role.Operative,
  Role.TechnicalOwner,
  Role.ValidationLead,
  Role.ProcessOwner,
];

/** Who may verify a fix that somebody else made. */
export const verifiers: readonly Role[] = [...operationsTeam, Role.QualityAssurance];

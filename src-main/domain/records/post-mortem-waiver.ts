import { prose, section, text } from '../fields.ts';
import { emptyContent, type Form } from '../form.ts';
import type { RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { blocking, textOf, when } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';
import { operationsTeam } from './operations/team.ts';

const form: Form = {
  sections: [
    section(
      'waiver',
      'Waiver of the post-mortem',
      {
        help: 'A significant incident is learned from in a post-mortem. Where one would teach nothing new, say why; quality assurance signs it.',
        clauses: ['Customer process: blameless post-mortem for all significant incidents'],
      },
      [
        text('incident', 'Incident', { help: 'Id of the incident.' }),
        text('title', 'What happened'),
        prose('justification', 'Justification', {
          help: 'Why a post-mortem would not teach anything that is not known.',
        }),
        prose('instead', 'What is done instead', {
          help: 'Where the cause and the actions are, e.g. in the post-mortem of an earlier incident of the same cause.',
        }),
      ],
    ),
  ],
};

/** The signed reason why a significant incident has no post-mortem; its incident may close over it. */
export const postMortemWaiver: RecordType = {
  id: 'post-mortem-waiver',
  prefix: 'PW',
  title: 'Post-Mortem Waiver',
  plural: 'Post-mortem waivers',
  purpose: 'Why a significant incident needs no post-mortem. Begin it in the page of its incident.',
  form,
  requirements: [
    {
      id: 'author',
      title: 'Author',
      meaning: Meaning.Authorship,
      eligible: operationsTeam,
      optional: false,
      byAuthor: true,
    },
    {
      id: 'quality-assurance',
      title: 'Quality Assurance',
      meaning: Meaning.Waiver,
      eligible: [Role.QualityAssurance],
      optional: false,
      byAuthor: false,
    },
  ],
  prefill: () => emptyContent(form),
  titleOf: (content, systemName) => {
    const incident = textOf(content, 'waiver', 'incident');
    return `Waiver of the post-mortem of ${incident === '' ? systemName : incident}`;
  },
  periodOf: () => null,
  check: (_, { links }) =>
    when(!links.some(({ relation, direction }) => relation === 'waived-by' && direction === 'in'), () =>
      blocking('waiver', 'incident', 'A waiver belongs to an incident: begin it in the page of the incident.'),
    ),
  metrics: [],
  beginsFrom: [
    {
      type: 'incident',
      relation: 'waived-by',
      label: 'Waive the post-mortem',
      once: true,
      carry: ({ recordId, title }, prefilled) => withValues(prefilled, { waiver: { incident: recordId, title } }),
    },
  ],
};

import { addDays, addMonths } from '../../domain/days.ts';
import { Role } from '../../domain/roles.ts';

/**
 * The case that `countersign demo` plays: three systems of a plant, one year of their operation, and the people who answer
 * for them. All names and events are invented. Dates follow the day on which the demo runs, so that the
 * evaluation always speaks of the twelve whole months before it.
 */
export const organisation = 'Meridian Biologics GmbH, Plant Freiburg';
export const vaultName = 'Freiburg operations';

export interface DemoPerson {
  readonly userName: string;
  readonly fullName: string;
  readonly email: string;
  readonly role: Role;
  readonly passPhrase: string;
  /** Null for people who sign nothing. */
  readonly signingPassPhrase: string | null;
}

/** Play pass phrases: they are printed at the end of the demo and protect nothing. */
export const people = {
  administrator: {
    userName: 'm.keller',
    fullName: 'Monika Keller',
    email: 'm.keller@meridian.example',
    role: Role.Administrator,
    passPhrase: 'quiet harbour nine lanterns',
    signingPassPhrase: null,
  },
  evaluator: {
    userName: 'i.petrova',
    fullName: 'Ирина Петрова',
    email: 'i.petrova@meridian.example',
    role: Role.ValidationLead,
    passPhrase: 'amber river seven bridges',
    signingPassPhrase: 'seven bridges over amber',
  },
  operative: {
    userName: 'j.weber',
    fullName: 'Jonas Weber',
    email: 'j.weber@meridian.example',
    role: Role.Operative,
    passPhrase: 'copper window six swallows',
    signingPassPhrase: 'six swallows at a window',
  },
  technicalOwner: {
    userName: 'j.novakova',
    fullName: 'Jana Nováková',
    email: 'j.novakova@meridian.example',
    role: Role.TechnicalOwner,
    passPhrase: 'silver tunnel eight feathers',
    signingPassPhrase: 'eight feathers in a tunnel',
  },
  systemOwner: {
    userName: 't.okafor',
    fullName: 'Tobias Okafor',
    email: 't.okafor@meridian.example',
    role: Role.SystemOwner,
    passPhrase: 'granite meadow four clocks',
    signingPassPhrase: 'four clocks in a meadow',
  },
  qualityAssurance: {
    userName: 'e.papadaki',
    fullName: 'Ελένη Παπαδάκη',
    email: 'e.papadaki@meridian.example',
    role: Role.QualityAssurance,
    passPhrase: 'velvet orchard two comets',
    signingPassPhrase: 'two comets and an orchard',
  },
} as const satisfies Readonly<Record<string, DemoPerson>>;

/** The twelve whole months before `today`. */
export const demoPeriod = (today: string): { readonly start: string; readonly end: string } => {
  const thisMonth = `${today.slice(0, 7)}-01`;
  return { start: addMonths(thisMonth, -12), end: addDays(thisMonth, -1) };
};

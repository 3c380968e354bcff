import { z } from 'zod';
import { isDate } from './iso-date.ts';
import { fail, ok, type Failure, type Result } from './result.ts';

/** Something outside the vault that a record points to. Nothing of it is ever fetched. */
export const ReferenceKind = { Change: 'change', Ticket: 'ticket', Url: 'url', Commit: 'commit' } as const;
export type ReferenceKind = (typeof ReferenceKind)[keyof typeof ReferenceKind];

export const referenceLabel: Readonly<Record<ReferenceKind, string>> = {
  change: 'Change',
  ticket: 'Ticket',
  url: 'Web address',
  commit: 'Commit',
};

/** How a change was registered (the customer's process knows standard and normal changes; emergencies are both late). */
export const ChangeKind = { Standard: 'standard', Normal: 'normal', Emergency: 'emergency' } as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

/** What a change reference says, so that an evaluation need not ask again. */
export interface ChangeFacts {
  readonly changeKind: ChangeKind;
  readonly gxpImpact: boolean;
  /** A change with effect on the validated state: it calls for an ad-hoc evaluation. */
  readonly major: boolean;
}

/** What a commit said when it was checked in a local repository. Times are ISO 8601 with the author's own offset. */
export interface CommitFacts {
  readonly repository: string;
  readonly author: string;
  readonly email: string;
  readonly authoredAt: string;
  readonly committedAt: string;
  readonly subject: string;
  /** When the object was last seen in the repository, UTC. */
  readonly checkedAt: string;
}

/** A reference as a person types it, before a commit is looked up. */
export type ReferenceInput =
  | ({ readonly kind: 'change'; readonly value: string; readonly title: string; readonly date: string } & ChangeFacts)
  | { readonly kind: 'ticket'; readonly value: string; readonly title: string }
  | { readonly kind: 'url'; readonly value: string; readonly title: string }
  | { readonly kind: 'commit'; readonly value: string };

/** http and https alone: such an address is shown as a link some day. */
const webAddress = z.url({ protocol: /^https?$/, normalize: true });
/** `https://name:password@host`: a secret has no place in a record. */
const withLogin = /^https?:\/\/[^/?#]*@/;

/**
 * The reference in its one spelling, or why it is none: a blank number, an address that is no http(s) one, an impossible
 * or future day, a hash that is no abbreviation of 7 to 64 hexadecimal digits.
 */
export const normalReference = <T extends ReferenceInput>(
  input: T,
  today: string,
): Result<
  T,
  Failure<'references/blank' | 'references/not-an-address' | 'references/not-a-hash' | 'references/date'>
> => {
  const value = input.value.normalize('NFC').trim();
  if (value === '') return fail('references/blank');
  switch (input.kind) {
    case 'url': {
      const address = webAddress.safeParse(value);
      return address.success && !withLogin.test(address.data)
        ? ok({ ...input, value: address.data })
        : fail('references/not-an-address');
    }
    case 'commit':
      return /^[0-9a-f]{7,64}$/i.test(value)
        ? ok({ ...input, value: value.toLowerCase() })
        : fail('references/not-a-hash');
    case 'change':
      return isDate(input.date) && input.date <= today ? ok({ ...input, value }) : fail('references/date');
    case 'ticket':
      return ok({ ...input, value });
  }
};

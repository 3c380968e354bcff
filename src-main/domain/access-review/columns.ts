import { foldText } from './normalise.ts';

/** The lists that a review is made from: the reviewed system's accounts, the people of HR, and a later account list. */
export const ListKind = { Accounts: 'accounts', Roster: 'roster', Later: 'later' } as const;
export type ListKind = (typeof ListKind)[keyof typeof ListKind];

/** Something a column of a list can hold. */
export interface ListField {
  readonly id: string;
  readonly label: string;
  /** Headings by which exports call it, folded and without blanks and signs. */
  readonly headings: readonly string[];
  readonly kind: 'text' | 'date' | 'yes-no' | 'status' | 'kind' | 'list';
}

const field = (id: string, label: string, kind: ListField['kind'], headings: string): ListField => ({
  id,
  label,
  kind,
  headings: headings.split(' '),
});

const names = [
  field(
    'name',
    'Full name',
    'text',
    'name fullname displayname anzeigename nom cn personname employeename mitarbeiter',
  ),
  field('givenName', 'Given name', 'text', 'givenname firstname vorname prenom'),
  field('familyName', 'Family name', 'text', 'familyname lastname surname nachname sn'),
];
const email = field('email', 'E-mail', 'text', 'email mail emailaddress mailaddress workemail userprincipalname upn');
const employeeId = field(
  'employeeId',
  'Employee id',
  'text',
  'employeeid employeenumber personnelnumber personnelno personalnummer persnr staffid staffnumber empid hrid workerid',
);

/** What an account list may hold. Only `account` has to be there. */
export const accountFields: readonly ListField[] = [
  field(
    'account',
    'Account',
    'text',
    'account accountname accountid login loginname logon userid user username samaccountname uid benutzer benutzername',
  ),
  ...names,
  email,
  employeeId,
  field('department', 'Department', 'text', 'department dept abteilung costcenter team orgunit'),
  field(
    'roles',
    'Roles',
    'list',
    'role roles group groups memberof permission permissions profile profiles rolle rollen entitlement entitlements accesslevel',
  ),
  field('status', 'Status', 'status', 'status state accountstatus enabled active aktiv userstatus'),
  field('disabled', 'Disabled', 'yes-no', 'disabled locked inactive accountdisabled gesperrt deactivated'),
  field(
    'lastLogin',
    'Last login',
    'date',
    'lastlogin lastlogon lastlogindate lastlogondate lastlogontimestamp lastsignin lastsignindatetime lastaccess lastactivity letzteanmeldung',
  ),
  field(
    'created',
    'Created',
    'date',
    'created createdon createdat creationdate whencreated createddatetime angelegtam',
  ),
  field('kind', 'Account type', 'kind', 'accounttype type usertype kontotyp category'),
  field('privileged', 'Privileged', 'yes-no', 'privileged isadmin admin privilegedaccount elevated'),
  field(
    'justification',
    'Justification',
    'text',
    'justification businessjustification reason begrundung approvalreference ticket',
  ),
  field('owner', 'Responsible person', 'text', 'owner accountowner responsible manager custodian verantwortlich'),
  field('mfa', 'Multi-factor', 'yes-no', 'mfa mfaenabled mfastatus twofactor 2fa multifactor mfaregistered'),
];

/** What an HR roster may hold: one of employee id, e-mail and name has to be there. */
export const rosterFields: readonly ListField[] = [
  employeeId,
  ...names,
  email,
  field('department', 'Department', 'text', 'department dept abteilung costcenter orgunit team'),
  field('title', 'Job title', 'text', 'title jobtitle position function funktion stelle role jobrole'),
  field('status', 'Employment', 'status', 'status employmentstatus state active employeestatus'),
  field(
    'leftOn',
    'Left on',
    'date',
    'lefton leavedate leavingdate terminationdate enddate lastday austritt austrittsdatum contractend',
  ),
];

export const fieldsOf = (kind: ListKind): readonly ListField[] =>
  kind === ListKind.Roster ? rosterFields : accountFields;

/** A heading as it is compared: `E-Mail Address` and `email_address` are the same. */
const foldHeading = (heading: string): string => foldText(heading).replace(/[^\p{L}\p{N}]+/gu, '');

/** Which heading holds which field, as far as the headings tell; each heading is used once. */
export const guessColumns = (kind: ListKind, header: readonly string[]): Readonly<Record<string, string>> => {
  const free = new Map(header.map((heading) => [foldHeading(heading), heading] as const).reverse());
  const guessed: Record<string, string> = {};
  for (const { id, headings } of fieldsOf(kind)) {
    const found = headings.find((heading) => free.has(heading));
    if (found === undefined) continue;
    guessed[id] = free.get(found) ?? '';
    free.delete(found);
  }
  return guessed;
};

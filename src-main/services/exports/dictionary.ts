/**
 * What each table holds, for whoever reads an export without us. A table without a line here is exported all the same;
 * a test asks for the line, and with it for a look at whether the table holds a secret.
 */
export const tableWords: Readonly<Record<string, string>> = {
  access_act: 'Acts of deciding in an access review: one line or many, with the reason and who.',
  access_comparison: 'What the comparison found of each line of an account list: match, evidence, findings.',
  access_decision: 'What an act decided on: runs of lines of an account list, with the act by which they stood before.',
  access_exception: 'Lines that may stay as they are for a while, with the reason and until when.',
  access_file:
    'Account lists and rosters as they were imported, byte for byte, with origin, hash and how they were read.',
  access_line: 'Lines of account lists.',
  access_mapping: 'Which column of a list means what, per system, in versions.',
  access_match: 'Who said that a line of an account list is which person of the roster.',
  access_person: 'Lines of rosters.',
  access_proof: 'What a later list shows of a remedy.',
  access_raised: 'Incidents and actions that were raised because of a line of an account list.',
  access_remedy: 'What was asked for so that a decision takes effect, of whom and by when.',
  access_review: 'Which lists an access review works on.',
  access_rules: 'Rules of access reviews (duties to keep apart, privileges), per system, in versions.',
  access_state: 'Where each line of an account list stands now: person, findings as bits, decision.',
  account: 'People who may log in, and those who once might. Never deleted.',
  account_role: 'Which role an account held, from when to when, granted and revoked by whom.',
  action: 'Action items: what somebody owes, by when, and how it was closed.',
  audit_entry:
    'The audit trail. `canonical` is the text that was hashed; the folder audit-trail has it in two more forms.',
  audit_head: 'Number and hash of the last entry of the audit trail.',
  authority: 'Certificate authorities of the vault.',
  certificate: 'Certificates of the people who sign; those from elsewhere with the issuers that they came with.',
  contributor: 'Who wrote in a revision, since when.',
  counter: 'The numbers that ids were given last.',
  crl: 'Certificate revocation lists that were issued (RFC 5280).',
  enrolment: 'How the identity of people who sign was verified, where their training is on record, and who approved.',
  entry_in_force:
    'Of records that are being revised: what their revision in force says of title, period, day and facts; derived.',
  foreign_record: 'Sealed records of other vaults, as they were imported: read-only.',
  key_replacement: 'Who approved that the key of a lost one is replaced, per certificate.',
  link: 'Links between records, systems, actions, suppliers and references.',
  login_reset: 'Resets of pass phrases that take a second factor away: who asked, who approved or refused, who did it.',
  pass_phrase: 'When login pass phrases were set, and by whom; nothing by which one could be guessed.',
  record: 'Records: plans, evaluations and so on. Their content stands in `revision`.',
  reference: 'Things outside that records refer to: commits, changes, tickets, addresses.',
  repository: 'Repositories that commits were looked up in.',
  requirement: 'Who had to sign a revision as what, and whether they did.',
  revision:
    'Versions of the content of records. `frozen_json` is the canonical JSON that was signed; drafts have none.',
  sealed_part: 'The parts that sealed PDFs are made of, end to end; the folder records has the PDFs whole.',
  search_entry: 'The texts that the search looks through; made from the other tables.',
  setting_change: 'Changes of the settings under control: proposed by whom and why, decided by whom.',
  signing_key: 'The signing keys that people have or had; those on a token by the place where they are.',
  site_crl: "Revocation lists of the site's own authorities, as they were taken in.",
  stage_entry: 'Steps that drafts took from one working state to the next.',
  supplier: 'Suppliers and internal providers; their content stands in `supplier_version`.',
  supplier_version: 'Versions of the entries of suppliers.',
  system: 'The system inventory; the content of entries stands in `system_version`.',
  system_version: 'Versions of the entries of systems.',
  undertaking: 'Undertakings on electronic signatures, as PDFs that their people signed.',
  vault_setting: 'Settings, and what the vault is called.',
};

/** Columns that stay behind, and why: with them somebody else could sign, issue certificates, or guess pass phrases. */
export const secretColumns: Readonly<Record<string, string>> = {
  'authority.sealed_key': 'The private key of the authority, encrypted. Whoever had it could issue certificates.',
  'pass_phrase.verifier': 'What a former pass phrase is known again by. Guesses could be tried against it.',
  'signing_key.encrypted_pkcs8': 'The private key of a person, encrypted under their pass phrase. It is theirs alone.',
};

/** What lies outside the database and stays behind, and why. */
export const leftBehind: readonly (readonly [what: string, why: string])[] = [
  ['keyslots.json', 'The data key, wrapped once for each account. Everything that it opens is in this export.'],
];

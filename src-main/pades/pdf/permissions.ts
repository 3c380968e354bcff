/** What whoever opened an encrypted file may do to it, as far as signing is concerned. */
export interface Permissions {
  /** Fill form fields that are there, signature fields too. */
  readonly fillForms: boolean;
  /** Make new form fields. */
  readonly addFields: boolean;
}

/** Of the owner, and of a file that restricts nothing. */
export const everything: Permissions = { fillForms: true, addFields: true };

/** Bits of /P (ISO 32000-2, table 22), counted from 1 as there. */
const bit = (number: number): number => 1 << (number - 1);

/**
 * Of a user (ISO 32000-2, table 22): bit 6 fills forms, with bit 4 it makes fields; bit 9, from revision 3 on, fills
 * forms though bit 6 is clear.
 */
export const userPermissions = (bits: number, revision: number): Permissions => {
  const annotates = (bits & bit(6)) !== 0;
  return {
    fillForms: annotates || (revision >= 3 && (bits & bit(9)) !== 0),
    addFields: annotates && (bits & bit(4)) !== 0,
  };
};

/** Of a recipient (table 24): bit 2 stands for all of them. */
export const recipientPermissions = (bits: number): Permissions =>
  (bits & bit(2)) === 0 ? userPermissions(bits, 3) : everything;

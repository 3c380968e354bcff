import { detail, type Explain } from './messages-kit.ts';

/** What can stand against keeping a revocation list of a site's own authority. */
export const crlMessages: Readonly<Record<string, Explain>> = {
  'crl/damaged': () => ({
    what: 'This file holds no revocation list that can be read.',
    safe: 'The lists that are kept stay as they were.',
    next: 'Get the list anew from the authority, as PEM or binary (DER).',
  }),
  'crl/delta': () => ({
    what: 'This is a delta list: it only says what changed since another one.',
    safe: 'The lists that are kept stay as they were.',
    next: 'Choose the complete list of the same authority.',
  }),
  'crl/not-usable': (failure) => ({
    what: `This list cannot tell whether a signer’s certificate is revoked: ${detail(failure, 'cause') ?? 'it is of another kind'}.`,
    safe: 'The lists that are kept stay as they were.',
    next: 'Ask those who run the authority for the list of its signing certificates.',
  }),
  'crl/not-yet': (failure) => ({
    what: `This list says that it will be issued later than now${detail(failure, 'thisUpdate') === null ? '' : `, at ${detail(failure, 'thisUpdate') ?? ''}`}.`,
    safe: 'The lists that are kept stay as they were.',
    next: 'Check the clock of this computer; if it is right, ask those who run the authority.',
  }),
  'crl/unknown-issuer': (failure) => ({
    what: `No certificate of this list’s issuer (${detail(failure, 'issuer') ?? 'not named'}) leads to a trust anchor here.`,
    safe: 'The list was not kept.',
    next: 'Add the authority’s trust anchor, and its issuing certificates where it has some, then the list.',
  }),
  'crl/issuer-may-not-sign': (failure) => ({
    what: `The certificate of ${detail(failure, 'issuer') ?? 'this list’s issuer'} does not allow it to sign revocation lists.`,
    safe: 'The list was not kept.',
    next: 'Ask those who run the authority which certificate their lists are signed with.',
  }),
  'crl/wrong-signature': (failure) => ({
    what: `This list is not signed by the certificate of ${detail(failure, 'issuer') ?? 'its issuer'} that is known here.`,
    safe: 'The list was not kept.',
    next: 'It may have been altered on its way, or the authority has a new key: get both, list and certificate, anew.',
  }),
  'crl/unsupported': (failure) => ({
    what: `The signature on this list of ${detail(failure, 'issuer') ?? 'an unnamed issuer'} is of a kind that cannot be checked here.`,
    safe: 'The list was not kept.',
    next: 'Ask those who run the authority for a list signed with RSA, ECDSA or EdDSA.',
  }),
  'crl/older': (failure) => ({
    what: `A newer list of ${detail(failure, 'issuer') ?? 'this authority'} is kept already.`,
    safe: 'The lists that are kept stay as they were.',
    next: 'Choose the newest list.',
  }),
};

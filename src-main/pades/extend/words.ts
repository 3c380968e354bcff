import type { Failure } from '../../domain/result.ts';
import { detailText } from '../../pki/fetch/detail.ts';
import { TspFailure } from '../../pki/tsp/failure.ts';
import type { ExtendNote } from './options.ts';

/** Why there is no time-stamp, as a sentence. */
export const timestampNote = (failure: Failure): ExtendNote => {
  const detail = (key: string): string => detailText(failure, key);
  const words = ((): string => {
    switch (failure.code) {
      case TspFailure.BadUrl:
        return 'its address is no http or https URL';
      case TspFailure.Unreachable:
        return `it was not reached (${detail('cause')})`;
      case TspFailure.Timeout:
        return `it did not answer within ${Number(detail('timeoutMs')) / 1000} s`;
      case TspFailure.HttpStatus:
        return `it answered with HTTP status ${detail('status')}`;
      case TspFailure.TooLarge:
        return 'its answer is larger than a time-stamp can be';
      case TspFailure.Refused:
        return `it refused: ${[detail('status'), detail('failures'), detail('text')].filter((part) => part !== '').join(', ')}`;
      case TspFailure.WrongImprint:
        return 'it stamped something else than what was sent';
      case TspFailure.WrongNonce:
        return 'its answer belongs to another request (nonce)';
      case TspFailure.WrongPolicy:
        return 'it followed another policy than the one asked for';
      case TspFailure.BadToken:
        return `its token is not sound: ${detail('cause')}`;
      case TspFailure.WrongCertificate:
        return `its certificate is not one for time-stamping now: ${detail('cause')}`;
      case TspFailure.Untrusted:
        return `its certificate leads to no trust anchor: ${detail('cause')}`;
      default:
        return `its answer is no time-stamp response (${detail('cause')})`;
    }
  })();
  return { ...failure, words: `no time-stamp from ${detail('url') || 'the authority'}: ${words}` };
};

/** No authority was named. */
export const noAuthority: ExtendNote = {
  code: 'extend/no-tsa',
  words: 'this level needs a time-stamp, and no time-stamp authority was given',
};

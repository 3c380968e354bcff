import { fail, type Failure, ok, type Result } from '../../../domain/result.ts';
import { readCertificate } from '../../certificate.ts';
import { algorithmOf } from '../../signature-algorithm.ts';
import { verifySignature } from '../../signature.ts';
import type { Signer } from '../../signer.ts';
import { TokenFailure } from './failure.ts';
import { TokenProcess, type TokenProcessOptions } from './process.ts';
import type { KeyChoice, OpenKey, Requests, TokenInfo } from './protocol.ts';

/** A key on a token, and how its PIN is had. */
export interface Pkcs11Options extends KeyChoice, TokenProcessOptions {
  /** Path of the token's PKCS#11 module, a shared library. */
  readonly module: string;
  /**
   * Asked once the token is found, knowing what it says of the attempts left; and again for each signature, where the key
   * demands that. Null: nobody gives it.
   */
  readonly pin: (token: TokenInfo) => Promise<string | null>;
}

/** The tokens that a module sees, with the certificates that they show to anyone. Errors: `TokenFailure`. */
export const listTokens = async (
  module: string,
  options: TokenProcessOptions = {},
): Promise<Result<Requests['list']['answer']>> => {
  const token = new TokenProcess(options);
  try {
    return await token.ask('list', { module });
  } finally {
    await token.end();
  }
};

/** Thrown by a token's signer, and caught where it was handed out. */
class SigningFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * Logs in to a token (PKCS#11 2.40), hands its key to `action` as a signer, and logs out whatever `action` does. The module runs
 * in a process of its own. Each signature is verified under the certificate before it is handed out. Errors: those of
 * `action`; `TokenFailure`, also where the token is taken out while `action` signs; `certificate/damaged`, `key/unsupported`,
 * `key/certificate-mismatch`.
 */
export const withPkcs11Signer = async <T>(
  { module, pin, timeout, start, ...choice }: Pkcs11Options,
  action: (signer: Signer) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const token = new TokenProcess({ timeout, start });
  try {
    const opened = await token.ask('open', { module, ...choice });
    if (!opened.ok) return opened;
    const info = opened.value;
    const given = await askPin(pin, info);
    if (!given.ok) return given;
    const ready = await token.ask('login', { pin: given.value });
    if (!ready.ok) return ready;
    const key = ready.value;
    return await action({
      certificate: key.certificate,
      chain: key.chain,
      algorithm: key.algorithm,
      sign: async (data) => {
        const again = key.pinForEach ? await askPin(pin, info) : ok(null);
        const value = again.ok ? await token.ask('sign', { data, pin: again.value }) : again;
        if (!value.ok) throw new SigningFailed(value.error);
        if (!belongs(key, data, value.value)) throw new SigningFailed({ code: 'key/certificate-mismatch' });
        return value.value;
      },
    });
  } catch (error) {
    if (error instanceof SigningFailed) return { ok: false, error: error.failure };
    throw error;
  } finally {
    await token.end();
  }
};

const askPin = async (pin: Pkcs11Options['pin'], info: TokenInfo): Promise<Result<string>> => {
  const given = await pin(info);
  return given === null ? fail(TokenFailure.NoPin) : ok(given);
};

const belongs = ({ certificate, algorithm }: OpenKey, data: Uint8Array, value: Uint8Array): boolean => {
  const read = readCertificate(certificate);
  return read.ok && verifySignature(read.value.publicKey.spki, algorithmOf(algorithm).scheme, data, value) === 'valid';
};

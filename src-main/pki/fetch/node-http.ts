import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Failure, fail, ok, type Result } from '../../domain/result.ts';
import { type HttpClient, HttpFailure } from './http.ts';

type Answer = Result<Uint8Array, Failure<HttpFailure>>;

/**
 * An HttpClient over node:http and node:https. `timeoutMs` bounds a request from name lookup to the last byte. One
 * connection a request; no redirects, cookies, proxies or compression.
 */
export const nodeHttpClient =
  ({ timeoutMs = 20_000 }: { readonly timeoutMs?: number } = {}): HttpClient =>
  async ({ method, url, body, maxBytes }) => {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (!target || !['http:', 'https:'].includes(target.protocol) || target.username !== '' || target.password !== '')
      return fail(HttpFailure.BadUrl);
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const broken = (error: NodeJS.ErrnoException): void =>
        resolve(
          signal.aborted
            ? fail(HttpFailure.Timeout, { url, timeoutMs })
            : fail(HttpFailure.Unreachable, { url, cause: error.code ?? error.message }),
        );
      const send = target.protocol === 'https:' ? requestHttps : requestHttp;
      const call = send(
        target,
        {
          method,
          signal,
          agent: false,
          headers: {
            accept: '*/*',
            'user-agent': 'countersign',
            ...(body ? { 'content-type': body.type, 'content-length': body.bytes.length } : {}),
          },
        },
        (response) => {
          response.on('error', broken);
          receive(response, { url, maxBytes }, (answer) => {
            resolve(answer);
            // What is left of an answer that nobody wants is not read.
            call.destroy();
          });
        },
      );
      call.on('error', broken);
      call.end(body?.bytes);
    });
  };

const receive = (
  response: IncomingMessage,
  { url, maxBytes }: { readonly url: string; readonly maxBytes: number },
  answer: (answer: Answer) => void,
): void => {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400)
    return answer(fail(HttpFailure.Redirected, { url, status, location: response.headers.location ?? null }));
  if (status !== 200) return answer(fail(HttpFailure.Refused, { url, status }));
  const chunks: Uint8Array[] = [];
  let length = 0;
  response.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) answer(fail(HttpFailure.TooLarge, { url, maxBytes }));
  });
  response.on('end', () => answer(ok(new Uint8Array(Buffer.concat(chunks, length)))));
};

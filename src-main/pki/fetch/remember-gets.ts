import type { HttpClient } from './http.ts';

/**
 * A client that asks for the same address once: one list or certificate serves all files of a batch, and a server that
 * is down is waited for once. POSTs are not remembered. Make a new one for each run, so that nothing grows old in it.
 */
export const rememberGets = (http: HttpClient): HttpClient => {
  const answers = new Map<string, ReturnType<HttpClient>>();
  return (request) => {
    if (request.method !== 'GET') return http(request);
    const known = answers.get(request.url) ?? http(request);
    answers.set(request.url, known);
    return known;
  };
};

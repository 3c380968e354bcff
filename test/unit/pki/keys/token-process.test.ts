import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../../../src-main/domain/result.ts';
import { TokenProcess } from '../../../../src-main/pki/keys/pkcs11/process.ts';
import type { StartTokenProcess, TokenExit } from '../../../../src-main/pki/keys/pkcs11/token-host.ts';

/** A process that answers as it is told, and that ends only when it is told to. */
const scripted = (answers: (kind: string) => unknown, ends = true) => {
  const asked: string[] = [];
  const bodies: URL[] = [];
  let tell: (message: unknown) => void = () => {};
  let exit: (how: TokenExit) => void = () => {};
  let killed = 0;
  const start: StartTokenProcess = (body) => {
    bodies.push(body);
    return {
      send: (message) => {
        const { kind } = message as { readonly kind: string };
        asked.push(kind);
        const answer = answers(kind);
        if (answer !== undefined) queueMicrotask(() => tell(answer));
      },
      onMessage: (listener) => {
        tell = listener;
      },
      onExit: (listener) => {
        exit = listener;
      },
      kill: () => {
        killed += 1;
        if (ends) queueMicrotask(() => exit('SIGKILL'));
      },
    };
  };
  return { start, asked, bodies, killed: () => killed, exit: (how: TokenExit) => exit(how) };
};

describe('the process of a token, whoever starts it', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('it is given its body, asked, and asked to close before it is ended', async () => {
    const { start, asked, bodies, killed } = scripted(() => ok(null));
    const token = new TokenProcess({ start });
    expect(await token.ask('list', { module: 'm' })).toEqual(ok(null));
    await token.end();
    expect([asked, killed()]).toEqual([['list', 'close'], 1]);
    expect(bodies.map((body) => body.href.split('/').at(-1))).toEqual(['pkcs11.worker.ts']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('no answer in time: it is ended, and not asked to close', async () => {
    const { start, asked, killed } = scripted(() => undefined);
    const token = new TokenProcess({ start, timeout: 1_500 });
    const answer = token.ask('list', { module: 'm' });
    await vi.advanceTimersByTimeAsync(1_499);
    expect(killed()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ ok: false, error: { code: 'token/timeout', details: { seconds: 1.5 } } });
    await token.end();
    expect([asked, killed()]).toEqual([['list'], 1]);
  });

  test('one that the system cannot end is left behind, in the end', async () => {
    const { start, killed } = scripted((kind) => (kind === 'close' ? undefined : ok(null)), false);
    const token = new TokenProcess({ start, timeout: 1_000 });
    await token.ask('list', { module: 'm' });
    const ended = vi.fn();
    const ending = (async () => {
      await token.end();
      ended();
    })();
    await vi.advanceTimersByTimeAsync(5_900);
    expect([ended.mock.calls.length, killed() > 0]).toEqual([0, true]);
    await vi.advanceTimersByTimeAsync(200);
    await ending;
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['SIGSEGV', 'SIGSEGV'],
    [6, 6],
    [null, null],
  ] as const)('gone (%s) while it is asked, and for every question after that', async (how, told) => {
    const { start, asked, exit, killed } = scripted(() => undefined);
    const token = new TokenProcess({ start });
    const answer = token.ask('list', { module: 'm' });
    exit(how);
    const crashed = { ok: false, error: { code: 'token/crashed', details: { how: told } } };
    expect(await answer).toEqual(crashed);
    expect(await token.ask('login', { pin: '1234' })).toEqual(crashed);
    await token.end();
    expect([asked, killed(), vi.getTimerCount()]).toEqual([['list'], 0, 0]);
  });

  test('a bug in it is thrown, not told as a failure of the token', async () => {
    const { start } = scripted((kind) => (kind === 'close' ? ok(null) : { defect: 'sign after logging in' }));
    const token = new TokenProcess({ start });
    await expect(token.ask('sign', { data: new Uint8Array(1), pin: null })).rejects.toThrow('sign after logging in');
    await token.end();
  });
});

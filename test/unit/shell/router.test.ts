import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CallName, contract, type Handlers } from '../../../src-main/contract/index.ts';
import { fail, ok, type Result } from '../../../src-main/domain/result.ts';
import { createRouter, maxInputSize, secretsIn, type Report } from '../../../src-main/shell/router.ts';
import { processorTime } from '../../support/processor-time.ts';

const names = Object.keys(contract) as CallName[];

/** The same handler for every call. */
const handleAll = (handler: (input: unknown) => unknown): Handlers =>
  Object.fromEntries(names.map((name) => [name, handler])) as unknown as Handlers;

type Fault = Parameters<Report>[0];

const routerOver = (handler: (input: unknown) => unknown) => {
  const faults: Fault[] = [];
  return {
    route: createRouter(
      handleAll(handler),
      (fault) => void faults.push(fault),
      () => 'R-1',
    ),
    faults,
  };
};

/** An input with `s` wherever the schema has a text, inside whatever may be left out. */
const filled = (schema: z.ZodType): unknown => {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return filled(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape).map(([key, part]) => [key, filled(part as z.ZodType)]));
  return 's';
};

const login = { vaultId: 'v', userName: ' anna ', passPhrase: 'correct horse' };

describe('the router', () => {
  it('hands the parsed input to the handler and gives back what it answers', async () => {
    const seen: unknown[] = [];
    const { route } = routerOver((input) => {
      seen.push(input);
      return ok({ kind: 'closed' });
    });
    expect(await route({ name: 'session.login', input: login })).toEqual(ok({ kind: 'closed' }));
    expect(seen).toEqual([{ ...login, userName: 'anna', code: null, acceptMissing: null }]);
  });

  it('gives back an expected failure as it is', async () => {
    const { route, faults } = routerOver(() => fail('session/wrong-pass-phrase', { attemptsLeft: 2 }));
    expect(await route({ name: 'session.login', input: login })).toEqual(
      fail('session/wrong-pass-phrase', { attemptsLeft: 2 }),
    );
    expect(faults).toEqual([]);
  });

  it.each(['session.nothing', '', 'toString', '__proto__', 'constructor', 'hasOwnProperty'])(
    'refuses the name %j, which the contract does not have',
    async (name) => {
      const { route } = routerOver(() => ok(null));
      expect(await route({ name, input: {} })).toEqual(fail('wire/unknown-call'));
    },
  );

  it.each([undefined, null, 7, 'session.login', [], {}, { name: 3, input: {} }, { name: 'x'.repeat(101), input: {} }])(
    'refuses %j, which is no message',
    async (message) => {
      const { route } = routerOver(() => ok(null));
      expect(await route(message)).toEqual(fail('wire/bad-message'));
    },
  );

  it('names the place of a wrong input and repeats nothing of it', async () => {
    let handled = 0;
    const { route } = routerOver(() => ok(++handled));
    const reply = await route({ name: 'session.login', input: { ...login, passPhrase: { hidden: 'correct horse' } } });
    expect(reply).toEqual(fail('wire/bad-input', { call: 'session.login', at: 'passPhrase', issue: 'invalid_type' }));
    expect(handled).toBe(0);
  });

  it('refuses more bytes than one call may carry', async () => {
    const { route } = routerOver(() => ok(null));
    const bytes = new Uint8Array(maxInputSize + 1);
    expect(await route({ name: 'verify.pdf', input: { name: 'big.pdf', bytes } })).toEqual(
      fail('wire/too-large', { call: 'verify.pdf' }),
    );
  });

  it('refuses more values than the parser could hold complaints of, and arrays that are only long, at once', async () => {
    const { route } = routerOver(() => ok(null));
    // As Electron's transport hands them over; each was walked to its end before: minutes, and gigabytes.
    const empty: unknown[] = [];
    empty.length = 4_294_967_295;
    const long = structuredClone(empty);
    const full = Array.from({ length: 2_000_000 }, () => null);
    const many = Array.from({ length: 2_000 }, () => full.slice(0, 1_000));
    for (const files of [long, full, many]) {
      const used = processorTime();
      expect(await route({ name: 'audit.verify', input: { files } })).toEqual(
        fail('wire/too-large', { call: 'audit.verify' }),
      );
      expect(used()).toBeLessThan(2_000);
    }
  });

  it('refuses what nests without end, and what only one of the two hosts could carry', async () => {
    const { route } = routerOver(() => ok(null));
    const endless: Record<string, unknown> = {};
    endless['again'] = endless;
    expect(await route({ name: 'app.info', input: endless })).toEqual(fail('wire/too-large', { call: 'app.info' }));
    for (const input of [new Map(), { at: new Date(0) }, { n: 1n }, { f: () => 1 }]) {
      expect(await route({ name: 'app.info', input })).toEqual(fail('wire/bad-message', { call: 'app.info' }));
    }
  });

  it('refuses text that is not Unicode: the trail could not be hashed with it', async () => {
    const { route } = routerOver(() => ok(null));
    for (const input of [{ name: '\ud800' }, { '\udfff': 1 }, { deep: [{ a: 'b\udc00' }] }]) {
      expect(await route({ name: 'app.info', input })).toEqual(fail('wire/not-text', { call: 'app.info' }));
    }
  });

  it('answers a thrown exception with a reference, and reports it without the pass phrase', async () => {
    const { route, faults } = routerOver((input) => {
      throw new Error(`a bug over ${JSON.stringify(input)}`);
    });
    expect(await route({ name: 'session.login', input: login })).toEqual(fail('internal', { reference: 'R-1' }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ reference: 'R-1', call: 'session.login' });
    expect(faults[0]?.text).toContain('a bug over');
    expect(faults[0]?.text).toContain('router.test.ts');
    expect(faults[0]?.text).not.toContain('correct horse');
  });

  it('answers a rejected promise in the same way', async () => {
    const { route, faults } = routerOver(() => Promise.reject(new Error('later')));
    expect(await route({ name: 'app.info', input: {} })).toEqual(fail('internal', { reference: 'R-1' }));
    expect(faults).toHaveLength(1);
  });

  it.each(names)('%s: finds every secret in its input, however deep', (name) => {
    const schema = contract[name].input;
    const asked = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })).split(
      '"secret":true',
    );
    expect(secretsIn(schema, filled(schema))).toEqual(asked.slice(1).map(() => 's'));
  });

  it.each(names)('%s: whatever comes in, one Result goes out and nothing is thrown', async (name) => {
    const { route } = routerOver((input) => {
      if (JSON.stringify(input).length % 2 === 0) throw new TypeError('even');
      return ok(input);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
        async (input) => {
          const reply: Result<unknown, { code: string }> = await route({ name, input });
          if (!reply.ok)
            expect(reply.error.code).toMatch(/^(wire\/(bad-input|bad-message|not-text|too-large)|internal)$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

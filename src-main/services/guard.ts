import { callAccess } from '../contract/call-access.ts';
import type { CallName, Handlers } from '../contract/index.ts';
import { ok, type Result } from '../domain/result.ts';
import { callerWith, type Caller, type ServiceContext } from './context.ts';
import { reAuthenticate } from './people/re-authenticate.ts';
import type { Sessions } from './session/sessions.ts';

/** Whether the call may be made now: `session/...` where nobody is logged in, `access/denied` where no role carries its duty. */
const admitted = (context: ServiceContext, sessions: Sessions, name: CallName): Result<unknown> => {
  const { needs } = callAccess(name);
  switch (needs) {
    case 'anyone':
      return ok(null);
    case 'own-session':
      return sessions.caller();
    case 'own':
      return context.caller();
    default:
      return callerWith(context, needs);
  }
};

/**
 * The use case, once whoever asks has typed their login pass phrase anew; wrong ones count as at the door. It does not get to
 * see the pass phrase.
 */
const confirmed = async (
  context: ServiceContext,
  input: unknown,
  handler: (input: unknown) => unknown,
): Promise<unknown> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const { ownPassPhrase: passPhrase, ...asked } = input as { readonly ownPassPhrase: string };
  const proven = await reAuthenticate(caller.value, { userName: caller.value.account.userName, passPhrase });
  return proven.ok ? handler(asked) : proven;
};

/** The handlers behind what `contract/call-access.ts` says of each: a use case begins only for those who may ask for it. */
export const guarded = (context: ServiceContext, sessions: Sessions, handlers: Handlers): Handlers =>
  Object.fromEntries(
    (Object.keys(handlers) as CallName[]).map((name) => {
      const handler = handlers[name] as (input: unknown) => unknown;
      return [
        name,
        (input: unknown) => {
          const may = admitted(context, sessions, name);
          if (!may.ok) return may;
          return callAccess(name).confirmed === true ? confirmed(context, input, handler) : handler(input);
        },
      ];
    }),
  ) as unknown as Handlers;

/** The caller, for the part of a call that needs a further duty. @throws Error for a call that has no such part. */
export const callerForMore = (context: ServiceContext, name: CallName): Result<Caller> => {
  const { more } = callAccess(name);
  if (more === undefined) throw new Error(`${name} needs nothing more`);
  return callerWith(context, more.duty);
};

import type { Answer, Request } from './protocol.ts';
import { TokenSession } from './session.ts';

/**
 * The body of the process that holds a PKCS#11 module: other people's native code, which may hang or crash without taking
 * the caller along. A Request comes in, an Answer goes out. When the caller is gone, it logs out and ends.
 */
const session = new TokenSession();

const answer = (request: Request): Answer => {
  try {
    switch (request.kind) {
      case 'list':
        return session.list(request);
      case 'open':
        return session.open(request);
      case 'login':
        return session.login(request);
      case 'sign':
        return session.sign(request);
      default:
        return session.close();
    }
  } catch (error) {
    return { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

process.on('message', (request: Request) => {
  process.send?.(answer(request));
});
process.on('disconnect', () => {
  session.close();
  process.exit(0);
});

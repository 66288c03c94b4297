/** Seconds that a page may take for any one answer. */
const answerSeconds = 60;
/** Milliseconds between looks for a page that is not there yet. */
const lookEvery = 250;

interface Answered {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
  readonly error?: { readonly message: string };
  /** Of what is told without having been asked for. */
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

type Listener = (parameters: Readonly<Record<string, unknown>>) => void;

/** A page under the DevTools protocol: of its many commands, those that are needed here. */
export class Page {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answered: Answered) => void>();
  readonly #listeners = new Map<string, Listener>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const answered = JSON.parse(String(data)) as Answered;
      if (answered.method !== undefined) this.#listeners.get(answered.method)?.(answered.params ?? {});
      this.#waiting.get(answered.id ?? 0)?.(answered);
      this.#waiting.delete(answered.id ?? 0);
    });
  }

  /** @param port of the DevTools; waits for the first page that is neither blank nor theirs */
  static async of(port: number): Promise<Page> {
    const until = performance.now() + answerSeconds * 1000;
    for (;;) {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Record<string, string>[];
      const page = targets.find(({ type, url }) => type === 'page' && url !== 'about:blank' && url !== '');
      if (page?.['webSocketDebuggerUrl'] !== undefined) {
        const socket = new WebSocket(page['webSocketDebuggerUrl']);
        await new Promise((resolve, reject) => {
          socket.addEventListener('open', resolve);
          socket.addEventListener('error', reject);
        });
        const opened = new Page(socket);
        await opened.#untilLoading();
        return opened;
      }
      if (performance.now() > until) throw new Error('no page');
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  }

  /** A target is there before its page begins to be loaded. */
  async #untilLoading(): Promise<void> {
    for (;;) {
      const address = await this.evaluate('location.href').catch(() => 'about:blank');
      if (address !== 'about:blank') return;
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  }

  async send(method: string, parameters: object = {}): Promise<Answered['result']> {
    const id = (this.#last += 1);
    const answered = await new Promise<Answered>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer`)), answerSeconds * 1000);
      this.#waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      this.#socket.send(JSON.stringify({ id, method, params: parameters }));
    });
    if (answered.error !== undefined) throw new Error(`${method}: ${answered.error.message}`);
    return answered.result;
  }

  /** One listener for each kind of event. */
  on(method: string, listener: Listener): void {
    this.#listeners.set(method, listener);
  }

  /** Runs an expression in the page, and waits for what it promises. */
  async evaluate(expression: string): Promise<unknown> {
    const result = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (result?.exceptionDetails !== undefined) throw new Error(JSON.stringify(result.exceptionDetails).slice(0, 2000));
    return result?.result?.value;
  }

  /** When the page set a mark, or will: milliseconds since it began to be loaded, and since the epoch. */
  async marked(name: string): Promise<{ readonly sincePage: number; readonly sinceEpoch: number }> {
    const sincePage = await this.evaluate(`new Promise((resolve) => {
      new PerformanceObserver((list, observer) => {
        const found = list.getEntriesByName(${JSON.stringify(name)})[0];
        if (found === undefined) return;
        observer.disconnect();
        resolve(found.startTime);
      }).observe({ type: 'mark', buffered: true });
    })`);
    const origin = await this.evaluate('performance.timeOrigin');
    return { sincePage: Number(sincePage), sinceEpoch: Number(origin) + Number(sincePage) };
  }

  close(): void {
    this.#socket.close();
  }
}

import { Worker } from 'node:worker_threads';
import { CodedError } from '../../src/errors/coded-error.ts';
import { isErrorCode } from '../../src/errors/codes.ts';
import type { Answered, NavigationRegion, NavigationWork, WorkName } from './messages.ts';

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** The thread that searches and finds routes; one that dies is replaced at the next question. */
export class NavigationThread {
  readonly #program: string;
  readonly #onDamage: (regionId: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #regions: readonly NavigationRegion[] = [];
  #last = 0;

  /** @param program path of the built worker */
  constructor(program: string, onDamage: (regionId: string) => void) {
    this.#program = program;
    this.#onDamage = onDamage;
  }

  /** What is installed from now on. */
  async setRegions(regions: readonly NavigationRegion[]): Promise<void> {
    this.#regions = regions;
    if (this.#worker !== undefined) await this.#send('regions', regions);
  }

  /** @throws map.*, route.*, terminal.internal */
  async ask<Name extends WorkName>(
    name: Name,
    ask: NavigationWork[Name]['ask'],
  ): Promise<NavigationWork[Name]['answer']> {
    if (this.#worker === undefined) {
      this.#worker = this.#start();
      await this.#send('regions', this.#regions);
    }
    return this.#send(name, ask);
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #send<Name extends WorkName>(name: Name, ask: NavigationWork[Name]['ask']): Promise<NavigationWork[Name]['answer']> {
    const id = (this.#last += 1);
    return new Promise<NavigationWork[Name]['answer']>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, name, ask });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#program);
    worker.on('message', (answered: Answered) => this.#settle(answered));
    worker.on('error', (cause) => this.#lost(new CodedError('terminal.internal', { detail: 'navigation', cause })));
    worker.on('exit', () => this.#lost(new CodedError('terminal.cancelled')));
    return worker;
  }

  #settle(answered: Answered): void {
    const waiting = this.#waiting.get(answered.id);
    this.#waiting.delete(answered.id);
    if (answered.ok) {
      waiting?.resolve(answered.value as never);
      return;
    }
    const { code, detail, damaged } = answered;
    if (damaged !== undefined) this.#onDamage(damaged);
    waiting?.reject(
      new CodedError(isErrorCode(code) ? code : 'terminal.internal', detail === undefined ? {} : { detail }),
    );
  }

  #lost(error: CodedError): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

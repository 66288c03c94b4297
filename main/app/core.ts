import { app } from 'electron';
import type { EventName, EventValues } from '../../src/contract/screen/calls.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { Answer } from '../ipc/answer.ts';
import { answerCall, type Handlers } from '../ipc/answer-call.ts';
import type { InstalledMap } from '../scheme/answer.ts';
import type { CommandLine } from './command-line.ts';
import { initialState } from './initial-state.ts';
import { StateBoard } from './state-board.ts';

export interface CoreOptions {
  readonly commandLine: CommandLine;
  readonly log: (words: string) => void;
  readonly send: <Name extends EventName>(name: Name, value: EventValues[Name]) => void;
  readonly quit: () => void;
}

/** What the main process does beside its windows. */
export class Core {
  readonly answer: Answer;
  readonly #board: StateBoard;

  private constructor(options: CoreOptions) {
    const versions = process.versions;
    const facts = {
      version: app.getVersion(),
      electron: versions['electron'] ?? '',
      chromium: versions['chrome'] ?? '',
      node: versions.node,
      kiosk: options.commandLine.kiosk,
      language: app.getLocale().startsWith('ja') ? ('ja' as const) : ('en' as const),
    };
    this.#board = new StateBoard(initialState(facts), (name, value) =>
      options.send('topic', { name, value } as EventValues['topic']),
    );
    const handlers = new Proxy({} as Handlers, {
      get: (_target, name) => {
        if (name === 'then') return undefined;
        if (name === 'state.read') return () => this.#board.state;
        if (name === 'app.quit') return () => (options.quit(), null);
        return () => {
          throw new CodedError('terminal.internal', { detail: 'not there yet' });
        };
      },
      has: () => true,
    });
    this.answer = (call) =>
      answerCall(
        () => Promise.resolve(handlers),
        call,
        (name, error) => options.log(`${name}: ${String(error)}`),
      );
  }

  static start(options: CoreOptions): Promise<Core> {
    return Promise.resolve(new Core(options));
  }

  findMap(_target: string): Promise<InstalledMap | undefined> {
    return Promise.resolve(undefined);
  }

  mapDamaged(_target: string, _error: unknown): void {}

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

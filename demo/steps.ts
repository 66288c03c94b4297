import { CodedError } from '../src/errors/coded-error.ts';

export type Outcome = 'ok' | 'skipped' | 'failed';

/** One step of the story as the summary tells it. */
export interface StepReport {
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  readonly outcome: Outcome;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly code?: string;
}

export type Facts = Readonly<Record<string, unknown>>;

/** What a step gives: facts for the summary, and 'skipped' where an earlier run did it already. */
export interface StepResult {
  readonly words?: string;
  readonly outcome?: 'ok' | 'skipped';
  readonly facts?: Facts;
}

/** Runs the steps of the story one after another, with words and times; the first that fails ends it. */
export class Story {
  readonly reports: StepReport[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  async step<T extends StepResult>(name: string, title: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    this.#say(`${String(this.reports.length + 1).padStart(2)}. ${title}`);
    const seconds = () => Math.round(performance.now() - started) / 1000;
    try {
      const result = await work();
      const outcome = result.outcome ?? 'ok';
      this.reports.push({
        name,
        duration: seconds(),
        outcome,
        ...(result.facts === undefined ? {} : { facts: result.facts }),
      });
      this.#say(
        `    ${outcome === 'skipped' ? 'kept' : 'done'} in ${seconds().toFixed(2)} s${result.words === undefined ? '' : `: ${result.words}`}`,
      );
      return result;
    } catch (error) {
      const code = error instanceof CodedError ? { code: error.code } : {};
      this.reports.push({ name, duration: seconds(), outcome: 'failed', ...code });
      throw error;
    }
  }

  /** A line below the step that runs. */
  note(line: string): void {
    this.#say(`    · ${line}`);
  }
}

/** A check of the story: what must hold, or the demo fails with words. */
export function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected: ${what}`);
}

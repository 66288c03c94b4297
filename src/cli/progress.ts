import type { DownloadProgress } from '../maps/download/ports.ts';
import { formatBytes } from './words.ts';

const phases = { checking: 'checking', fetching: 'fetching', assembling: 'putting together' } as const;
const barCharacters = 24;

/** A bar with what happens, done and total, rate and time left; one line on a terminal, now and then a line elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #lastShown = 0;
  #lastPhase = '';

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(name: string, progress: DownloadProgress): void {
    const now = performance.now();
    const finished = progress.doneBytes >= progress.totalBytes;
    const interval = this.#stream.isTTY ? 100 : 2_000;
    if (now - this.#lastShown < interval && progress.phase === this.#lastPhase && !finished) return;
    if (!this.#stream.isTTY && progress.phase !== 'fetching' && !finished) return;
    this.#lastShown = now;
    this.#lastPhase = progress.phase;
    const line = describeProgress(name, progress, (now - this.#started) / 1000);
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\n');
  }
}

export function describeProgress(name: string, progress: DownloadProgress, seconds: number): string {
  const { doneBytes, totalBytes, fetchedBytes, phase } = progress;
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
  const filled = Math.round(share * barCharacters);
  const bar = '█'.repeat(filled) + '░'.repeat(barCharacters - filled);
  const rate = seconds > 0.5 ? fetchedBytes / seconds : 0;
  const left = rate > 0 && phase === 'fetching' ? `, ${Math.ceil((totalBytes - doneBytes) / rate)} s left` : '';
  const speed = rate > 0 && phase === 'fetching' ? `, ${formatBytes(rate)}/s` : '';
  return `${bar} ${Math.floor(share * 100)
    .toString()
    .padStart(3)} %  ${name}: ${phases[phase]}, ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}${speed}${left}`;
}

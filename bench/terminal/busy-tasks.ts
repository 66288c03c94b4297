import type { Page } from './page.ts';

/** Milliseconds from which a task is long (W3C Long Tasks API). */
const long = 50;
/** Each task of a thread's loop, under the two names that Chromium has had for it. */
const taskNames = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);
const pageThread = 'CrRendererMain';

/** What is used of Chromium's trace events. Times are in microseconds; `tdur` is what the thread itself worked. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface BusyTasks {
  /** Tasks that kept the page's main thread working for longer than that. */
  readonly tasks: number;
  /** Milliseconds of work of the longest one. */
  readonly longest: number;
  /** Tasks that took longer on the wall, waiting for the drawing and for other programs included. */
  readonly onTheWall: number;
}

/**
 * Counts long tasks of the page's main thread while something is done with it. What counts is the thread's own work:
 * where the CPU draws, every frame waits for the process that draws, in any page with such a map.
 */
export async function countBusyTasks(page: Page, work: () => Promise<void>): Promise<BusyTasks> {
  const events: TraceEvent[] = [];
  page.on('Tracing.dataCollected', ({ value }) => events.push(...(value as TraceEvent[])));
  const complete = new Promise<void>((resolve) => page.on('Tracing.tracingComplete', () => resolve()));
  const traceConfig = { includedCategories: ['toplevel'], excludedCategories: ['*'] };
  await page.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await work();
  await page.send('Tracing.end');
  await complete;
  return busyTasks(events);
}

/** @param events of one page and the processes around it */
export function busyTasks(events: readonly TraceEvent[]): BusyTasks {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const threads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === pageThread).map(threadOf),
  );
  const tasks = events.filter((event) => taskNames.has(event.name) && threads.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('the trace tells of no task of the page');
  const worked = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    tasks: worked.filter((milliseconds) => milliseconds > long).length,
    longest: worked.reduce((most, milliseconds) => Math.max(most, milliseconds), 0),
    onTheWall: tasks.filter(({ dur = 0 }) => dur / 1000 > long).length,
  };
}

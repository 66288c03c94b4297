import { expect, test } from 'vitest';
import { busyTasks } from '../../../../bench/terminal/busy-tasks.ts';

const page = { pid: 7, tid: 1 };
const thread = (name: string, where: { readonly pid: number; readonly tid: number }) => ({
  name: 'thread_name',
  ...where,
  args: { name },
});
const task = (work: number, wall: number, where = page) => ({
  name: 'ThreadControllerImpl::RunTask',
  ...where,
  dur: wall * 1000,
  tdur: work * 1000,
});
const threads = [thread('CrRendererMain', page), thread('CrGpuMain', { pid: 8, tid: 1 })];

test('a task counts by the work of the page, not by its waiting for what is drawn', () => {
  const events = [...threads, task(51, 60), task(20, 300), task(50, 50)];
  expect(busyTasks(events)).toEqual({ tasks: 1, longest: 51, onTheWall: 2 });
});

test('tasks of other threads are none of the page’s', () => {
  expect(busyTasks([...threads, task(10, 10), task(90, 90, { pid: 8, tid: 1 })]).tasks).toBe(0);
});

test('a trace without the page is no good one', () => {
  expect(() => busyTasks([...threads, task(90, 90, { pid: 8, tid: 1 })])).toThrow('no task of the page');
});

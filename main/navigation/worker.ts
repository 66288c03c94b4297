// Searches and finds routes in a thread of its own, so that neither holds up the windows.
import { parentPort } from 'node:worker_threads';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { Answered, Question } from './messages.ts';
import { DamagedRegion, RegionFiles } from './region-files.ts';

const files = new RegionFiles();

const work = (question: Question): unknown => {
  switch (question.name) {
    case 'regions':
      files.set(question.ask);
      return null;
    case 'search':
      return files.search(question.ask);
    case 'nearby':
      return files.nearby(question.ask);
    case 'at':
      return files.at(question.ask);
    case 'route':
      return files.route(question.ask);
  }
};

async function answer(question: Question): Promise<Answered> {
  const { id } = question;
  try {
    return { id, ok: true, value: await work(question) };
  } catch (error) {
    const coded = error instanceof DamagedRegion ? error.why : error;
    const damaged = error instanceof DamagedRegion ? error.regionId : undefined;
    if (coded instanceof CodedError) return { id, ok: false, code: coded.code, detail: coded.detail, damaged };
    return { id, ok: false, code: 'terminal.internal', detail: String(error), damaged };
  }
}

const port = parentPort;
port?.on('message', (question: Question) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  void answer(question).then((answered) => port.postMessage(answered));
});

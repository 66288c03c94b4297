// The terminal with a screen beside an empty window and a bare map: `npm run bench -- terminal`.
import { runQuestion } from '../kit/run-question.ts';
import { mapDrawn, memory, panning } from './map.ts';
import { searchOnScreen } from './search.ts';
import { start } from './start.ts';
import { closeWorld } from './world.ts';

try {
  await runQuestion([start, mapDrawn, memory, panning, searchOnScreen]);
} finally {
  await closeWorld();
}

// The straight path of the main job, each part beside what it could cost: `npm run bench -- main-job`.
import { runQuestion } from '../kit/run-question.ts';
import { signedGet } from './signed-get.ts';

await runQuestion([signedGet]);

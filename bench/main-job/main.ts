// The straight path of the main job, each part beside what it could cost: `npm run bench -- main-job`.
import { runQuestion } from '../kit/run-question.ts';
import { newSessions } from './new-sessions.ts';
import { regionDownload } from './region-download.ts';
import { signedGet } from './signed-get.ts';
import { signUps } from './sign-ups.ts';

await runQuestion([signedGet, newSessions, signUps, regionDownload]);

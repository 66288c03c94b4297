// Routes across a real city beside a general library for paths: `npm run bench -- routing`.
import { runQuestion } from '../kit/run-question.ts';
import { acrossTheCity, longestRoute } from './across-the-city.ts';

await runQuestion([acrossTheCity, longestRoute]);

import { runQuestion } from '../kit/run-question.ts';
import { found, foundByPeer, memory, memoryOfPeer, openTime, searches, slowest } from './figures.ts';

await runQuestion([searches, slowest, found, foundByPeer, memory, memoryOfPeer, openTime]);

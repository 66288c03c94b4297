#!/usr/bin/env node
import { report } from '../lib/report.js';
import { tasks } from '../lib/tasks.js';

await report(async () => (await tasks.get('naviterm')?.(process.argv.slice(2))) ?? 1);
